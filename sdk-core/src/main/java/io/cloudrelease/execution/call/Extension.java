package io.cloudrelease.execution.call;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Asks what a stranger wrote: whatever that throws, an Error too, comes back as one exception. */
public final class Extension {

  private Extension() {}

  /** An extension threw, or answered null. */
  public static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenException(Throwable cause) {
      super(cause.getClass().getName(), cause);
    }
  }

  /**
   * Tells it something.
   *
   * @throws BrokenException when it throws
   */
  public static void tell(Runnable message) {
    ask(
        () -> {
          message.run();
          return true;
        });
  }

  /**
   * What it answers.
   *
   * @throws BrokenException when it throws or answers null; the message is the class of what it
   *     threw, since its own message may hold anything
   */
  public static <T> T ask(Supplier<T> question) {
    FutureTask<T> asked = new FutureTask<>(question::get);
    // A task keeps what it threw from whoever runs it.
    asked.run();
    boolean interrupted = Thread.interrupted();
    try {
      return Objects.requireNonNull(asked.get(), "answer");
    } catch (ExecutionException broken) {
      throw new BrokenException(broken.getCause() == null ? broken : broken.getCause());
    } catch (InterruptedException | NullPointerException broken) {
      throw new BrokenException(broken);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
