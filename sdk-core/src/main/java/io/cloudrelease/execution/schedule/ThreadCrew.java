package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.LogContext;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.Steps;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A crew of threads. How many calls run at once is the loop's decision, per lane, and the number of
 * threads; a call that waits for its turn or before it goes again holds none.
 */
public final class ThreadCrew implements Crew {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadCrew.class);

  private static final Runnable NOTHING = () -> {};

  private final Executor threads;
  private final Executor askers;
  private final boolean waitsReally;
  private final BlockingQueue<Runnable> finished = new LinkedBlockingQueue<>();
  private final Set<Future<?>> running = ConcurrentHashMap.newKeySet();
  private final Set<Walk> resting = ConcurrentHashMap.newKeySet();

  /** Who did not answer by the end of the run is not waited for again. Loop's thread only. */
  private Extension.@Nullable BrokenException silence;

  /** Nobody rests any more: the run was stopped. */
  private volatile boolean hurried;

  private volatile boolean closed;

  /**
   * A crew on these threads.
   *
   * @param askers for strangers' code that decides for the run: it may hang, and holds none of the
   *     others
   * @param waitsReally whether waits are those of the system's clock; other ones a call sleeps
   *     through on its thread
   */
  public ThreadCrew(Executor threads, Executor askers, boolean waitsReally) {
    this.threads = threads;
    this.askers = askers;
    this.waitsReally = waitsReally;
  }

  @Override
  public void start(Steps call, Supplier<Runnable> then, Runnable ifLost) {
    if (waitsReally) {
      new Walk(call, then, ifLost).goOn();
    } else {
      Crew.super.start(call, then, ifLost);
    }
  }

  @Override
  public void start(Supplier<Runnable> call, Runnable ifLost) {
    CallTask task = new CallTask(call, ifLost);
    running.add(task);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException fullOrClosed) {
      // A pool of the user's is full: the run's own thread makes the call, when it comes to it. Or
      // the client was closed meanwhile, and its runs stopped before: the call finds that out.
      finished.add(task);
    }
  }

  @Override
  public <T> T ask(Supplier<T> question, RunControl control) {
    if (silence != null) {
      throw silence;
    }
    LogContext here = LogContext.here();
    FutureTask<T> asked = new FutureTask<>(() -> here.around(() -> Extension.ask(question)));
    try {
      askers.execute(asked);
    } catch (RejectedExecutionException clientClosed) {
      // Not on the run's own thread: it would wait without an end.
      Thread last = new Thread(asked, "cloudrelease-last-question");
      last.setDaemon(true);
      last.start();
    }
    try {
      return Extension.await(asked, () -> control.halted().isPresent());
    } catch (Extension.BrokenException broken) {
      if (broken.isSilence()) {
        silence = broken;
      }
      throw broken;
    }
  }

  @Override
  public Optional<Runnable> next(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(finished.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void wake() {
    hurried = true;
    resting.forEach(Walk::rested);
    finished.add(NOTHING);
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(task -> task.cancel(true));
    resting.forEach(Walk::rested);
  }

  /** A call on its way, from one wait to the next. */
  private final class Walk {
    private final Steps call;
    private final Supplier<Runnable> then;
    private final Runnable ifLost;

    Walk(Steps call, Supplier<Runnable> then, Runnable ifLost) {
      this.call = call;
      this.then = then;
      this.ifLost = ifLost;
    }

    void goOn() {
      if (closed) {
        ifLost.run();
      } else {
        start(this::step, ifLost);
      }
    }

    private Runnable step() {
      Optional<Duration> wait = call.goOn();
      if (wait.isEmpty()) {
        return then.get();
      }
      rest(wait.get());
      return NOTHING;
    }

    private void rest(Duration wait) {
      resting.add(this);
      CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::rested);
      // The other threads may have hurried everybody before this one rested.
      if (hurried || closed) {
        rested();
      }
    }

    /**
     * By the time, or by whoever hurries it: only the first of them counts. The loop's thread goes
     * on: the timer is the whole process's, and a pool that is full may run what it is given on the
     * spot.
     */
    void rested() {
      if (resting.remove(this)) {
        finished.add(this::goOn);
      }
    }
  }

  private final class CallTask extends FutureTask<Void> {
    private final AtomicBoolean begun;
    private final Runnable ifLost;

    CallTask(Supplier<Runnable> call, Runnable ifLost) {
      this(call, ifLost, new AtomicBoolean());
    }

    private CallTask(Supplier<Runnable> call, Runnable ifLost, AtomicBoolean begun) {
      super(
          () -> {
            if (begun.compareAndSet(false, true)) {
              carry(call, ifLost);
            }
          },
          null);
      this.begun = begun;
      this.ifLost = ifLost;
    }

    @Override
    protected void done() {
      running.remove(this);
      if (begun.compareAndSet(false, true)) {
        // Cancelled before it began: nothing else would tell the loop.
        finished.add(ifLost);
      }
    }

    @Override
    protected void setException(Throwable lost) {
      // Where it died, but not its message, which may hold anything.
      Throwable shown = new IllegalStateException(lost.getClass().getName());
      shown.setStackTrace(lost.getStackTrace());
      LOG.error("a call died; its instances are treated as of unknown outcome", shown);
      super.setException(lost);
    }
  }

  private void carry(Supplier<Runnable> call, Runnable ifLost) {
    Runnable then = ifLost;
    try {
      then = call.get();
    } finally {
      finished.add(then);
    }
  }
}
