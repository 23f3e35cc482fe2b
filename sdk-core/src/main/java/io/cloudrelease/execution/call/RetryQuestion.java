package io.cloudrelease.execution.call;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.retry.RetryContext;
import io.cloudrelease.transport.SendPhase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What a retry policy is asked about. */
public record RetryQuestion(
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
    Duration timeLeft)
    implements RetryContext {

  public RetryQuestion {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(retryAfter, "retryAfter");
    Objects.requireNonNull(timeLeft, "timeLeft");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt counts from 1: " + attempt);
    }
  }
}
