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
public record Backoff(Duration first, Duration most) {

  public Backoff {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("want 0 < first <= most: " + first + ", " + most);
    }
  }

  /** The delay after the given attempt, counted from 1. */
  public Duration delay(int attempt, RandomGenerator random) {
    long bound = first.toNanos();
    for (int n = 1; n < attempt && bound < most.toNanos(); n++) {
      bound = Math.min(bound * 2, most.toNanos());
    }
    return Duration.ofNanos(random.nextLong(bound + 1));
  }
}
