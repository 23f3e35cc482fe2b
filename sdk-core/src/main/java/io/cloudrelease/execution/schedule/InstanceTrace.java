package io.cloudrelease.execution.schedule;

import io.cloudrelease.model.InstanceRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a process knows of one instance beyond a single run.
 *
 * @param owner the run that has it under way; null when none does
 * @param named as what that run names it; in a region where it is not, nothing is known of it
 * @param movingAt since when it may be on its way
 * @param lag how far looks may be behind that
 * @param delay how long it is kept beyond that, for those who do not look
 */
record InstanceTrace(
    @Nullable String owner,
    @Nullable InstanceRef named,
    Instant movingAt,
    Duration lag,
    Duration delay) {

  static InstanceTrace fresh(String owner, InstanceRef named) {
    return new InstanceTrace(owner, named, Instant.EPOCH, Duration.ZERO, Duration.ZERO);
  }

  InstanceTrace of(String run, InstanceRef ref) {
    return new InstanceTrace(run, ref, movingAt, lag, delay);
  }

  boolean isOver(Instant now) {
    return owner == null && !now.isBefore(movingAt.plus(lag).plus(delay));
  }

  /** From when on a look, or who does not look, may trust what it sees. */
  Instant clearFrom(boolean looks) {
    return looks ? movingAt.plus(lag) : movingAt.plus(lag).plus(delay);
  }
}
