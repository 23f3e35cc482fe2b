package io.cloudrelease.simulation;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Future;

/** Virtual time with things that happen in it. Sleeping lets it pass. */
final class Timeline implements Sleeper {
  private record Event(Instant at, Runnable action) {}

  private final VirtualClock clock;
  private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparing(Event::at));

  Timeline(VirtualClock clock) {
    this.clock = clock;
  }

  void at(Instant time, Runnable action) {
    events.add(new Event(time, action));
  }

  /** When the next thing happens; the end of time when nothing does. */
  Instant next() {
    Event event = events.peek();
    return event == null ? Instant.MAX : event.at;
  }

  /** Lets the next thing happen at its time. */
  void happen() {
    Event event = events.remove();
    clock.advanceTo(event.at);
    event.action.run();
  }

  /** Lets happen what is due: after time was passed by somebody else. */
  void catchUp() {
    Event next = events.peek();
    while (next != null && !next.at.isAfter(clock.instant())) {
      events.remove().action.run();
      next = events.peek();
    }
  }

  @Override
  public void sleep(Duration duration, Future<?> wake) throws InterruptedException {
    if (duration.isNegative() || duration.isZero()) {
      return;
    }
    Instant until = clock.instant().plus(duration);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in virtual time");
      }
      if (wake.isDone()) {
        return;
      }
      Event next = events.peek();
      if (next == null || next.at.isAfter(until)) {
        clock.advanceTo(until);
        return;
      }
      clock.advanceTo(next.at);
      events.remove().action.run();
    }
  }
}
