package io.cloudrelease.store.jdbc;

/**
 * The database's clock as seen from this process: when, by {@link System#nanoTime}, the database
 * will show a time. Each statement that tells the time narrows it down: the database read its clock
 * between our asking and its answer. Thread-safe.
 *
 * <p>What it says may be late by the fastest answer so far, and is never early.
 */
final class DatabaseClock {
  private static final double NANOS = 1e9;

  /** How far two clocks may run apart: more than any that work. */
  private static final double DRIFT = 200e-6;

  private boolean known;

  /** The nanos of this process are at least, and at most, so far ahead. */
  private double least;

  private double most;
  private long at;

  /** The database's clock showed that at some moment between the two. */
  synchronized void heard(long asked, double shown, long answered) {
    double low = asked - shown * NANOS;
    double high = answered - shown * NANOS;
    double drift = (answered - at) * DRIFT;
    double lowest = Math.max(low, least - drift);
    double highest = Math.min(high, most + drift);
    // One of the clocks was set when the two do not fit together: the new word counts.
    boolean fits = known && lowest <= highest;
    least = fits ? lowest : low;
    most = fits ? highest : high;
    at = answered;
    known = true;
  }

  /** When it will show that. */
  synchronized long nanosAt(double shown) {
    return (long) (shown * NANOS + most);
  }
}
