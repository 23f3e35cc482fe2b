package io.cloudrelease.spi;

import io.cloudrelease.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What an answer says of the pace its cloud wants.
 *
 * @param leaveAlone how long the lane is to be left alone, where the cloud said so; not negative
 * @param remaining how many calls it still takes, where the cloud said so
 */
public record PaceAdvice(Optional<Duration> leaveAlone, Optional<Remaining> remaining) {
  private static final PaceAdvice NONE = new PaceAdvice(Optional.empty(), Optional.empty());

  public PaceAdvice {
    Objects.requireNonNull(remaining, "remaining");
    if (leaveAlone.isPresent() && leaveAlone.get().isNegative()) {
      throw new IllegalArgumentException("leaveAlone must not be negative: " + leaveAlone.get());
    }
  }

  /** An answer that says nothing of it. */
  public static PaceAdvice none() {
    return NONE;
  }

  /** What the header {@code Retry-After} says (RFC 9110, section 10.2.3): seconds or a date. */
  public static PaceAdvice retryAfter(HttpResponse response) {
    Optional<Duration> wish = RetryAfter.read(response);
    return wish.isEmpty() ? NONE : new PaceAdvice(wish, Optional.empty());
  }

  /** This advice with that time to be left alone. */
  public PaceAdvice withLeaveAlone(Optional<Duration> time) {
    return new PaceAdvice(time, remaining);
  }

  /**
   * So many calls are still taken in the time to come; the count begins anew after it.
   *
   * @param calls not negative
   * @param in the time, counted from the answer; not negative
   */
  public record Remaining(int calls, Duration in) {

    public Remaining {
      if (calls < 0 || in.isNegative()) {
        throw new IllegalArgumentException("neither may be negative: " + calls + ", " + in);
      }
    }
  }
}
