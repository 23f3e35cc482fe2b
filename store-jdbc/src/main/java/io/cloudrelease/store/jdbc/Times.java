package io.cloudrelease.store.jdbc;

import java.time.Duration;

/** Times as the database has them: seconds, with fractions. */
final class Times {
  private static final double NANOS = 1e9;

  private Times() {}

  /** Never negative: a clock that was set back is not a claim on the future. */
  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (Math.max(0, Math.min(seconds, 9e9)) * NANOS));
  }

  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }
}
