package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.util.Random;
import java.util.stream.IntStream;

/** A client of one fake cloud, on a virtual clock and on the test's own thread. */
class FakeRuns {

  final VirtualTime time = new VirtualTime();
  final FakeCloud cloud = new FakeCloud();

  ReleaseClientBuilder builder() {
    return Clockwork.real()
        .clock(time)
        .sleeper(time)
        .random(() -> new Random(1))
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .provider(cloud)
        .transport(cloud);
  }

  static ReleaseInstancesRequest.Builder request(int count) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    IntStream.range(0, count).forEach(i -> request.instance("fake:i-" + i));
    return request;
  }

  ReleaseInstancesResult release(ReleaseInstancesRequest.Builder request) {
    try (ReleaseClient client = builder().build()) {
      ReleaseInstancesRequest built = request.build();
      ReleaseInstancesResult result = client.releaseInstances(built);
      assertFull(built, result);
      return result;
    }
  }

  static void assertFull(ReleaseInstancesRequest request, ReleaseInstancesResult result) {
    assertThat(result.verdicts())
        .extracting(InstanceVerdict::ref)
        .containsExactlyElementsOf(request.instances());
    assertThat(result.toJson()).doesNotContain("c4n4ry");
    assertThat(result.toTable()).doesNotContain("c4n4ry");
  }

  static void allAre(ReleaseInstancesResult result, Verdict verdict) {
    assertThat(result.verdicts())
        .extracting(v -> v.ref() + " " + v.verdict())
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).endsWith(" " + verdict));
  }

  static ReleaseError error(ReleaseInstancesResult result, int index) {
    return result.verdicts().get(index).error().orElseThrow();
  }
}
