package io.cloudrelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallCountTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:40Z");

  private static int taken(CallCount count, Instant at, int calls) {
    int taken = 0;
    for (int i = 0; i < calls; i++) {
      taken += count.take(at) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void a_bucket_takes_a_burst_and_then_the_rate() {
    CallCount count = CallCount.of(RateLimit.perSecond(10), NOW);
    assertThat(taken(count, NOW, 20)).isEqualTo(10);
    assertThat(taken(count, NOW.plusMillis(500), 20)).isEqualTo(5);
    assertThat(count.left(NOW)).isEmpty();
  }

  @Test
  void no_second_sees_more_wherever_it_begins() {
    CallCount count = CallCount.of(RateLimit.inAnySecond(10), NOW);
    assertThat(taken(count, NOW, 6)).isEqualTo(6);
    assertThat(taken(count, NOW.plusMillis(900), 6)).isEqualTo(4);
    assertThat(taken(count, NOW.plusMillis(999), 6)).isZero();
    assertThat(taken(count, NOW.plusMillis(1000), 20)).isEqualTo(6);
    assertThat(taken(count, NOW.plusMillis(1899), 1)).isZero();
  }

  @Test
  void a_minute_of_the_clock_takes_its_calls_and_the_next_one_its_own() {
    CallCount count = CallCount.of(RateLimit.perMinute(60), NOW);
    assertThat(taken(count, NOW, 50)).isEqualTo(50);
    assertThat(count.left(NOW)).contains(new RateLimit.Left(10, Duration.ofSeconds(20)));
    assertThat(taken(count, NOW.plusMillis(19_999), 50)).isEqualTo(10);
    assertThat(taken(count, NOW.plusSeconds(20), 100)).isEqualTo(60);
    assertThat(count.left(NOW.plusSeconds(20)))
        .contains(new RateLimit.Left(0, Duration.ofMinutes(1)));
  }
}
