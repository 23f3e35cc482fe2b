package io.cloudrelease.execution.schedule;

import io.cloudrelease.model.InstanceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a process knows of one instance beyond a single run.
 *
 * @param owner the run that has it under way; null when none does
 * @param named as what that run has it under way; a reference to a region where it is not says
 *     nothing of it, and which one that is is not known
 * @param account by which name of its account it was sent, or seen, last
 * @param movingAt since when it may be on its way
 * @param lag how far looks may be behind that
 * @param delay how long it is kept beyond that, for those who do not look
 */
record InstanceTrace(
    @Nullable String owner,
    Set<InstanceRef> named,
    String account,
    Instant movingAt,
    Duration lag,
    Duration delay) {

  static InstanceTrace fresh(String owner, String account, InstanceRef named) {
    return new InstanceTrace(
        owner, Set.of(named), account, Instant.EPOCH, Duration.ZERO, Duration.ZERO);
  }

  InstanceTrace of(String run, InstanceRef ref) {
    Set<InstanceRef> all = new HashSet<>(run.equals(owner) ? named : Set.of());
    all.add(ref);
    return new InstanceTrace(run, Set.copyOf(all), account, movingAt, lag, delay);
  }

  /** That run has it under way no longer as that. */
  InstanceTrace without(String run, InstanceRef ref) {
    Set<InstanceRef> rest = new HashSet<>(named);
    if (!run.equals(owner) || !rest.remove(ref)) {
      return this;
    }
    @Nullable String left = rest.isEmpty() ? null : owner;
    return new InstanceTrace(left, Set.copyOf(rest), account, movingAt, lag, delay);
  }

  /** Whether that run has it under way as that. */
  boolean isOf(String run, InstanceRef ref) {
    return run.equals(owner) && named.contains(ref);
  }

  boolean isOver(Instant now) {
    return owner == null && !now.isBefore(movingAt.plus(lag).plus(delay));
  }

  /** From when on a look, or who does not look, may trust what it sees. */
  Instant clearFrom(boolean looks) {
    return looks ? movingAt.plus(lag) : movingAt.plus(lag).plus(delay);
  }
}
