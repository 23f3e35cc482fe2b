package io.cloudrelease.retry;

import java.time.Duration;
import java.util.Objects;

/**
 * What to do after a failure.
 *
 * @param action send again, look, or give up
 * @param delay how long to wait before sending again; zero otherwise
 * @param reason for people and logs
 */
public record RetryDecision(Action action, Duration delay, String reason) {

  public RetryDecision {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(reason, "reason");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative: " + delay);
    }
  }

  public static RetryDecision sendAgain(Duration delay, String reason) {
    return new RetryDecision(Action.SEND_AGAIN, delay, reason);
  }

  public static RetryDecision look(String reason) {
    return new RetryDecision(Action.LOOK, Duration.ZERO, reason);
  }

  public static RetryDecision giveUp(String reason) {
    return new RetryDecision(Action.GIVE_UP, Duration.ZERO, reason);
  }

  /** The three ways on. */
  public enum Action {
    /** Send the same request again, freshly signed, with the same idempotency token if any. */
    SEND_AGAIN,
    /** Read the instances and decide from their state; send nothing until then. */
    LOOK,
    /** The failure stands. */
    GIVE_UP
  }
}
