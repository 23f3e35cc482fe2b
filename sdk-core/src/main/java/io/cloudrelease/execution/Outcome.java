package io.cloudrelease.execution;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.spi.ReleaseAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, all its attempts taken together.
 *
 * @param kind what is known
 * @param answer the readable answer, for ACCEPTED
 * @param error what went wrong, for the others
 * @param rule what the table says of the last failure
 * @param culprits ids the last failure blames
 * @param requestIds of all attempts that had one
 * @param sends attempts of which a byte may have left
 * @param endedAt when the last attempt ended
 * @param signedAt the time that the last attempt was signed with
 */
record Outcome<A>(
    Kind kind,
    @Nullable A answer,
    ReleaseError error,
    ErrorRule rule,
    List<String> culprits,
    List<String> requestIds,
    int sends,
    Instant endedAt,
    Instant signedAt) {

  static final ErrorRule NO_RULE = ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.GIVE_UP);

  Outcome {
    culprits = List.copyOf(culprits);
    requestIds = List.copyOf(requestIds);
  }

  Optional<A> readable() {
    return Optional.ofNullable(answer);
  }

  /** The ids that a readable answer to a release says were not done. */
  List<String> refusedIds() {
    return answer instanceof ReleaseAnswer release ? release.refusedIds() : List.of();
  }

  /** What is known after a call. */
  enum Kind {
    /** A success was answered. */
    ACCEPTED,
    /** The cloud refused, and did nothing. */
    REFUSED,
    /** Something may have been done. */
    AMBIGUOUS,
    /** No byte left this machine. */
    NOT_SENT
  }
}
