package io.cloudrelease.model;

import java.util.Objects;
import java.util.Set;

/**
 * What the caller wants done, apart from which instances.
 *
 * @param goal how far
 * @param collateral what becomes of addresses, disks and dependants
 * @param powers what the caller granted by name
 * @param dryRun only check
 */
public record Intent(Goal goal, Collateral collateral, Set<Power> powers, boolean dryRun) {

  public Intent {
    Objects.requireNonNull(goal, "goal");
    Objects.requireNonNull(collateral, "collateral");
    powers = Set.copyOf(powers);
  }

  /** Whether the caller granted this power. */
  public boolean grants(Power power) {
    return powers.contains(power);
  }
}
