package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of more than 100,000 instances keeps what it saw with its evidence, not beside it. */
class LargeRunsTest {
  private static final int MOST_WITH_LOOKS = 100_000;

  @TempDir Path folder;

  private static ReleaseInstancesResult release(
      int size, UnaryOperator<ReleaseClientBuilder> settings) {
    VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
    SimulatedTencent cloud = new SimulatedTencent(clock);
    List<SimulatedInstance> instances = cloud.add(size, i -> i.disk("disk-of-all", false));
    ReleaseClientBuilder builder = Fixtures.client(clock, cloud);
    try (ReleaseClient client = settings.apply(builder).build()) {
      ReleaseInstancesRequest.Builder request =
          ReleaseInstancesRequest.builder().maxInstances(size).deadline(Duration.ofHours(1));
      instances.forEach(i -> request.instance(i.ref(TencentCvm.KIND)));
      return client.releaseInstances(request.build());
    }
  }

  @Test
  void the_file_has_all_of_it_the_result_its_verdicts_and_what_stays() throws IOException {
    ReleaseInstancesResult result =
        release(MOST_WITH_LOOKS + 1, builder -> builder.evidenceIn(folder));

    assertThat(result.verdicts())
        .hasSize(MOST_WITH_LOOKS + 1)
        .allMatch(v -> v.verdict() == Verdict.RELEASED && v.sends() == 1)
        .allMatch(v -> v.requestIds().size() == 1)
        .allMatch(v -> v.before().isEmpty() && v.last().isEmpty() && v.collateral().isEmpty());
    assertThat(result.leftovers())
        .hasSize(MOST_WITH_LOOKS + 1)
        .extracting(Leftover::id)
        .containsOnly("disk-of-all");

    InstanceVerdict first = result.verdicts().get(0);
    Path file = result.evidence().file().orElseThrow();
    assertThat(Evidence.verify(file)).isEmpty();
    try (var lines = Files.lines(file)) {
      String verdict =
          lines
              .filter(line -> line.contains("\"kind\":\"verdict\""))
              .filter(line -> line.contains(first.ref().id()))
              .findFirst()
              .orElseThrow();
      assertThat(verdict).contains("\"before\":", "\"last\":", "disk-of-all");
    }
  }

  @Test
  void smaller_runs_keep_it_all() {
    ReleaseInstancesResult result = release(100, ReleaseClientBuilder::withoutEvidence);
    assertThat(result.verdicts())
        .allMatch(v -> v.before().isPresent() && v.last().isPresent())
        .noneMatch(v -> v.collateral().isEmpty());
    assertThat(result.leftovers()).hasSize(100);
  }
}
