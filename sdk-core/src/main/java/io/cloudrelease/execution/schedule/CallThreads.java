package io.cloudrelease.execution.schedule;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a client: virtual ones where the JVM has them, else daemons. */
public final class CallThreads {
  /** So many calls, looks and sends of all regions together, are in the air at once. */
  public static final int MOST = 64;

  private static final long IDLE_SECONDS = 30;

  private CallThreads() {}

  /** For calls: at most {@link #MOST} threads, made when they are needed and ended when idle. */
  public static ExecutorService forCalls() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory("cloudrelease-call-"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * For runs beside the caller's thread, and for what they ask of strangers: one each, so that none
   * waits for another.
   */
  public static ExecutorService forRuns() {
    return Executors.newCachedThreadPool(factory("cloudrelease-run-"));
  }

  private static ThreadFactory factory(String prefix) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named = type.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
      return (ThreadFactory) type.getMethod("factory").invoke(named);
    } catch (NoSuchMethodException | ClassNotFoundException older) {
      return daemons(prefix);
    } catch (IllegalAccessException | InvocationTargetException preview) {
      return daemons(prefix);
    }
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
