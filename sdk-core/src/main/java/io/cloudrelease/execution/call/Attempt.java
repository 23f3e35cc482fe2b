package io.cloudrelease.execution.call;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.transport.SendPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt as it ended; {@code answer} is null when it was not accepted. */
record Attempt<A>(
    SendPhase phase,
    @Nullable A answer,
    ErrorRule rule,
    ReleaseError error,
    String requestId,
    List<String> culprits,
    Optional<Duration> retryAfter,
    Optional<Instant> serverTime) {

  boolean isAccepted() {
    return answer != null;
  }

  /** Whether a byte of it may have left. */
  boolean left() {
    return phase != SendPhase.NOT_SENT;
  }

  boolean isAnswered() {
    return phase == SendPhase.ANSWERED;
  }

  /** Throttled, and so refused before anything was looked at. */
  boolean turnedAway() {
    return rule.category() == ErrorCategory.THROTTLED && rule.proves() == Proof.ALL;
  }

  /** Refused before anything was looked at, for whatever reason. */
  boolean isUntouched() {
    return !isAccepted() && isAnswered() && rule.proves() == Proof.ALL;
  }

  /** Whether it may have been carried out although it was not accepted. */
  boolean maybeApplied() {
    return !isAccepted()
        && left()
        && (phase == SendPhase.NO_ANSWER || rule.applied() == Applied.MAYBE);
  }

  static <A> Attempt<A> accepted(A answer, String requestId) {
    return new Attempt<>(
        SendPhase.ANSWERED,
        answer,
        Outcome.NO_RULE,
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""),
        requestId,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static <A> Attempt<A> lost(SendPhase phase, ErrorRule rule, String code, String message) {
    return new Attempt<>(
        phase,
        null,
        rule,
        ReleaseError.of(rule.category(), code, message),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static <A> Attempt<A> refused(
      ErrorRule rule,
      CloudFailure failure,
      ReleaseError error,
      String requestId,
      Optional<Duration> retryAfter,
      Optional<Instant> serverTime) {
    return new Attempt<>(
        SendPhase.ANSWERED,
        null,
        rule,
        error,
        requestId,
        failure.culprits(),
        retryAfter,
        serverTime);
  }
}
