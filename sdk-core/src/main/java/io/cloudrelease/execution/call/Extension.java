package io.cloudrelease.execution.call;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Asks what a stranger wrote: whatever that throws, an Error too, comes back as one exception. */
public final class Extension {

  /** So often it is seen whether the run has ended; and so often once more after its end. */
  private static final Duration LOOK_UP = Duration.ofMillis(250);

  private static final int MOST_LATE = 20;

  private Extension() {}

  /** An extension threw, or answered null. */
  public static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenException(Throwable cause) {
      super(cause.getClass().getName(), cause);
    }

    private BrokenException(TimeoutException late) {
      super("no answer by the end of the run", late);
    }

    /** Whether it did not answer at all. */
    public boolean isSilence() {
      return getCause() instanceof TimeoutException;
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
   * What it answers where it is asked on another thread, so that this one does not hang with it.
   *
   * @throws BrokenException as {@link #ask(Supplier)}, which {@code asked} has to go through; also
   *     when the run has ended and it has still not answered some seconds later
   */
  public static <T> T await(FutureTask<T> asked, BooleanSupplier runEnded) {
    int late = 0;
    while (true) {
      try {
        return asked.get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException broken) {
        throw broken.getCause() instanceof BrokenException told
            ? told
            : new BrokenException(broken);
      } catch (TimeoutException slow) {
        late += runEnded.getAsBoolean() ? 1 : 0;
        if (late > MOST_LATE) {
          asked.cancel(true);
          throw new BrokenException(slow);
        }
      } catch (InterruptedException stopped) {
        asked.cancel(true);
        Thread.currentThread().interrupt();
        throw new BrokenException(stopped);
      }
    }
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
