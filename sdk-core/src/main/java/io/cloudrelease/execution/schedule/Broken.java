package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.BrokenKeysException;
import io.cloudrelease.execution.call.Extension;

/** What is told of an extension that broke its contract. */
public final class Broken {

  private Broken() {}

  /** Where it was thrown, but not its message, which may hold anything. */
  static Throwable shown(Throwable broken) {
    Throwable thrown = thrown(broken);
    IllegalStateException shown = new IllegalStateException(thrown.getClass().getName());
    shown.setStackTrace(thrown.getStackTrace());
    return shown;
  }

  private static Throwable thrown(Throwable broken) {
    Throwable cause = broken.getCause();
    return broken instanceof Extension.BrokenException && cause != null ? cause : broken;
  }

  /** The class of what it threw. */
  static String name(Throwable broken) {
    return thrown(broken).getClass().getName();
  }

  public static ReleaseError error(Throwable broken) {
    return thrown(broken) instanceof BrokenKeysException keys
        ? keys.error()
        : ReleaseError.of(
            ErrorCategory.INTERNAL,
            OwnCodes.EXTENSION_BROKEN,
            "an extension threw " + name(broken));
  }
}
