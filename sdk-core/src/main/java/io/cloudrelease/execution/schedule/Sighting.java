package io.cloudrelease.execution.schedule;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;
import java.time.Instant;

/**
 * What a run that does not have an instance under way knows of it, before its verdict.
 *
 * @param run who looks
 * @param named as what it looks
 * @param account by which name of its account
 * @param movingAt when it was last shown on its way, or in a bin
 * @param lag how far looks may be behind that
 * @param delay how long it is kept beyond that, for those who do not look
 */
record Sighting(
    String run, InstanceRef named, String account, Instant movingAt, Duration lag, Duration delay) {

  static Sighting of(String run, TrackedInstance instance, String account, Instant movingAt) {
    ProviderFacts facts = instance.terms().facts();
    return new Sighting(
        run, instance.ref(), account, movingAt, facts.longestLag(), facts.longestDelay());
  }

  boolean isOf(String looker, InstanceRef ref) {
    return run.equals(looker) && named.equals(ref);
  }

  /** From when on a look, or who does not look, may trust what it sees. */
  Instant clearFrom(boolean looks) {
    return looks ? movingAt.plus(lag) : movingAt.plus(lag).plus(delay);
  }
}
