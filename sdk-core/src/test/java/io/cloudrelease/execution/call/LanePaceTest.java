package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.pace.Pace;
import io.cloudrelease.pace.Pace.Answer;
import io.cloudrelease.pace.PaceAdvice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LanePaceTest {
  private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
  private static final Pace.Lane LANE = lane("host", "key", "Release", 10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Ten a second, and the margin that jitter may use up. */
  private static final long SPACE = 101;

  private final LanePace pace = new LanePace();

  @BeforeEach
  void calls_arrive_evenly_as_is_known_of_earlier_ones() {
    for (int i = 0; i < 8; i++) {
      accepted(20);
    }
  }

  private Duration reserve(Instant now) {
    return pace.reserve(LANE, now);
  }

  private void accepted(long tookMillis) {
    tell(NOW, Answer.Kind.ACCEPTED, tookMillis, PaceAdvice.none(), Duration.ZERO);
  }

  private void answeredAfter(Instant turn, long millis) {
    tell(turn.plusMillis(millis), Answer.Kind.ACCEPTED, millis, PaceAdvice.none(), Duration.ZERO);
  }

  private void throttled(Instant now, Optional<Duration> wish, Duration window) {
    tell(
        now,
        Answer.Kind.THROTTLED,
        20,
        wish.map(PaceAdvice.none()::leaveAlone).orElse(PaceAdvice.none()),
        window);
  }

  private void throttled(Instant now) {
    throttled(now, Optional.empty(), Duration.ZERO);
  }

  private void remain(Instant now, int calls, Duration in) {
    PaceAdvice advice = PaceAdvice.none().remaining(calls, in);
    tell(now, Answer.Kind.ACCEPTED, 20, advice, MINUTE);
  }

  private void tell(Instant now, Answer.Kind kind, long took, PaceAdvice advice, Duration window) {
    pace.answered(LANE, now, new Answer(kind, Duration.ofMillis(took), advice, window));
  }

  private static Pace.Lane lane(String host, String key, String action, double rate) {
    return new Pace.Lane(host, key, action, rate);
  }

  @Test
  void calls_are_evenly_spaced_from_the_first_on() {
    for (int i = 0; i < 20; i++) {
      assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(SPACE * i));
    }
  }

  @Test
  void as_long_as_nothing_is_known_of_their_arrival_the_eleventh_waits_for_the_slowest() {
    Pace.Lane fresh = lane("elsewhere", "key", "Release", 10);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      waits.add(pace.reserve(fresh, NOW));
    }
    assertThat(waits.get(9)).isEqualTo(Duration.ofMillis(9 * SPACE));
    assertThat(waits.get(10)).isEqualTo(Duration.ofMillis(1200));
    assertThat(waits.get(11)).isEqualTo(Duration.ofMillis(1200 + SPACE));
  }

  @Test
  void the_more_answers_differ_the_further_the_eleventh_is_from_the_first() {
    accepted(100);
    for (int i = 0; i < 10; i++) {
      reserve(NOW);
    }
    // The slowest took 80 ms longer than the fastest; a quarter more for what was not seen.
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(1100));
    accepted(5_000);
    reserve(NOW.plusSeconds(60));
    for (int i = 1; i < 10; i++) {
      reserve(NOW.plusSeconds(60));
    }
    assertThat(reserve(NOW.plusSeconds(60))).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void once_the_first_is_answered_its_own_time_counts_and_not_the_slowest() {
    accepted(100);
    for (int i = 0; i < 10; i++) {
      reserve(NOW);
    }
    answeredAfter(NOW, 20);
    // It was there 20 ms after its turn at the latest.
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(1020));
    answeredAfter(NOW.plusMillis(SPACE), 60);
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(SPACE + 1060));
    answeredAfter(NOW.plusMillis(2 * SPACE), 400);
    // No more than is ever allowed for.
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(2 * SPACE + 1200));
  }

  @Test
  void what_a_slow_answer_said_is_forgotten_after_sixteen_others() {
    accepted(5_000);
    for (int i = 0; i < 16; i++) {
      accepted(20);
    }
    for (int i = 0; i < 10; i++) {
      reserve(NOW);
    }
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(10 * SPACE));
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
    assertThat(pace.reserve(lane("host2", "key", "Release", 10), NOW)).isZero();
    assertThat(pace.reserve(lane("host", "key", "Look", 10), NOW)).isZero();
    assertThat(pace.reserve(lane("host", "key2", "Release", 10), NOW)).isZero();
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(SPACE));
  }

  @Test
  void one_lane_under_two_rates_is_one_lane_at_the_lower() {
    reserve(NOW);
    assertThat(pace.reserve(lane("host", "key", "Release", 5), NOW))
        .isEqualTo(Duration.ofMillis(SPACE));
    assertThat(reserve(NOW)).isEqualTo(Duration.ofMillis(3 * SPACE));
  }

  @Test
  void throttling_slows_a_lane_down_to_a_limit_and_accepted_calls_bring_it_back() {
    throttled(NOW);
    reserve(NOW);
    assertThat(reserve(NOW)).isEqualTo(Duration.ofNanos(SPACE * 1_500_000));
    for (int i = 1; i <= 50; i++) {
      throttled(NOW.plusSeconds(i));
    }
    Instant later = NOW.plusSeconds(60);
    reserve(later);
    assertThat(reserve(later)).isEqualTo(Duration.ofMillis(20 * SPACE));
    for (int i = 0; i < 100; i++) {
      accepted(20);
    }
    Instant recovered = later.plusSeconds(60);
    reserve(recovered);
    assertThat(reserve(recovered)).isEqualTo(Duration.ofMillis(SPACE));
  }

  @Test
  void what_the_cloud_asks_to_wait_holds_the_whole_lane() {
    throttled(NOW, Optional.of(Duration.ofSeconds(7)), Duration.ZERO);
    assertThat(reserve(NOW)).isEqualTo(Duration.ofSeconds(7));
    throttled(NOW, Optional.of(Duration.ofSeconds(1)), Duration.ZERO);
    assertThat(reserve(NOW)).isGreaterThan(Duration.ofSeconds(7));
  }

  @Test
  void turns_given_before_the_cloud_asked_to_wait_do_not_stand() {
    reserve(NOW);
    Duration second = reserve(NOW);
    assertThat(pace.stands(LANE, NOW.plus(second))).isTrue();
    throttled(NOW, Optional.of(Duration.ofSeconds(7)), Duration.ZERO);
    assertThat(pace.stands(LANE, NOW.plus(second))).isFalse();
    assertThat(reserve(NOW.plus(second))).isEqualTo(Duration.ofSeconds(7).minus(second));
    assertThat(pace.stands(LANE, NOW.plusSeconds(7))).isTrue();
  }

  @Test
  void a_cloud_that_counts_by_the_minute_gets_one_call_a_second_in_the_next_one_then_more() {
    // Three of these calls fall into the minute that is used up.
    for (long second : new long[] {-80, -10, -5, -1}) {
      tell(NOW.plusSeconds(second), Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    }
    for (int i = 0; i < 117; i++) {
      tell(NOW, Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    }
    throttled(NOW, Optional.of(Duration.ofSeconds(40)), MINUTE);
    throttled(NOW.plusMillis(30), Optional.of(Duration.ofSeconds(40)), MINUTE);
    assertThat(reserve(NOW)).isBetween(Duration.ofSeconds(40), Duration.ofMillis(40_030));
    Instant next = NOW.plusMillis(40_030);
    assertThat(reserve(next)).isEqualTo(Duration.ofMillis(1010));
    for (int i = 0; i < 50; i++) {
      tell(next, Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    }
    Duration one = reserve(next);
    // A hundred and twenty were taken in that minute: two a second.
    assertThat(reserve(next).minus(one)).isEqualTo(Duration.ofMillis(505));
  }

  @Test
  void a_limit_by_the_minute_is_tried_again_after_some_quiet_minutes_and_forgotten_in_an_hour() {
    for (int i = 0; i < 60; i++) {
      tell(NOW, Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    }
    throttled(NOW, Optional.of(MINUTE), MINUTE);
    Instant quiet = NOW.plus(MINUTE.multipliedBy(5)).minusSeconds(10);
    assertThat(spaceAt(quiet)).isEqualTo(Duration.ofMillis(1010));
    tell(quiet, Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    assertThat(spaceAt(quiet)).isEqualTo(Duration.ofMillis(1010));
    Instant probing = quiet.plusSeconds(20);
    spaceAt(probing);
    tell(probing, Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    // A twentieth more than the one a second that was taken.
    assertThat(spaceAt(probing)).isBetween(Duration.ofMillis(961), Duration.ofMillis(962));
    assertThat(spaceAt(NOW.plusSeconds(7200))).isEqualTo(Duration.ofMillis(SPACE));
  }

  private Duration spaceAt(Instant now) {
    Duration one = reserve(now);
    return reserve(now).minus(one);
  }

  @Test
  void the_calls_that_remain_are_spread_over_their_time_before_anything_is_throttled() {
    remain(NOW, 20, Duration.ofSeconds(40));
    assertThat(reserve(NOW)).isZero();
    assertThat(reserve(NOW)).isEqualTo(Duration.ofSeconds(2));
    remain(NOW.plusSeconds(40), 600, MINUTE);
    assertThat(spaceAt(NOW.plusSeconds(41))).isEqualTo(Duration.ofMillis(SPACE));
  }

  @Test
  void turns_beyond_the_calls_that_remain_do_not_stand() {
    for (int i = 0; i < 5; i++) {
      reserve(NOW);
    }
    // The answer to the first one: two of the four others may leave.
    remain(NOW.plusMillis(20), 2, Duration.ofSeconds(30));
    assertThat(pace.stands(LANE, NOW.plusMillis(2 * SPACE))).isTrue();
    assertThat(pace.stands(LANE, NOW.plusMillis(3 * SPACE))).isFalse();
    assertThat(reserve(NOW.plusMillis(3 * SPACE))).isEqualTo(Duration.ofMillis(30_020 - 3 * SPACE));
  }

  @Test
  void when_none_remains_the_lane_waits_for_the_time_they_are_for() {
    remain(NOW, 0, Duration.ofSeconds(12));
    assertThat(reserve(NOW)).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void the_slowest_and_the_fastest_rates_do_not_overflow() {
    Pace.Lane slow = lane("host", "", "Slow", Double.MIN_VALUE);
    assertThat(pace.reserve(slow, NOW)).isZero();
    assertThat(pace.reserve(slow, NOW)).isPositive();
    Pace.Lane fast = lane("host", "", "Fast", Double.MAX_VALUE);
    assertThat(pace.reserve(fast, NOW)).isZero();
    assertThat(pace.reserve(fast, NOW)).isZero();
  }

  @Test
  void calls_refused_together_slow_a_lane_down_once() {
    for (int i = 0; i < 10; i++) {
      throttled(NOW.plusMillis(i * 99));
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
  void a_lane_reads_as_host_action_and_key() {
    assertThat(LANE).hasToString("host Release (key)");
  }

  @Test
  void answers_that_refuse_tell_how_evenly_calls_arrive_as_well() {
    Pace.Lane fresh = lane("elsewhere", "key", "Release", 10);
    for (int i = 0; i < 8; i++) {
      pace.answered(
          fresh,
          NOW,
          new Answer(Answer.Kind.REFUSED, Duration.ofMillis(20), PaceAdvice.none(), Duration.ZERO));
    }
    for (int i = 0; i < 10; i++) {
      pace.reserve(fresh, NOW);
    }
    assertThat(pace.reserve(fresh, NOW)).isEqualTo(Duration.ofMillis(10 * SPACE));
  }

  @Test
  void a_second_wish_holds_what_the_first_one_holds_already() {
    throttled(NOW, Optional.of(Duration.ofSeconds(7)), Duration.ZERO);
    throttled(NOW.plusSeconds(3), Optional.of(Duration.ofSeconds(6)), Duration.ZERO);
    assertThat(pace.stands(LANE, NOW.plusSeconds(1))).isFalse();
    assertThat(pace.stands(LANE, NOW.plusSeconds(8))).isFalse();
    assertThat(pace.stands(LANE, NOW.plusSeconds(9))).isTrue();
  }

  @Test
  void a_wish_holds_from_now_on_also_where_calls_were_to_be_held_later() {
    for (int i = 0; i < 5; i++) {
      reserve(NOW);
    }
    remain(NOW.plusMillis(20), 2, Duration.ofSeconds(30));
    assertThat(pace.stands(LANE, NOW.plusMillis(2 * SPACE))).isTrue();
    throttled(NOW.plusMillis(30), Optional.of(Duration.ofSeconds(5)), Duration.ZERO);
    assertThat(pace.stands(LANE, NOW.plusMillis(2 * SPACE))).isFalse();
  }

  @Test
  void a_wish_that_comes_after_another_is_over_holds_from_then_on() {
    throttled(NOW, Optional.of(Duration.ofSeconds(7)), Duration.ZERO);
    throttled(NOW.plusSeconds(10), Optional.of(Duration.ofSeconds(5)), Duration.ZERO);
    assertThat(pace.stands(LANE, NOW.plusSeconds(9))).isTrue();
    assertThat(pace.stands(LANE, NOW.plusSeconds(12))).isFalse();
  }

  @Test
  void turns_that_were_dropped_do_not_count_among_the_calls_that_remain() {
    for (int i = 0; i < 5; i++) {
      reserve(NOW);
    }
    throttled(NOW, Optional.of(Duration.ofSeconds(1)), Duration.ZERO);
    assertThat(reserve(NOW)).isEqualTo(Duration.ofSeconds(1));
    Duration second = reserve(NOW);
    // Of three that remain two have their turn already.
    remain(NOW.plusMillis(20), 3, Duration.ofSeconds(30));
    assertThat(pace.stands(LANE, NOW.plus(second))).isTrue();
    reserve(NOW);
    assertThat(reserve(NOW)).isGreaterThan(Duration.ofSeconds(29));
  }

  @Test
  void calls_refused_before_the_next_minute_tell_nothing_new_of_it() {
    acceptedInAMinute(NOW, 120);
    throttled(NOW, Optional.of(Duration.ofSeconds(40)), MINUTE);
    throttled(NOW.plusSeconds(10), Optional.of(Duration.ofSeconds(50)), MINUTE);
    throttled(NOW.plusSeconds(50), Optional.of(Duration.ofSeconds(10)), MINUTE);
    assertThat(spaceAt(NOW.plusSeconds(60))).isEqualTo(Duration.ofMillis(1010));
  }

  @Test
  void what_was_taken_before_the_cloud_throttled_is_not_counted_a_second_time() {
    acceptedInAMinute(NOW, 120);
    throttled(NOW, Optional.of(Duration.ofSeconds(1)), MINUTE);
    throttled(NOW.plusSeconds(2), Optional.of(Duration.ofSeconds(10)), MINUTE);
    assertThat(spaceAt(NOW.plusSeconds(12))).isEqualTo(Duration.ofMillis(60_600));
  }

  @Test
  void each_time_the_cloud_throttles_again_a_little_more_is_tried_later() {
    acceptedInAMinute(NOW, 60);
    throttled(NOW, Optional.of(MINUTE), MINUTE);
    Instant second = NOW.plusSeconds(90);
    acceptedInAMinute(second, 60);
    throttled(second, Optional.of(Duration.ofSeconds(30)), MINUTE);
    Instant quiet = NOW.plusSeconds(120).plus(MINUTE.multipliedBy(8));
    spaceAt(quiet.minusSeconds(20));
    acceptedInAMinute(quiet.minusSeconds(20), 1);
    assertThat(spaceAt(quiet.minusSeconds(10))).isEqualTo(Duration.ofMillis(1010));
    spaceAt(quiet);
    acceptedInAMinute(quiet, 1);
    assertThat(spaceAt(quiet.plusSeconds(10))).isLessThan(Duration.ofMillis(1010));
  }

  private void acceptedInAMinute(Instant now, int calls) {
    for (int i = 0; i < calls; i++) {
      tell(now, Answer.Kind.ACCEPTED, 20, PaceAdvice.none(), MINUTE);
    }
  }

  @Test
  void turns_that_a_wish_did_not_drop_still_count_in_their_second() {
    Pace.Lane fresh = lane("elsewhere", "key", "Release", 10);
    for (int i = 0; i < 10; i++) {
      pace.reserve(fresh, NOW);
    }
    pace.answered(
        fresh,
        NOW.plusMillis(950),
        new Answer(
            Answer.Kind.THROTTLED,
            Duration.ofMillis(20),
            PaceAdvice.none().leaveAlone(Duration.ofMillis(10)),
            Duration.ZERO));
    assertThat(pace.reserve(fresh, NOW)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void calls_that_remain_for_ever_are_spread_over_a_time_that_can_be_counted() {
    remain(NOW, 5, ChronoUnit.FOREVER.getDuration());
    assertThat(reserve(NOW)).isZero();
    assertThat(reserve(NOW)).isGreaterThan(Duration.ofDays(30));
  }
}
