package io.cloudrelease.testkit.fake;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that stands still until it is moved, so that hours pass in a test without waiting. It
 * never goes back. Thread-safe.
 */
public final class VirtualClock implements InstantSource {
  private Instant now;

  private VirtualClock(Instant start) {
    now = Objects.requireNonNull(start, "start");
  }

  /** A clock that shows that time. */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(start);
  }

  /**
   * A clock that shows that time.
   *
   * @param start in ISO form, {@code 2026-11-20T08:00:00Z}
   */
  public static VirtualClock at(String start) {
    return at(Instant.parse(start));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /**
   * Lets time pass.
   *
   * @param duration not negative
   * @return the time it shows then
   */
  public synchronized Instant advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back: " + duration);
    }
    now = now.plus(duration);
    return now;
  }

  /** Lets time pass until then; nothing happens when it is later already. */
  public synchronized Instant advanceTo(Instant time) {
    now = time.isAfter(now) ? time : now;
    return now;
  }

  /**
   * Lets the client that is built live in this time: each of its waits moves the clock on, and its
   * calls run one after the other on the caller's thread.
   *
   * @return the builder
   */
  public ReleaseClientBuilder drive(ReleaseClientBuilder builder) {
    return Clockwork.real()
        .clock(this)
        .sleeper(new FakeSleeper(this))
        .singleThreaded(true)
        .in(builder);
  }

  @Override
  public String toString() {
    return "VirtualClock[" + instant() + ']';
  }
}
