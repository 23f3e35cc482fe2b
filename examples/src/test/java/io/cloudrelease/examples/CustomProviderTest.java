package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomProviderTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final NimbusCloud cloud = new NimbusCloud();

  CustomProviderTest() throws IOException {}

  @AfterEach
  void close() {
    cloud.close();
  }

  private ReleaseInstancesResult release(String token, ReleaseInstancesRequest request) {
    CredentialsProvider credentials = CredentialsProvider.of(Credentials.ofBearer(token));
    try (ReleaseClient client =
        Clockwork.real()
            .clock(clock)
            .sleeper((duration, wake) -> clock.advance(duration))
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(new CustomProvider(cloud.endpoint(), credentials))
            .build()) {
      return client.releaseInstances(request);
    }
  }

  @Test
  void a_provider_of_ones_own_gets_everything_the_core_does() {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().instance("nimbus:nb-missing").maxInstances(130);
    for (int i = 0; i < 120; i++) {
      cloud.servers.add("nb-" + i);
      request.instance("nimbus:nb-" + i);
    }
    ReleaseInstancesResult result = release(NimbusCloud.TOKEN, request.build());
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 120)
        .containsEntry(Verdict.NOT_FOUND, 1);
    assertThat(cloud.servers).isEmpty();
    assertThat(cloud.batches).containsExactlyInAnyOrder(50, 50, 20);
  }

  @Test
  void a_refusal_releases_nothing() {
    cloud.servers.add("nb-1");
    ReleaseInstancesResult result =
        release("wrong", ReleaseInstancesRequest.builder().instance("nimbus:nb-1").build());
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 1);
    assertThat(cloud.servers).containsExactly("nb-1");
  }

  @Test
  void a_whole_provider_is_sixty_lines_of_code() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/main/java/io/cloudrelease/examples/CustomProvider.java"));
    assertThat(lines)
        .filteredOn(
            line ->
                !line.isBlank()
                    && !line.startsWith("import ")
                    && !line.startsWith("package ")
                    && !line.strip().startsWith("/**"))
        .hasSizeLessThanOrEqualTo(60);
  }
}
