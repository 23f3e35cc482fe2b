package io.cloudrelease.retry;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.transport.SendPhase;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The rules for sending twice, as a ladder of early returns: look rather than send, and never send
 * what could go further than the goal.
 *
 * <p>Thread-safe when the random source is.
 */
final class DefaultRetryPolicy implements RetryPolicy {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));
  private static final int MOST_ATTEMPTS = 5;
  private static final int MOST_NOT_UNDERSTOOD = 3;

  private final Supplier<? extends RandomGenerator> random;

  /**
   * The default rules.
   *
   * @param random for jitter; asked at each decision
   */
  DefaultRetryPolicy(Supplier<? extends RandomGenerator> random) {
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public RetryDecision decide(RetryContext c) {
    ErrorRule rule = c.rule();
    if (c.unchangedAfterSettling()) {
      return afterSettling(c);
    }
    // A wrong clock is refused before anything is done; one corrected attempt is safe.
    if (rule.remedy() == Remedy.FIX_CLOCK) {
      return c.clockFixed()
          ? RetryDecision.giveUp("the clock is still refused after it was corrected")
          : RetryDecision.sendAgain(Duration.ZERO, "with the cloud's time");
    }
    // So is an expired token.
    if (rule.remedy() == Remedy.REFRESH_CREDENTIALS) {
      return c.credentialsRefreshed()
          ? RetryDecision.giveUp("fresh credentials are refused too")
          : RetryDecision.sendAgain(Duration.ZERO, "with fresh credentials");
    }
    boolean maybeApplied = c.phase() == SendPhase.NO_ANSWER || rule.applied() == Applied.MAYBE;
    // It may have been done: only the cloud's own guarantee (a token) allows another send.
    if (c.destructive() && maybeApplied && !c.idempotencyToken()) {
      return RetryDecision.look("it may have been applied");
    }
    // What the table does not know is not repeated, token or not.
    if (c.destructive() && maybeApplied && rule.remedy() != Remedy.RETRY) {
      return RetryDecision.look("it may have been applied, and the answer is not understood");
    }
    // Throttling passes by itself and changes nothing; the lane slows down meanwhile.
    if (rule.category() == ErrorCategory.THROTTLED && !maybeApplied) {
      return again(c, "throttled");
    }
    boolean passes = rule.remedy() == Remedy.RETRY || (!c.destructive() && maybeApplied);
    if (passes && c.attempt() < MOST_ATTEMPTS) {
      return again(c, "passing trouble");
    }
    if (c.destructive() && maybeApplied) {
      return RetryDecision.look("attempts are used up, and it may have been applied");
    }
    return switch (rule.remedy()) {
      case LOOK_FIRST, ALREADY_DONE, REGROUP -> RetryDecision.look("its state tells more");
      default -> RetryDecision.giveUp(passes ? "attempts are used up" : "it cannot succeed");
    };
  }

  private static RetryDecision afterSettling(RetryContext c) {
    // An answer that nobody understands may be a gateway's; one that comes again and again is not.
    if (c.rule().category() == ErrorCategory.UNKNOWN && c.attempt() >= MOST_NOT_UNDERSTOOD) {
      return RetryDecision.giveUp("the answer is not understood");
    }
    // Unchanged may still mean "not yet visible": a second application must be harmless.
    if (c.escalates() && !c.resendGranted()) {
      return RetryDecision.giveUp("a second application could go further than the goal");
    }
    return RetryDecision.sendAgain(Duration.ZERO, "unchanged after the settling time");
  }

  private RetryDecision again(RetryContext c, String reason) {
    Duration delay = c.retryAfter().orElseGet(() -> BACKOFF.delay(c.attempt(), random.get()));
    if (delay.compareTo(c.timeLeft()) >= 0) {
      return c.destructive() && c.rule().applied() == Applied.MAYBE
          ? RetryDecision.look("the deadline comes before the next attempt")
          : RetryDecision.giveUp("the deadline comes before the next attempt");
    }
    return RetryDecision.sendAgain(delay, reason);
  }
}
