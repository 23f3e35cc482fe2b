package io.cloudrelease.clockwork;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that only goes forward, at an even pace: intervals, deadlines and ages are measured by
 * it, whatever is done to the machine's clock meanwhile. Its times look like wall time and are that
 * of the moment it was made plus what has passed since; they are compared with each other only.
 */
public final class SteadyClock implements InstantSource {
  /** One for the process: what clients remember together needs one time line. */
  private static final SteadyClock SYSTEM = new SteadyClock();

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  private SteadyClock() {}

  public static SteadyClock system() {
    return SYSTEM;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
