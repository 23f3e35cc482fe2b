package io.cloudrelease.execution;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.call.LogContext;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to the caller's listener, one after the other on a thread of their own: whatever
 * the listener throws, and however long it takes, no run is slowed or broken by it. Events that it
 * does not keep up with are dropped, and that is told once; the ends of runs are not. Thread-safe.
 */
public final class EventDelivery implements ReleaseListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
  private static final int MOST_WAITING = 20_000;

  /** The ends of so many runs have room besides: whoever misses one waits for that run for ever. */
  private static final int MOST_ENDS = 20_000;

  /** So long the end of a run waits for what was told before it. */
  private static final long FLUSH_MILLIS = 500;

  private final ReleaseListener listener;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), EventDelivery::daemon);
  private final AtomicBoolean complained = new AtomicBoolean();

  private EventDelivery(ReleaseListener listener) {
    this.listener = listener;
  }

  /** To that listener, on a thread of its own. */
  public static EventDelivery beside(ReleaseListener listener) {
    return new EventDelivery(listener);
  }

  /** To that listener, at once and on the thread where it happens. */
  public static ReleaseListener inPlace(ReleaseListener listener) {
    return event -> tell(listener, event);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "cloudrelease-events");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void onEvent(ReleaseEvent event) {
    boolean end = event.kind() == ReleaseEvent.Kind.FINISHED;
    if (thread.getQueue().size() >= MOST_WAITING + (end ? MOST_ENDS : 0)) {
      dropped();
      return;
    }
    FutureTask<Void> told = new FutureTask<>(() -> tell(listener, event), null);
    thread.execute(told);
    if (end) {
      flush(told);
    }
  }

  private static void flush(FutureTask<Void> last) {
    try {
      last.get(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.debug("the listener has not heard everything yet");
    }
  }

  /** A task keeps what it threw, an Error too, from whoever runs it. */
  private static void tell(ReleaseListener listener, ReleaseEvent event) {
    FutureTask<Void> told = new FutureTask<>(() -> listener.onEvent(event), null);
    LogContext.ofRun(event.runId())
        .in(event.account(), "")
        .around(
            () -> {
              told.run();
              return told;
            });
    try {
      told.get();
    } catch (ExecutionException broken) {
      Throwable thrown = broken.getCause() == null ? broken : broken.getCause();
      LOG.warn("a listener threw {}; it is ignored", thrown.getClass().getName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void dropped() {
    if (!complained.getAndSet(true)) {
      LOG.warn("a listener is slower than its events; some are dropped");
    }
  }

  /** Its thread ends once all is told; a run that ends after this is told of as well. */
  @Override
  public void close() {
    thread.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
  }
}
