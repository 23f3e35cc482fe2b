package io.cloudrelease.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.RateLimit;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ECS counts calls by the minute of its own clock. */
class CountedByTheMinuteTest {
  private static final String THROTTLED = "Throttling.User";
  private static final int CALLS = 600;

  private Scene scene = new Scene("2026-11-20T08:00:00Z", 1, 10, 100);
  private SimulatedAliyun cloud = new SimulatedAliyun(scene.clock);

  private void start(String second, long seed) {
    scene = new Scene("2026-11-20T08:00:" + second + "Z", seed, 10, 100);
    cloud = new SimulatedAliyun(scene.clock);
  }

  private void release(int calls) {
    scene.register(
        new AliyunEcsFactory()
            .create(
                ProviderSettings.of("prod", variable -> "", Path.of("nowhere"))
                    .credentials(CredentialsProvider.of(cloud.credentials()))));
    List<InstanceRef> refs =
        cloud.add(calls, i -> i.region("cn-hangzhou")).stream()
            .map(i -> InstanceRef.parse("prod:cn-hangzhou:" + i.id()))
            .toList();
    ReleaseInstancesResult result = scene.release(refs, Duration.ofHours(2), Scene.to(cloud));
    assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, calls);
  }

  private double linesTaken(int perMinute) {
    return Scene.span(cloud).toMillis() / (CALLS * 60_000.0 / perMinute);
  }

  @ParameterizedTest
  @CsvSource({"00,1", "07.5,2", "31,3", "48,4", "57.9,5"})
  void without_a_header_the_limit_is_found_and_kept(String second, long seed) {
    start(second, seed);
    cloud.rateLimit("DeleteInstances", RateLimit.perMinute(60));
    release(CALLS);
    long throttled = Scene.throttled(cloud, THROTTLED);
    assertThat(throttled).isLessThanOrEqualTo(CALLS / 100);
    assertThat(linesTaken(60)).isLessThanOrEqualTo(1.05);
  }

  @ParameterizedTest
  @CsvSource({"00,1", "31,2", "57.9,3"})
  void what_remains_paces_the_lane_before_anything_is_throttled(String second, long seed) {
    start(second, seed);
    cloud.rateLimit("DeleteInstances", RateLimit.perMinute(60));
    cloud.rateHeader(true);
    release(CALLS);
    assertThat(Scene.throttled(cloud, THROTTLED)).isZero();
    assertThat(linesTaken(60)).isLessThanOrEqualTo(1.05);
  }

  @Test
  void the_time_it_asks_for_is_kept_to_the_millisecond() {
    cloud.rateLimit("DeleteInstances", RateLimit.perMinute(60));
    cloud.retryAfterHeader(true);
    release(CALLS);
    assertThat(Scene.throttled(cloud, THROTTLED)).isLessThanOrEqualTo(CALLS / 100);
    assertThat(linesTaken(60)).isLessThanOrEqualTo(1.05);
  }

  @ParameterizedTest
  @CsvSource({"20", "150", "240"})
  void other_limits_are_found_alike(int perMinute) {
    cloud.rateLimit("DeleteInstances", RateLimit.perMinute(perMinute));
    release(CALLS);
    assertThat(linesTaken(perMinute)).isLessThanOrEqualTo(1.1);
  }
}
