package io.cloudrelease.rates;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Virtual time in which calls overlap as real ones do: each has a thread, one of them runs at a
 * time, and when it waits, time goes on to whoever's wait ends first. Nothing really waits, and the
 * same run goes the same way.
 */
final class OverlappingTime implements InstantSource, Sleeper {
  private final VirtualClock clock;
  private final PriorityQueue<Waiter> waiting =
      new PriorityQueue<>(Comparator.comparing(Waiter::until).thenComparing(Waiter::number));
  private int number;

  /** Whoever may run has its permit; all else here is touched by that thread alone. */
  private record Waiter(Instant until, int number, Semaphore permit) {}

  OverlappingTime(VirtualClock clock) {
    this.clock = clock;
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public void sleep(Duration duration, Future<?> wake) {
    if (!wake.isDone()) {
      pass(duration);
    }
  }

  /** The running thread waits. */
  void pass(Duration time) {
    Waiter me = enter(clock.instant().plus(time));
    giveWay();
    me.permit.acquireUninterruptibly();
  }

  private Waiter enter(Instant until) {
    Waiter waiter = new Waiter(until, number++, new Semaphore(0));
    waiting.add(waiter);
    return waiter;
  }

  private void giveWay() {
    Waiter next = waiting.remove();
    clock.advanceTo(next.until);
    next.permit.release();
  }

  Crew crew() {
    return new Threads();
  }

  /** Each call on a thread of its own. */
  private final class Threads implements Crew {
    private final Queue<Runnable> finished = new ArrayDeque<>();
    private Optional<Waiter> loop = Optional.empty();

    @Override
    public void start(Supplier<Runnable> call, Runnable ifLost) {
      Waiter me = enter(clock.instant());
      Thread thread =
          new Thread(
              () -> {
                me.permit.acquireUninterruptibly();
                Runnable then = ifLost;
                try {
                  then = call.get();
                } finally {
                  finished.add(then);
                  wake();
                  giveWay();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public Optional<Runnable> next(Duration atMost) {
      if (finished.isEmpty()) {
        Waiter me = enter(clock.instant().plus(atMost));
        loop = Optional.of(me);
        giveWay();
        me.permit.acquireUninterruptibly();
        loop = Optional.empty();
      }
      return Optional.ofNullable(finished.poll());
    }

    @Override
    public void wake() {
      loop.filter(waiting::remove)
          .ifPresent(me -> waiting.add(new Waiter(clock.instant(), me.number, me.permit)));
    }

    @Override
    public void close() {
      // All calls have ended when a run does.
    }
  }
}
