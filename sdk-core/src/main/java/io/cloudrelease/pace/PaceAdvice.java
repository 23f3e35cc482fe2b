package io.cloudrelease.pace;

import io.cloudrelease.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What an answer says of the pace its cloud wants. Immutable. */
public final class PaceAdvice {
  private static final PaceAdvice NONE = new PaceAdvice(null, -1, Duration.ZERO);

  private final @Nullable Duration leaveAlone;
  private final int remainingCalls;
  private final Duration remainingIn;

  private PaceAdvice(@Nullable Duration leaveAlone, int remainingCalls, Duration remainingIn) {
    this.leaveAlone = leaveAlone;
    this.remainingCalls = remainingCalls;
    this.remainingIn = Objects.requireNonNull(remainingIn, "remainingIn");
  }

  /** An answer that says nothing of it. */
  public static PaceAdvice none() {
    return NONE;
  }

  /**
   * What the header {@code Retry-After} says (RFC 9110, section 10.2.3): seconds, of up to 9
   * digits, or a date, which counts from the answer's own {@code Date}. A wish for more than 10
   * minutes is one for 10 minutes; what cannot be read is none.
   */
  public static PaceAdvice retryAfter(HttpResponse response) {
    Optional<Duration> wish = RetryAfter.read(response);
    return wish.isEmpty() ? NONE : NONE.leaveAlone(wish.get());
  }

  /** This advice, and to leave the lane alone for that time, which must not be negative. */
  public PaceAdvice leaveAlone(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("leaveAlone must not be negative: " + time);
    }
    return new PaceAdvice(time, remainingCalls, remainingIn);
  }

  /** This advice, without a wish to be left alone. */
  public PaceAdvice goOn() {
    return leaveAlone == null ? this : new PaceAdvice(null, remainingCalls, remainingIn);
  }

  /**
   * This advice, and that so many calls are still taken in the time to come; the count begins anew
   * after it.
   *
   * @param calls not negative
   * @param in the time, counted from the answer; not negative
   */
  public PaceAdvice remaining(int calls, Duration in) {
    if (calls < 0 || in.isNegative()) {
      throw new IllegalArgumentException("neither may be negative: " + calls + ", " + in);
    }
    return new PaceAdvice(leaveAlone, calls, in);
  }

  /** How long the lane is to be left alone, where the cloud said so. */
  public Optional<Duration> leaveAlone() {
    return Optional.ofNullable(leaveAlone);
  }

  /** How many calls the cloud still takes, where it said so. */
  public OptionalInt remainingCalls() {
    return remainingCalls < 0 ? OptionalInt.empty() : OptionalInt.of(remainingCalls);
  }

  /** In what time it takes these; zero where it did not say. */
  public Duration remainingIn() {
    return remainingIn;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PaceAdvice o
        && Objects.equals(leaveAlone, o.leaveAlone)
        && remainingCalls == o.remainingCalls
        && remainingIn.equals(o.remainingIn);
  }

  @Override
  public int hashCode() {
    return Objects.hash(leaveAlone, remainingCalls, remainingIn);
  }

  @Override
  public String toString() {
    return "leave alone " + leaveAlone + ", remaining " + remainingCalls + " in " + remainingIn;
  }
}
