package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.OwnCodes;
import io.cloudrelease.error.ReleaseError;

/** What is told of an extension that broke its contract. */
public final class Broken {

  private Broken() {}

  /** Where it was thrown, but not its message, which may hold anything. */
  static Throwable shown(Throwable broken) {
    IllegalStateException shown = new IllegalStateException(broken.getClass().getName());
    shown.setStackTrace(broken.getStackTrace());
    return shown;
  }

  public static ReleaseError error(Throwable broken) {
    return ReleaseError.of(
        ErrorCategory.INTERNAL,
        OwnCodes.EXTENSION_BROKEN,
        "an extension threw " + broken.getClass().getName());
  }
}
