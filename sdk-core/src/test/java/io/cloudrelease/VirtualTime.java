package io.cloudrelease;

import io.cloudrelease.clockwork.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;

/** A clock that only sleeping moves. Thread-safe. */
final class VirtualTime implements InstantSource, Sleeper {
  private Instant now = Instant.parse("2026-05-01T00:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration duration, Future<?> wake) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!wake.isDone()) {
      pass(duration);
    }
  }

  synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }
}
