package io.cloudrelease.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    threads.execute(task);
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
    CallTask(Supplier<Runnable> call, Runnable ifLost) {
      super(
          () -> {
            Runnable then = ifLost;
            try {
              then = call.get();
            } finally {
              finished.add(then);
            }
          },
          null);
    }

    @Override
    protected void done() {
      running.remove(this);
    }

    @Override
    protected void setException(Throwable lost) {
      LOG.error("a call died; its instances are treated as of unknown outcome", lost);
      super.setException(lost);
    }
  }
}
