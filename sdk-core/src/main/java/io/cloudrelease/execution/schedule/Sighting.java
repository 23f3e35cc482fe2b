package io.cloudrelease.execution.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * What a run that has not sent it sees of an instance, before its verdict.
 *
 * @param run who looks
 * @param account by which name of its account
 * @param movingAt when it was last shown on its way, or in a bin
 * @param lag how far looks may be behind that
 * @param delay how long it is kept beyond that, for those who do not look
 */
record Sighting(String run, String account, Instant movingAt, Duration lag, Duration delay) {

  /** From when on a look, or who does not look, may trust what it sees. */
  Instant clearFrom(boolean looks) {
    return looks ? movingAt.plus(lag) : movingAt.plus(lag).plus(delay);
  }
}
