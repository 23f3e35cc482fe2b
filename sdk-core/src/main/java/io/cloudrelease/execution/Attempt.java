package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.SendPhase;
import io.cloudrelease.spi.CloudFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt as it ended; {@code failure} is null when it was accepted. */
record Attempt<A>(
    SendPhase phase,
    @Nullable A answer,
    @Nullable CloudFailure failure,
    ErrorRule rule,
    ReleaseError error,
    List<String> culprits,
    Optional<Duration> retryAfter,
    Optional<Instant> serverTime) {

  static <A> Attempt<A> accepted(A answer) {
    ReleaseError none = ReleaseError.of(ErrorCategory.UNKNOWN, "", "");
    return new Attempt<>(
        SendPhase.ANSWERED,
        answer,
        null,
        Outcome.NO_RULE,
        none,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static <A> Attempt<A> lost(SendPhase phase, ErrorRule rule, String code, String message) {
    return new Attempt<>(
        phase,
        null,
        CloudFailure.of(0, code, message, ""),
        rule,
        ReleaseError.of(rule.category(), code, message),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static <A> Attempt<A> refused(
      ErrorRule rule,
      CloudFailure failure,
      ReleaseError error,
      Optional<Duration> retryAfter,
      Optional<Instant> serverTime) {
    return new Attempt<>(
        SendPhase.ANSWERED, null, failure, rule, error, failure.culprits(), retryAfter, serverTime);
  }
}
