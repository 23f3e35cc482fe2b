package io.cloudrelease.testkit;

import java.time.Duration;
import java.util.Objects;

/**
 * How many calls a cloud takes before it throttles.
 *
 * @param calls how many in each {@code per}; positive
 * @param per in that time; positive
 * @param burst with {@link Counting#BUCKET} how many are taken at once after a pause; positive
 * @param counting how they are counted
 */
public record RateLimit(int calls, Duration per, int burst, Counting counting) {

  public RateLimit {
    Objects.requireNonNull(counting, "counting");
    if (calls <= 0 || burst <= 0 || per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException("calls, time and burst must be positive");
    }
  }

  /** A token bucket. */
  public RateLimit(int calls, Duration per, int burst) {
    this(calls, per, burst, Counting.BUCKET);
  }

  /** So many calls a second, at once or spread. */
  public static RateLimit perSecond(int calls) {
    return new RateLimit(calls, Duration.ofSeconds(1), calls);
  }

  /** No more than that in any one second, wherever it begins: the strictest reading of a limit. */
  public static RateLimit inAnySecond(int calls) {
    return new RateLimit(calls, Duration.ofSeconds(1), calls, Counting.ANY_WINDOW);
  }

  /** So many in each minute of the cloud's clock. */
  public static RateLimit perMinute(int calls) {
    return new RateLimit(calls, Duration.ofMinutes(1), calls, Counting.CLOCK_WINDOW);
  }

  /** Ways to count; calls that are throttled do not count. */
  public enum Counting {
    /** A token bucket. */
    BUCKET,
    /** The calls of any stretch of that time. */
    ANY_WINDOW,
    /** The calls of each whole such time of the cloud's clock. */
    CLOCK_WINDOW
  }

  /**
   * What a caller has left.
   *
   * @param calls so many calls
   * @param in in so much time, then it is counted anew
   */
  public record Left(int calls, Duration in) {}
}
