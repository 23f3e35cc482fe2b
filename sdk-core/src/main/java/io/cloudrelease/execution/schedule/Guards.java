package io.cloudrelease.execution.schedule;

import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.pace.BlastBudget;
import java.util.List;
import java.util.Objects;

/**
 * All guards of a client.
 *
 * @param guards asked for each instance; one objection is enough
 * @param budget how many instances of an account in a time
 * @param waves how many at once
 */
public record Guards(List<ReleaseGuard> guards, BlastBudget budget, Waves waves) {
  public Guards {
    guards = List.copyOf(guards);
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(waves, "waves");
  }

  /** Nothing is held back. */
  public static Guards none() {
    return new Guards(List.of(), BlastBudget.unlimited(), Waves.none());
  }
}
