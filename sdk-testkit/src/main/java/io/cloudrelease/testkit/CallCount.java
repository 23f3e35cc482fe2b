package io.cloudrelease.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The state of one {@link RateLimit}. Guarded by the cloud's lock. */
abstract class CallCount {
  final RateLimit limit;

  private CallCount(RateLimit limit) {
    this.limit = limit;
  }

  static CallCount of(RateLimit limit, Instant now) {
    return switch (limit.counting()) {
      case BUCKET -> new TokenBucket(limit, now);
      case ANY_WINDOW -> new AnyWindow(limit);
      case CLOCK_WINDOW -> new ClockWindow(limit);
    };
  }

  /** Counts a call, unless it is one too many. */
  abstract boolean take(Instant now);

  /** What is left, where it is counted so that this can be told. */
  Optional<RateLimit.Left> left(Instant now) {
    return Optional.empty();
  }

  private static final class TokenBucket extends CallCount {
    private final double nanosPerToken;
    private double tokens;
    private Instant last;

    TokenBucket(RateLimit limit, Instant now) {
      super(limit);
      this.nanosPerToken = (double) limit.per().toNanos() / limit.calls();
      this.tokens = limit.burst();
      this.last = now;
    }

    @Override
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

  private static final class AnyWindow extends CallCount {
    private final Deque<Instant> taken = new ArrayDeque<>();

    AnyWindow(RateLimit limit) {
      super(limit);
    }

    @Override
    boolean take(Instant now) {
      while (!taken.isEmpty() && !taken.getFirst().plus(limit.per()).isAfter(now)) {
        taken.removeFirst();
      }
      if (taken.size() >= limit.calls()) {
        return false;
      }
      taken.addLast(now);
      return true;
    }
  }

  private static final class ClockWindow extends CallCount {
    private long window = Long.MIN_VALUE;
    private int taken;

    ClockWindow(RateLimit limit) {
      super(limit);
    }

    @Override
    boolean take(Instant now) {
      long current = Math.floorDiv(now.toEpochMilli(), limit.per().toMillis());
      taken = current == window ? taken : 0;
      window = current;
      if (taken >= limit.calls()) {
        return false;
      }
      taken++;
      return true;
    }

    @Override
    Optional<RateLimit.Left> left(Instant now) {
      long per = limit.per().toMillis();
      long passed = Math.floorMod(now.toEpochMilli(), per);
      return Optional.of(
          new RateLimit.Left(limit.calls() - taken, Duration.ofMillis(per - passed)));
    }
  }
}
