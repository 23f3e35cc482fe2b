package io.cloudrelease.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Does something for each number of a range, on several threads, and loses none of them. */
final class EachSeed {
  private final AtomicLong next;

  private EachSeed(long from) {
    this.next = new AtomicLong(from);
  }

  /**
   * Does it for all of them.
   *
   * @throws IllegalArgumentException when there is none
   * @throws IllegalStateException when one throws, or when none is begun for two minutes
   */
  static void of(long from, long to, int threads, LongConsumer work) {
    if (from > to) {
      throw new IllegalArgumentException(
          "no seed lies in " + from + ".." + to + "; the smaller one comes first");
    }
    EachSeed range = new EachSeed(from);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> range.work(to, work)));
      }
      // Not the end of the pool: after a million others the JDK (17.0.15) may not notice it.
      workers.forEach(range::await);
    } finally {
      pool.shutdownNow();
    }
  }

  private void work(long to, LongConsumer work) {
    for (long seed = next.getAndIncrement(); seed <= to; seed = next.getAndIncrement()) {
      try {
        work.accept(seed);
      } catch (RuntimeException | Error broken) {
        throw new IllegalStateException("seed " + seed, broken);
      }
    }
  }

  private void await(Future<?> worker) {
    long before = -1;
    while (true) {
      try {
        worker.get(2, TimeUnit.MINUTES);
        return;
      } catch (TimeoutException slow) {
        if (next.get() == before) {
          throw new IllegalStateException(
              "nothing ended for two minutes; the next would be " + before, slow);
        }
        before = next.get();
      } catch (ExecutionException broken) {
        throw new IllegalStateException("not all came to their end", broken);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted before all came to their end", e);
      }
    }
  }
}
