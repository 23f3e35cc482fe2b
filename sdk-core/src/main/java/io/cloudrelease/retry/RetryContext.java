package io.cloudrelease.retry;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.http.SendPhase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a {@link RetryPolicy} is told about a failure.
 *
 * @param destructive whether the request changes something; reads may always be sent again
 * @param phase how far it got
 * @param rule what the provider's table says of the failure
 * @param attempt how often it was sent or tried by now, from 1
 * @param idempotencyToken whether the cloud itself guarantees that the same token acts once
 * @param escalates whether a second application could go further than the goal
 * @param unchangedAfterSettling whether looks, the last of them after the settling time, show every
 *     instance as before
 * @param resendGranted whether the caller granted {@code RESEND_WHEN_UNCHANGED}
 * @param clockFixed whether the clock offset was already learned for this request
 * @param credentialsRefreshed whether credentials were already refreshed for this request
 * @param retryAfter what the cloud asked for
 * @param timeLeft until the caller's deadline
 */
public record RetryContext(
    boolean destructive,
    SendPhase phase,
    ErrorRule rule,
    int attempt,
    boolean idempotencyToken,
    boolean escalates,
    boolean unchangedAfterSettling,
    boolean resendGranted,
    boolean clockFixed,
    boolean credentialsRefreshed,
    Optional<Duration> retryAfter,
    Duration timeLeft) {

  public RetryContext {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(retryAfter, "retryAfter");
    Objects.requireNonNull(timeLeft, "timeLeft");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt counts from 1: " + attempt);
    }
  }
}
