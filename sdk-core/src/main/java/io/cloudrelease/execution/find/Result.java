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

  /**
   * What came of a call of that action. What a provider advises where a right is missing is meant
   * for releases; who only reads is not told to give a key the right to destroy.
   */
  static <A> Result<A> of(String action, Outcome<A> outcome) {
    ReleaseError error = outcome.error();
    boolean denied = error.category() == ErrorCategory.FORBIDDEN;
    return new Result<>(
        outcome.readable(),
        denied ? error.hint("if a right is missing, it is the one to call " + action) : error);
  }

  static <A> Result<A> failed(ReleaseError error) {
    return new Result<>(Optional.empty(), error);
  }

  boolean failedBy(ErrorCategory category) {
    return answer.isEmpty() && error.category() == category;
  }
}
