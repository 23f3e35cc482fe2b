package io.cloudrelease.store.jdbc;

import java.time.Duration;

/**
 * When the database last confirmed that a run is this process's. By two clocks: one of them stands
 * still while the machine sleeps, the other may be set.
 */
record Confirmed(long nanos, long millis) {

  static Confirmed now() {
    return new Confirmed(System.nanoTime(), System.currentTimeMillis());
  }

  boolean isYoungerThan(Duration age) {
    long byWall = System.currentTimeMillis() - millis;
    return System.nanoTime() - nanos < age.toNanos() && byWall >= 0 && byWall < age.toMillis();
  }
}
