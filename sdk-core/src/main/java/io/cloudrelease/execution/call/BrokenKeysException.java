package io.cloudrelease.execution.call;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;

/** The source of an account's keys broke: it threw, or gave null. Says whose it is. */
public final class BrokenKeysException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenKeysException(String account, Throwable thrown) {
    // The message of a stranger's exception may hold anything.
    super("the source of the keys of " + account + " threw " + thrown.getClass().getName());
  }

  /** What is told of it. */
  public ReleaseError error() {
    return ReleaseError.of(
            ErrorCategory.INTERNAL, OwnCodes.EXTENSION_BROKEN, String.valueOf(getMessage()))
        .hint("mend it, or give the account other keys; the log has its stack");
  }
}
