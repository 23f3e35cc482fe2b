package io.cloudrelease.testkit;

import java.time.Duration;

/**
 * How many calls a cloud takes before it throttles: a token bucket.
 *
 * @param calls how many tokens come in each {@code per}; positive
 * @param per in that time; positive
 * @param burst how many calls are taken at once after a pause; positive
 */
public record RateLimit(int calls, Duration per, int burst) {

  public RateLimit {
    if (calls <= 0 || burst <= 0 || per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException("calls, time and burst must be positive");
    }
  }

  /** So many calls a second, at once or spread. */
  public static RateLimit perSecond(int calls) {
    return new RateLimit(calls, Duration.ofSeconds(1), calls);
  }
}
