package io.cloudrelease.execution.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How fast a lane may go whose cloud counts calls by the minute, or by another time that is long
 * beside a second. Nobody tells how many it takes; it shows when it throttles: as many as it took
 * since that minute began. From the next one on calls leave one a second, then faster, up to what
 * is known; and once in a while a little more is tried, since others who shared the limit may have
 * gone. Guarded by its pace.
 */
final class Allowance {
  private static final double NANOS = 1e9;
  private static final double PROBE_PER_SECOND = 1;
  private static final double FASTER = 1.1;
  private static final double MORE = 1.05;
  private static final int FEWEST_QUIET_WINDOWS = 4;
  private static final int MOST_QUIET_WINDOWS = 32;

  private final Deque<Instant> accepted = new ArrayDeque<>();

  /** Empty until the cloud throttled. */
  private @Nullable Instant freshFrom;

  private Duration window = Duration.ZERO;
  private double perSecond;
  private double most;
  private int quietWindows = FEWEST_QUIET_WINDOWS;
  private Instant mayGrowAt = Instant.MAX;

  /** The cloud took a call. */
  void accepted(Instant now, Duration time) {
    if (time.isZero()) {
      return;
    }
    Instant began = now.minus(time);
    accepted.addLast(now);
    while (accepted.getFirst().isBefore(began)) {
      accepted.removeFirst();
    }
    if (freshFrom != null) {
      perSecond = Math.min(most, perSecond * FASTER);
    }
  }

  /**
   * The cloud throttled.
   *
   * @param until when it takes calls again
   */
  void usedUp(Instant now, Instant until, Duration time) {
    if (freshFrom != null && now.isBefore(freshFrom)) {
      // One of those that were under way together.
      freshFrom = until.isAfter(freshFrom) ? until : freshFrom;
      return;
    }
    Instant began = until.minus(time);
    int taken = 0;
    for (Instant call : accepted) {
      taken += call.isBefore(began) ? 0 : 1;
    }
    accepted.clear();
    if (freshFrom != null) {
      quietWindows = Math.min(quietWindows * 2, MOST_QUIET_WINDOWS);
    }
    window = time;
    most = Math.max(1, taken) * NANOS / time.toNanos();
    perSecond = Math.min(PROBE_PER_SECOND, most);
    freshFrom = until;
    mayGrowAt = until.plus(time.multipliedBy(quietWindows));
  }

  /** What it may be now, of a lane that has this rate by itself. */
  double perSecond(Instant now, double rate) {
    if (freshFrom == null) {
      return rate;
    }
    while (!now.isBefore(mayGrowAt)) {
      most *= MORE;
      mayGrowAt = mayGrowAt.plus(window);
      if (most >= rate) {
        freshFrom = null;
        quietWindows = FEWEST_QUIET_WINDOWS;
        return rate;
      }
    }
    return Math.min(rate, perSecond);
  }
}
