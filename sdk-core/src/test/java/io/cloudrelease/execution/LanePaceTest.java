package io.cloudrelease.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanePaceTest {
  private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
  private static final Lane LANE = new Lane("fake", "r1", "Release");

  private final LanePace pace = new LanePace();

  private Duration reserve(Instant now) {
    return pace.reserve(LANE, 10, now);
  }

  @Test
  void calls_are_evenly_spaced_from_the_first_on() {
    for (int i = 0; i < 20; i++) {
      assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(100L * i));
    }
  }

  @Test
  void idle_time_is_not_saved_up_for_a_burst() {
    reserve(NOW);
    Instant later = NOW.plusSeconds(3600);
    assertThat(reserve(later)).isZero();
    assertThat(reserve(later)).isEqualTo(Duration.ofMillis(100));
    assertThat(reserve(later.plusMillis(250))).isZero();
  }

  @Test
  void lanes_do_not_wait_for_each_other() {
    reserve(NOW);
    assertThat(pace.reserve(new Lane("fake", "r2", "Release"), 10, NOW)).isZero();
    assertThat(pace.reserve(new Lane("fake", "r1", "Look"), 10, NOW)).isZero();
    assertThat(pace.reserve(new Lane("other", "r1", "Release"), 10, NOW)).isZero();
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void throttling_slows_a_lane_down_to_a_limit_and_accepted_calls_bring_it_back() {
    pace.throttled(LANE, NOW, Optional.empty());
    reserve(NOW);
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(150));
    for (int i = 0; i < 50; i++) {
      pace.throttled(LANE, NOW, Optional.empty());
    }
    Instant later = NOW.plusSeconds(60);
    reserve(later);
    assertThat(reserve(later)).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 100; i++) {
      pace.accepted(LANE);
    }
    Instant recovered = later.plusSeconds(60);
    reserve(recovered);
    assertThat(reserve(recovered)).isEqualTo(Duration.ofMillis(100));
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
    assertThat(pace.reserve(LANE, Double.MIN_VALUE, NOW)).isZero();
    assertThat(pace.reserve(LANE, Double.MIN_VALUE, NOW)).isPositive();
    Lane fast = new Lane("fake", "", "Fast");
    assertThat(pace.reserve(fast, Double.MAX_VALUE, NOW)).isZero();
    assertThat(pace.reserve(fast, Double.MAX_VALUE, NOW)).isZero();
  }

  @Test
  void a_lane_reads_as_provider_region_and_action() {
    assertThat(LANE).hasToString("fake:r1 Release");
    assertThat(new Lane("fake", "", "Release")).hasToString("fake Release");
  }
}
