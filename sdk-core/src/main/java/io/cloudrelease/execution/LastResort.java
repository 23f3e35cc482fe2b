package io.cloudrelease.execution;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that catches everything: whatever an extension or the machine throws, each instance
 * gets its verdict.
 */
final class LastResort {
  private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

  private LastResort() {}

  /** Runs a step; what it threw, if it did, an Error among that. */
  static Optional<Throwable> run(Runnable step) {
    try {
      step.run();
      return Optional.empty();
    } catch (Throwable broken) {
      // Where it was thrown, but not its message, which may hold anything.
      IllegalStateException shown = new IllegalStateException(broken.getClass().getName());
      shown.setStackTrace(broken.getStackTrace());
      LOG.error("a run broke; what it had under way is of unknown outcome", shown);
      return Optional.of(broken);
    }
  }
}
