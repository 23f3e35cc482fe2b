package io.cloudrelease.execution.find;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Outcome;
import java.util.Optional;

/**
 * What came of a reading call.
 *
 * @param answer what was read; empty when it failed
 * @param error why it failed
 */
record Result<A>(Optional<A> answer, ReleaseError error) {

  static <A> Result<A> of(Outcome<A> outcome) {
    return new Result<>(outcome.readable(), outcome.error());
  }

  static <A> Result<A> failed(ReleaseError error) {
    return new Result<>(Optional.empty(), error);
  }

  boolean failedBy(ErrorCategory category) {
    return answer.isEmpty() && error.category() == category;
  }
}
