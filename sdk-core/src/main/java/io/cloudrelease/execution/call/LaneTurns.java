package io.cloudrelease.execution.call;

import io.cloudrelease.pace.Pace.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The turns of one lane. Guarded by its pace. */
final class LaneTurns {
  private static final double SLOW_DOWN = 1.5;
  private static final double MOST_SLOW_DOWN = 20;
  private static final double RECOVERY = 0.95;
  private static final double NANOS = 1e9;

  /** Calls that were under way when the first of them was refused say nothing of the new pace. */
  private static final Duration ONE_SLOW_DOWN = Duration.ofSeconds(1);

  /**
   * Calls leave this much further apart than the rate says. Spaced exactly, ten of them span 0.9 s
   * and the eleventh falls on the end of the second, where a millisecond of jitter decides; and one
   * refused call costs more than a hundred such margins.
   */
  private static final double MARGIN = 1.01;

  /** Longer times mean the same, and would not fit into the arithmetic of times. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Turns remembered; a window of more calls than that is not watched. */
  private static final int MOST_TURNS = 1000;

  private final Arrivals.OfLane arrivals;
  private final Allowance allowance = new Allowance();
  private final Deque<Given> given = new ArrayDeque<>();
  private double ratePerSecond;
  private Instant next;
  private Instant mayBeSlowedAt;
  private double slowDown = 1;

  /** Turns that come in between are dropped. */
  private Instant heldFrom;

  private Instant heldUntil;

  /** How long the calls that the cloud still takes are to last. */
  private Instant rationedUntil;

  private double rationGap;

  /** A turn, and how long after it the answer came; until then, all that is known is the turn. */
  private static final class Given {
    private final Instant at;
    private @Nullable Duration took;

    Given(Instant at) {
      this.at = at;
    }
  }

  LaneTurns(double ratePerSecond, Arrivals.OfLane arrivals, Instant now) {
    this.ratePerSecond = ratePerSecond;
    this.arrivals = arrivals;
    this.next = now;
    this.mayBeSlowedAt = now;
    this.heldFrom = now;
    this.heldUntil = now;
    this.rationedUntil = now;
  }

  void atMost(double rate) {
    ratePerSecond = Math.min(ratePerSecond, rate);
  }

  Instant reserve(Instant now) {
    Instant at = later(later(next, now), windowOpens());
    if (at.isBefore(heldUntil) && !at.isBefore(heldFrom)) {
      at = heldUntil;
    }
    next = at.plusNanos(gap(at));
    given.addLast(new Given(at));
    if (given.size() > MOST_TURNS) {
      given.removeFirst();
    }
    return at;
  }

  boolean stands(Instant now) {
    return now.isBefore(heldFrom) || !now.isBefore(heldUntil);
  }

  void answered(Instant now, Answer answer) {
    remember(now.minus(answer.took()), answer.took());
    switch (answer.kind()) {
      case ACCEPTED -> {
        arrivals.heard(answer.took());
        slowDown = Math.max(1, slowDown * RECOVERY);
        allowance.accepted(now, answer.window());
      }
      case THROTTLED -> throttled(now, answer);
      case REFUSED -> arrivals.heard(answer.took());
    }
    if (answer.advice().remainingCalls().isPresent()) {
      int left = answer.advice().remainingCalls().getAsInt();
      ration(now, answer.took(), left, answer.advice().remainingIn());
    }
  }

  private void remember(Instant turn, Duration took) {
    for (Iterator<Given> latest = given.descendingIterator(); latest.hasNext(); ) {
      Given one = latest.next();
      if (one.at.equals(turn)) {
        one.took = took;
        return;
      }
    }
  }

  private void throttled(Instant now, Answer answer) {
    Optional<Duration> wish = answer.advice().leaveAlone();
    boolean counted = !answer.window().isZero() && wish.isPresent();
    if (counted) {
      allowance.usedUp(now, now.plus(wish.get()), answer.window());
    } else if (!now.isBefore(mayBeSlowedAt)) {
      slowDown = Math.min(slowDown * SLOW_DOWN, MOST_SLOW_DOWN);
      mayBeSlowedAt = now.plus(ONE_SLOW_DOWN);
    }
    wish.ifPresent(time -> hold(now, now.plus(time)));
  }

  /** Nothing leaves in between; what was given a turn there asks for another one. */
  private void hold(Instant from, Instant until) {
    boolean heldAlready = from.isBefore(heldUntil);
    heldFrom = heldAlready && heldFrom.isBefore(from) ? heldFrom : from;
    heldUntil = later(heldUntil, until);
    given.removeIf(turn -> !turn.at.isBefore(heldFrom) && turn.at.isBefore(heldUntil));
    if (next.isBefore(heldUntil)) {
      next = heldUntil;
    }
  }

  /**
   * Spreads the calls that are left over the time they are for. Those that left after the answered
   * one are not counted by it, and those that have a turn already may be too many.
   */
  private void ration(Instant now, Duration took, int calls, Duration in) {
    Instant end = now.plus(in.compareTo(LONGEST) < 0 ? in : LONGEST);
    Instant turn = now.minus(took);
    int free = calls;
    for (Given other : given) {
      if (other.at.isAfter(turn) && other.at.isBefore(end) && --free < 0) {
        hold(later(other.at, now), end);
        return;
      }
    }
    rationedUntil = end;
    if (free == 0) {
      next = later(next, end);
      return;
    }
    Instant from = later(next, now);
    rationGap = Math.max(0, Duration.between(from, end).toNanos() / (double) free);
  }

  private long gap(Instant at) {
    double rate = Math.min(ratePerSecond, allowance.perSecond(at, ratePerSecond));
    double gap = NANOS / rate * MARGIN * slowDown;
    return (long) (at.isBefore(rationedUntil) ? Math.max(gap, rationGap) : gap);
  }

  /**
   * The first moment from which on no second sees more than the rate, even if the first call of
   * that second arrived as late as its answer allows.
   */
  private Instant windowOpens() {
    if (ratePerSecond > MOST_TURNS) {
      return next;
    }
    int calls = (int) Math.ceil(ratePerSecond);
    if (given.size() < calls) {
      return next;
    }
    Given oldest = given.getFirst();
    int skip = given.size() - calls;
    for (Given turn : given) {
      oldest = turn;
      if (skip-- == 0) {
        break;
      }
    }
    long window = (long) (calls / ratePerSecond * NANOS);
    return oldest.at.plusNanos(window).plus(arrivals.late(oldest.took));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
