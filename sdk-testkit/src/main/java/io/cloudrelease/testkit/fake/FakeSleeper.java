package io.cloudrelease.testkit.fake;

import io.cloudrelease.clockwork.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;

/**
 * Sleeps by moving a {@link VirtualClock}: no time passes really. Threads that sleep at once share
 * the time that passes, as real ones do, if they began at the same time. Thread-safe.
 */
public final class FakeSleeper implements Sleeper {
  private final VirtualClock clock;
  private final List<Duration> naps = new ArrayList<>();

  /** A sleeper that moves that clock. */
  public FakeSleeper(VirtualClock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public void sleep(Duration duration, Future<?> wake) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the nap");
    }
    Instant end = clock.instant().plus(duration.isNegative() ? Duration.ZERO : duration);
    synchronized (naps) {
      naps.add(duration);
    }
    if (!wake.isDone()) {
      clock.advanceTo(end);
    }
  }

  /** Every nap asked for, in order, woken early or not. */
  public List<Duration> naps() {
    synchronized (naps) {
      return List.copyOf(naps);
    }
  }

  /** The sum of all naps asked for. */
  public Duration total() {
    return naps().stream().reduce(Duration.ZERO, Duration::plus);
  }
}
