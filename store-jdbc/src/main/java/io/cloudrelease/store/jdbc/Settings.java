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
    String owner, Duration patience, Duration attempt, Duration heartbeat, boolean createTables) {}
