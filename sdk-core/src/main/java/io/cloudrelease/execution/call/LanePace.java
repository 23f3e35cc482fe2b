package io.cloudrelease.execution.call;

import io.cloudrelease.spi.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps each lane at its rate: evenly spaced calls, without bursts; slowed down by throttling
 * answers, recovering with accepted ones. Shared by all runs of a client. Thread-safe.
 */
public final class LanePace implements Pace {
  private static final double SLOW_DOWN = 1.5;
  private static final double MOST_SLOW_DOWN = 20;
  private static final double RECOVERY = 0.95;

  /** Calls that were under way when the first of them was refused say nothing of the new pace. */
  private static final Duration ONE_SLOW_DOWN = Duration.ofSeconds(1);

  /**
   * Calls leave this much further apart than the rate says. Spaced exactly, ten of them span 0.9 s
   * and the eleventh falls on the end of the second, where a millisecond of jitter decides; and one
   * refused call costs more than a hundred such margins.
   */
  private static final double MARGIN = 1.01;

  private final Map<Lane, Slot> slots = new HashMap<>();

  @Override
  public synchronized Duration reserve(Lane lane, Instant now) {
    Slot slot = slot(lane, now);
    Instant at = slot.next.isBefore(now) ? now : slot.next;
    long nanos = (long) (1_000_000_000L / lane.ratePerSecond() * MARGIN * slot.slowDown);
    slot.next = at.plusNanos(nanos);
    return Duration.between(now, at);
  }

  @Override
  public synchronized void throttled(Lane lane, Instant now, Optional<Duration> retryAfter) {
    Slot slot = slot(lane, now);
    if (!now.isBefore(slot.mayBeSlowedAt)) {
      slot.slowDown = Math.min(slot.slowDown * SLOW_DOWN, MOST_SLOW_DOWN);
      slot.mayBeSlowedAt = now.plus(ONE_SLOW_DOWN);
    }
    Instant earliest = now.plus(retryAfter.orElse(Duration.ZERO));
    if (slot.next.isBefore(earliest)) {
      slot.next = earliest;
    }
  }

  @Override
  public synchronized void accepted(Lane lane) {
    Slot slot = slots.get(lane);
    if (slot != null) {
      slot.slowDown = Math.max(1, slot.slowDown * RECOVERY);
    }
  }

  private Slot slot(Lane lane, Instant now) {
    Slot slot = slots.get(lane);
    if (slot == null) {
      slot = new Slot(now);
      slots.put(lane, slot);
    }
    return slot;
  }

  private static final class Slot {
    Instant next;
    Instant mayBeSlowedAt;
    double slowDown = 1;

    Slot(Instant now) {
      this.next = now;
      this.mayBeSlowedAt = now;
    }
  }
}
