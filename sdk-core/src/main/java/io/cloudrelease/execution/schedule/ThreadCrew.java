package io.cloudrelease.execution.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A crew of threads. How many calls run at once is the loop's decision, per lane. */
public final class ThreadCrew implements Crew {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadCrew.class);

  private final ExecutorService threads;
  private final BlockingQueue<Runnable> finished = new LinkedBlockingQueue<>();
  private final Set<Future<?>> running = ConcurrentHashMap.newKeySet();

  public ThreadCrew(ExecutorService threads) {
    this.threads = threads;
  }

  @Override
  public void start(Supplier<Runnable> call, Runnable ifLost) {
    CallTask task = new CallTask(call, ifLost);
    running.add(task);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException closed) {
      // The client was closed meanwhile, and its runs stopped before: the call finds that out.
      task.run();
    }
  }

  @Override
  public Optional<Runnable> next(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(finished.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void wake() {
    finished.add(() -> {});
  }

  @Override
  public void close() {
    running.forEach(task -> task.cancel(true));
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
