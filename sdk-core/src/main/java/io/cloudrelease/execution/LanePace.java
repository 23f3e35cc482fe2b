package io.cloudrelease.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps each lane at its rate: evenly spaced calls, without bursts; slowed down by throttling
 * answers, recovering with accepted ones. Shared by all runs of a client. Thread-safe.
 */
public final class LanePace {
  private static final double SLOW_DOWN = 1.5;
  private static final double MOST_SLOW_DOWN = 20;
  private static final double RECOVERY = 0.95;

  private final Map<Lane, Slot> slots = new HashMap<>();

  /** Takes the next free moment of the lane and says how long it is until then. */
  synchronized Duration reserve(Lane lane, double ratePerSecond, Instant now) {
    Slot slot = slots.computeIfAbsent(lane, l -> new Slot(now));
    Instant at = slot.next.isBefore(now) ? now : slot.next;
    long nanos = (long) (1_000_000_000L / ratePerSecond * slot.slowDown);
    slot.next = at.plusNanos(nanos);
    return Duration.between(now, at);
  }

  /** The cloud asked to slow down. */
  synchronized void throttled(Lane lane, Instant now, Optional<Duration> retryAfter) {
    Slot slot = slots.computeIfAbsent(lane, l -> new Slot(now));
    slot.slowDown = Math.min(slot.slowDown * SLOW_DOWN, MOST_SLOW_DOWN);
    Instant earliest = now.plus(retryAfter.orElse(Duration.ZERO));
    if (slot.next.isBefore(earliest)) {
      slot.next = earliest;
    }
  }

  /** The cloud took a call. */
  synchronized void accepted(Lane lane) {
    Slot slot = slots.get(lane);
    if (slot != null) {
      slot.slowDown = Math.max(1, slot.slowDown * RECOVERY);
    }
  }

  private static final class Slot {
    Instant next;
    double slowDown = 1;

    Slot(Instant now) {
      this.next = now;
    }
  }
}
