package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.Steps;
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
   * Starts a call that may have to wait on its way.
   *
   * @param then asked once it has ended, on the thread that ended it; what it returns is to be run
   *     on the loop's thread
   * @param ifLost run on the loop's thread instead when the call dies before
   */
  default void start(Steps call, Supplier<Runnable> then, Runnable ifLost) {
    start(
        () -> {
          call.toEnd();
          return then.get();
        },
        ifLost);
  }

  /**
   * What a stranger's code answers that decides for the run; waited for until the run ends.
   *
   * @throws Extension.BrokenException when it throws, answers null, or does not answer by then
   */
  default <T> T ask(Supplier<T> question, RunControl control) {
    return Extension.ask(question);
  }

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
