package io.cloudrelease.execution.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs the calls of one run beside its loop, and hands what follows from each back to the loop.
 *
 * <p>Used by the loop's thread alone.
 */
public interface Crew extends AutoCloseable {

  /**
   * Starts a call; what it returns is to be run on the loop's thread.
   *
   * @param ifLost run on the loop's thread instead when the call dies without returning
   */
  void start(Supplier<Runnable> call, Runnable ifLost);

  /**
   * The next thing to run on the loop's thread, waiting for it at most that long.
   *
   * @throws InterruptedException when the loop's thread is interrupted
   */
  Optional<Runnable> next(Duration atMost) throws InterruptedException;

  /** Wakes {@link #next}; may be called by any thread. */
  void wake();

  /** Interrupts what still runs. */
  @Override
  void close();
}
