package io.cloudrelease.clockwork;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting as an input, so that tests do not really wait. Thread-safe. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Waits for that time, or less when {@code wake} completes earlier.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  void sleep(Duration duration, Future<?> wake) throws InterruptedException;

  /** Really waits. */
  static Sleeper system() {
    return (duration, wake) -> {
      if (duration.isNegative() || duration.isZero()) {
        return;
      }
      try {
        wake.get(duration.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException | CancellationException over) {
        // Time is up, or somebody woke us: both end the wait.
        return;
      }
    };
  }
}
