package io.cloudrelease.simulation;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Runs beside each other on one timeline, as threads of several processes would, and yet the same
 * way for the same seed: one goes on at a time, until it waits; then the one whose time comes
 * first.
 *
 * <p>Who waits hands on by himself: there is no thread in the middle, and a run that is alone costs
 * no switch at all.
 */
final class Turns implements Sleeper {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "turn");
            thread.setDaemon(true);
            return thread;
          });

  /** More waits than any run needs: one that goes round in circles. */
  private static final int MOST_WAITS = 300_000;

  /** One that takes turns. */
  final class Turn {
    private final Runnable body;
    private final SimulatedProcess process;
    private final Semaphore baton = new Semaphore(0);
    private Instant wakeAt;
    private Future<?> wake = new CompletableFuture<>();
    private boolean started;
    private boolean interrupted;
    private boolean over;

    Turn(SimulatedProcess process, Instant at, Runnable body) {
      this.process = process;
      this.wakeAt = at;
      this.body = body;
    }

    /** Interrupts it as soon as it goes on. */
    void interrupt() {
      interrupted = true;
    }

    private boolean stirred() {
      return started && (wake.isDone() || interrupted || process.isDead());
    }
  }

  private final VirtualClock clock;
  private final Timeline timeline;
  private final List<Turn> turns = new ArrayList<>();
  private final Semaphore allOver = new Semaphore(0);
  private Optional<Turn> current = Optional.empty();
  private int waits;

  Turns(VirtualClock clock, Timeline timeline) {
    this.clock = clock;
    this.timeline = timeline;
  }

  /** Has that done from that time on. */
  Turn at(Instant time, SimulatedProcess process, Runnable body) {
    Turn turn = new Turn(process, time, body);
    turns.add(turn);
    return turn;
  }

  /** Who goes on at this moment. */
  Turn current() {
    return current.orElseThrow();
  }

  /** Lets all go on until all are over; the first on this thread. */
  void run() {
    Optional<Turn> next = next();
    if (next.isEmpty()) {
      return;
    }
    Turn first = next.get();
    first.started = true;
    live(first);
    if (!turns.isEmpty()) {
      handOn(next().orElseThrow());
      allOver.acquireUninterruptibly();
    }
  }

  private void live(Turn turn) {
    current = Optional.of(turn);
    try {
      turn.body.run();
    } finally {
      turn.over = true;
      turns.remove(turn);
    }
  }

  /** Lets the timeline happen up to the next turn, which is no longer waited for then. */
  private Optional<Turn> next() {
    while (!turns.isEmpty()) {
      Turn first = turns.get(0);
      for (Turn turn : turns) {
        if (turn.stirred()) {
          return Optional.of(turn);
        }
        first = turn.wakeAt.isBefore(first.wakeAt) ? turn : first;
      }
      if (timeline.next().isAfter(first.wakeAt)) {
        clock.advanceTo(first.wakeAt);
        return Optional.of(first);
      }
      timeline.happen();
    }
    return Optional.empty();
  }

  private void handOn(Turn turn) {
    current = Optional.of(turn);
    if (turn.started) {
      turn.baton.release();
      return;
    }
    turn.started = true;
    THREADS.execute(
        () -> {
          live(turn);
          next().ifPresentOrElse(this::handOn, allOver::release);
        });
  }

  @Override
  public void sleep(Duration duration, Future<?> wake) throws InterruptedException {
    Turn me = current();
    me.process.live();
    obeyInterrupt(me);
    if (duration.isNegative() || duration.isZero()) {
      return;
    }
    waitUntil(me, clock.instant().plus(duration), wake);
    me.process.live();
    obeyInterrupt(me);
  }

  private static void obeyInterrupt(Turn me) throws InterruptedException {
    boolean flagged = me.interrupted | Thread.interrupted();
    me.interrupted = false;
    if (flagged) {
      throw new InterruptedException("interrupted in virtual time");
    }
  }

  /** Lets that time pass, whatever happens meanwhile; an interrupt is flagged. */
  void pass(Duration duration) {
    Turn me = current();
    Instant until = clock.instant().plus(duration);
    while (clock.instant().isBefore(until) && !me.process.isDead()) {
      boolean before = me.interrupted;
      me.interrupted = false;
      waitUntil(me, until, new CompletableFuture<>());
      if (before | me.interrupted) {
        me.interrupted = false;
        Thread.currentThread().interrupt();
      }
    }
  }

  private void waitUntil(Turn me, Instant until, Future<?> wake) {
    waits++;
    if (waits > MOST_WAITS) {
      throw new IllegalStateException("a run goes round in circles");
    }
    me.wakeAt = until;
    me.wake = wake;
    Turn next = next().orElseThrow();
    if (next != me) {
      handOn(next);
      me.baton.acquireUninterruptibly();
    }
    me.wake = new CompletableFuture<>();
  }
}
