package io.cloudrelease.store.jdbc;

import java.time.Duration;

/**
 * Between tries of what nobody waits for: longer with each that fails, so that a database that
 * refuses is not asked ten times a second for hours. Thread-safe.
 */
final class GrowingPause {
  private static final Duration FIRST = Duration.ofMillis(100);

  private final Duration longest;
  private Duration next = FIRST;
  private long until = System.nanoTime();

  GrowingPause(Duration longest) {
    this.longest = longest;
  }

  synchronized boolean isOver() {
    return System.nanoTime() - until >= 0;
  }

  synchronized void failed() {
    until = System.nanoTime() + next.toNanos();
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(longest) < 0 ? twice : longest;
  }

  synchronized void succeeded() {
    next = FIRST;
  }
}
