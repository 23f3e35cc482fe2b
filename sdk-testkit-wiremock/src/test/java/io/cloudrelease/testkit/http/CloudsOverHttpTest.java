package io.cloudrelease.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CloudsOverHttpTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");

  /** How long a terminated instance is still shown. */
  private Duration shownFor(CloudsOverHttp clouds) throws IOException {
    String id = clouds.tencent().add(i -> i.postpaid()).id();
    call(clouds, "TerminateInstances", id);
    Duration passed = Duration.ZERO;
    while (call(clouds, "DescribeInstances", id).contains(id)) {
      Duration step = Duration.ofMillis(100);
      clock.advance(step);
      passed = passed.plus(step);
    }
    return passed;
  }

  private String call(CloudsOverHttp clouds, String action, String id) throws IOException {
    HttpRequest request =
        PlainCalls.tencent(
            clouds.endpoint(), clock.instant(), action, "{\"InstanceIds\":[\"" + id + "\"]}");
    return RawHttp.send(request, Duration.ofSeconds(10)).body().text();
  }

  @Test
  void what_is_released_is_shown_for_a_moment_only() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      assertThat(shownFor(clouds)).isEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void or_for_as_long_as_on_the_real_cloud() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).realTransitions().start()) {
      assertThat(shownFor(clouds)).isEqualTo(Duration.ofSeconds(20));
    }
  }

  @Test
  void a_time_that_a_test_sets_itself_is_kept() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      clouds.tencent().terminating(Duration.ofSeconds(1));
      assertThat(shownFor(clouds)).isEqualTo(Duration.ofSeconds(1));
    }
  }
}
