package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.spi.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanePaceTest {
  private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
  private static final Pace.Lane LANE = lane("fake", "r1", "Release", 10);

  /** Ten a second, and the margin that jitter may use up. */
  private static final long SPACE = 101;

  private final LanePace pace = new LanePace();

  private Duration reserve(Instant now) {
    return pace.reserve(LANE, now);
  }

  private static Pace.Lane lane(String provider, String region, String action, double rate) {
    return new Pace.Lane(provider, region, action, rate);
  }

  @Test
  void calls_are_evenly_spaced_from_the_first_on() {
    for (int i = 0; i < 20; i++) {
      assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(SPACE * i));
    }
  }

  @Test
  void idle_time_is_not_saved_up_for_a_burst() {
    reserve(NOW);
    Instant later = NOW.plusSeconds(3600);
    assertThat(reserve(later)).isZero();
    assertThat(reserve(later)).isEqualTo(Duration.ofMillis(SPACE));
    assertThat(reserve(later.plusMillis(250))).isZero();
  }

  @Test
  void lanes_do_not_wait_for_each_other() {
    reserve(NOW);
    assertThat(pace.reserve(lane("fake", "r2", "Release", 10), NOW)).isZero();
    assertThat(pace.reserve(lane("fake", "r1", "Look", 10), NOW)).isZero();
    assertThat(pace.reserve(lane("other", "r1", "Release", 10), NOW)).isZero();
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(SPACE));
  }

  @Test
  void throttling_slows_a_lane_down_to_a_limit_and_accepted_calls_bring_it_back() {
    pace.throttled(LANE, NOW, Optional.empty());
    reserve(NOW);
    assertThat(reserve(NOW)).isEqualTo(Duration.ofNanos(SPACE * 1_500_000));
    for (int i = 1; i <= 50; i++) {
      pace.throttled(LANE, NOW.plusSeconds(i), Optional.empty());
    }
    Instant later = NOW.plusSeconds(60);
    reserve(later);
    assertThat(reserve(later)).isEqualTo(Duration.ofMillis(20 * SPACE));
    for (int i = 0; i < 100; i++) {
      pace.accepted(LANE);
    }
    Instant recovered = later.plusSeconds(60);
    reserve(recovered);
    assertThat(reserve(recovered)).isEqualTo(Duration.ofMillis(SPACE));
  }

  @Test
  void what_the_cloud_asks_to_wait_holds_the_whole_lane() {
    pace.throttled(LANE, NOW, Optional.of(Duration.ofSeconds(7)));
    assertThat(reserve(NOW)).isEqualTo(Duration.ofSeconds(7));
    pace.throttled(LANE, NOW, Optional.of(Duration.ofSeconds(1)));
    assertThat(reserve(NOW)).isGreaterThan(Duration.ofSeconds(7));
  }

  @Test
  void a_lane_that_was_never_used_may_be_accepted() {
    pace.accepted(LANE);
    assertThat(reserve(NOW)).isZero();
  }

  @Test
  void the_slowest_and_the_fastest_rates_do_not_overflow() {
    Pace.Lane slow = lane("fake", "", "Slow", Double.MIN_VALUE);
    assertThat(pace.reserve(slow, NOW)).isZero();
    assertThat(pace.reserve(slow, NOW)).isPositive();
    Pace.Lane fast = lane("fake", "", "Fast", Double.MAX_VALUE);
    assertThat(pace.reserve(fast, NOW)).isZero();
    assertThat(pace.reserve(fast, NOW)).isZero();
  }

  @Test
  void calls_refused_together_slow_a_lane_down_once() {
    for (int i = 0; i < 10; i++) {
      pace.throttled(LANE, NOW.plusMillis(i * 99), Optional.empty());
    }
    reserve(NOW.plusSeconds(1));
    assertThat(reserve(NOW.plusSeconds(1))).isEqualTo(Duration.ofNanos(SPACE * 1_500_000));
  }

  @Test
  void requests_that_ask_in_turn_are_served_in_turn() {
    Duration first = reserve(NOW);
    Duration second = reserve(NOW);
    assertThat(reserve(NOW).minus(second)).isEqualTo(second.minus(first));
  }

  @Test
  void a_lane_reads_as_provider_region_and_action() {
    assertThat(LANE).hasToString("fake:r1 Release");
    assertThat(lane("fake", "", "Release", 10)).hasToString("fake Release");
  }
}
