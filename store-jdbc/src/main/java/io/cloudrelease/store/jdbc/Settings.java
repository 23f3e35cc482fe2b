package io.cloudrelease.store.jdbc;

import java.time.Duration;

/**
 * How the store goes about.
 *
 * @param owner who owns the runs, for people
 * @param patience how long to wait for a database that is away before a call is held back
 * @param attempt how long one transaction may take before it is given up and tried again
 * @param heartbeat how often the owner of a run says that it lives
 * @param createTables whether missing tables are made
 */
record Settings(
    String owner, Duration patience, Duration attempt, Duration heartbeat, boolean createTables) {

  private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

  /** A transaction stands still for no longer: it would keep the owners of other runs silent. */
  Duration longestIdle() {
    Duration twoBeats = heartbeat.multipliedBy(2);
    return twoBeats.compareTo(LEAST_IDLE) < 0 ? LEAST_IDLE : twoBeats;
  }
}
