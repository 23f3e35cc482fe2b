package io.cloudrelease.testkit;

import java.time.Duration;
import java.time.Instant;

/** The state of one {@link RateLimit}. Guarded by the cloud's lock. */
final class TokenBucket {
  private final RateLimit limit;
  private final double nanosPerToken;
  private double tokens;
  private Instant last;

  TokenBucket(RateLimit limit, Instant now) {
    this.limit = limit;
    this.nanosPerToken = (double) limit.per().toNanos() / limit.calls();
    this.tokens = limit.burst();
    this.last = now;
  }

  boolean take(Instant now) {
    if (now.isAfter(last)) {
      double earned = Duration.between(last, now).toNanos() / nanosPerToken;
      tokens = Math.min(limit.burst(), tokens + earned);
      last = now;
    }
    // A caller exactly at the rate must not fail on the last bit of a floating point number.
    if (tokens < 1 - 1e-9) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
