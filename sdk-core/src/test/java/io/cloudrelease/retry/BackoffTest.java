package io.cloudrelease.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));

  /** Always draws the greatest number allowed. */
  private static final RandomGenerator GREATEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          assertThat(bound).isPositive();
          return bound - 1;
        }
      };

  @Test
  void the_bound_doubles_with_each_attempt_up_to_the_most() {
    assertThat(BACKOFF.delay(1, GREATEST)).isEqualTo(Duration.ofMillis(500));
    assertThat(BACKOFF.delay(2, GREATEST)).isEqualTo(Duration.ofSeconds(1));
    assertThat(BACKOFF.delay(6, GREATEST)).isEqualTo(Duration.ofSeconds(16));
    assertThat(BACKOFF.delay(7, GREATEST)).isEqualTo(Duration.ofSeconds(20));
    assertThat(BACKOFF.delay(Integer.MAX_VALUE, GREATEST)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void a_bound_below_the_most_is_twice_the_one_before() {
    Backoff odd = new Backoff(Duration.ofNanos(2), Duration.ofNanos(5));
    assertThat(odd.delay(2, GREATEST)).isEqualTo(Duration.ofNanos(4));
    assertThat(odd.delay(3, GREATEST)).isEqualTo(Duration.ofNanos(5));
  }

  @Test
  void every_delay_lies_between_zero_and_its_bound() {
    Random random = new Random(1);
    Duration sum = Duration.ZERO;
    for (int i = 0; i < 1000; i++) {
      Duration delay = BACKOFF.delay(3, random);
      assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(2));
      sum = sum.plus(delay);
    }
    // Full jitter: evenly, so one second on average.
    assertThat(sum).isBetween(Duration.ofSeconds(900), Duration.ofSeconds(1100));
  }

  @Test
  void the_longest_bounds_do_not_overflow() {
    Backoff endless = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(Long.MAX_VALUE));
    for (int attempt : new int[] {1, 34, 35, 63, 64, 65, 1000}) {
      assertThatCode(() -> assertThat(endless.delay(attempt, GREATEST)).isPositive())
          .as("attempt " + attempt)
          .doesNotThrowAnyException();
    }
    Backoff first = new Backoff(Duration.ofDays(200_000), Duration.ofDays(200_000));
    assertThat(first.delay(1, GREATEST)).isPositive();
  }

  @Test
  void bounds_that_make_no_sense_are_refused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(second.negated(), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(second, Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first <= most");
  }
}
