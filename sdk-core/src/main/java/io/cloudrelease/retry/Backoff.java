package io.cloudrelease.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a delay drawn evenly from zero to {@code first * 2^n}, that
 * bound never above {@code most}.
 *
 * @param first the bound of the first delay, positive
 * @param most the bound of all delays, at least {@code first}
 */
record Backoff(Duration first, Duration most) {
  /** Longer bounds mean the same: nobody waits so long. */
  private static final Duration LONGEST = Duration.ofDays(365);

  Backoff {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("want 0 < first <= most: " + first + ", " + most);
    }
  }

  /** The delay after the given attempt, counted from 1. */
  Duration delay(int attempt, RandomGenerator random) {
    long limit = nanos(most);
    long bound = nanos(first);
    for (int n = 1; n < attempt && bound < limit; n++) {
      bound = bound > limit / 2 ? limit : bound * 2;
    }
    return Duration.ofNanos(random.nextLong(bound + 1));
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
  }
}
