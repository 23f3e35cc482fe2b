package io.cloudrelease.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/**
 * A process with a wall clock of its own. Once it is dead nothing of it reaches the outside: every
 * attempt ends it again.
 */
final class SimulatedProcess {

  /** How a dead process ends what it is at; not an exception, so that nobody takes it for one. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String name) {
      super(name + " was killed", null, false, false);
    }
  }

  private static final long MILLION = 1_000_000;

  final String name;
  private final InstantSource even;
  private final Instant since;
  private final long driftPerMillion;
  private Duration ahead;
  private volatile CountDownLatch held = new CountDownLatch(0);
  private boolean dead;

  /** An object of its own: what a process remembers is kept by its steady clock. */
  final InstantSource steady;

  /**
   * @param even goes evenly, and shows the true time
   * @param ahead by how much its own clock is ahead of that
   * @param driftPerMillion and by how much faster it runs
   */
  SimulatedProcess(String name, InstantSource even, Duration ahead, long driftPerMillion) {
    this.name = name;
    this.even = even;
    this.steady = even::instant;
    this.since = even.instant();
    this.ahead = ahead;
    this.driftPerMillion = driftPerMillion;
  }

  /** The time on its own clock. */
  Instant wallTime() {
    Instant now = even.instant();
    long drift = Duration.between(since, now).toMillis() * driftPerMillion / MILLION;
    return now.plus(ahead).plusMillis(drift);
  }

  /** Sets its own clock by so much. */
  void step(Duration by) {
    ahead = ahead.plus(by);
  }

  Duration ahead() {
    return ahead;
  }

  /** Holds its next step until {@link #goOn}: while a thread of it is started by another. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void goOn() {
    held.countDown();
  }

  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /** Ends what a dead process is at. */
  void live() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (dead) {
      throw new Killed(name);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
