package io.cloudrelease.execution.schedule;

import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All guards of a client.
 *
 * @param guards asked for each instance; one objection is enough
 * @param budget how many instances of an account in a time
 * @param waves how many at once
 * @param policy what is allowed at all; the guards, the budget and the waves hold to it already
 */
public record Guards(List<ReleaseGuard> guards, BlastBudget budget, Waves waves, Policy policy) {
  public Guards {
    guards = List.copyOf(guards);
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(waves, "waves");
    Objects.requireNonNull(policy, "policy");
  }

  /** These, without a policy. */
  public Guards(List<ReleaseGuard> guards, BlastBudget budget, Waves waves) {
    this(guards, budget, waves, Policy.none());
  }

  /** Nothing is held back. */
  public static Guards none() {
    return new Guards(List.of(), BlastBudget.unlimited(), Waves.none());
  }

  /**
   * These, tightened by that policy.
   *
   * @param hourly counts what it allows in an hour
   */
  public Guards heldTo(Policy tighter, BlastBudget hourly) {
    List<ReleaseGuard> all = new ArrayList<>(guards);
    PolicyGuard.of(tighter).ifPresent(all::add);
    return new Guards(
        all, both(budget, hourly), waves.tightenedBy(tighter), policy.tightenedBy(tighter));
  }

  /** A budget that grants what both grant. */
  public static BlastBudget both(BlastBudget one, BlastBudget other) {
    if (other == BlastBudget.unlimited()) {
      return one;
    }
    return one == BlastBudget.unlimited() ? other : new BothBudgets(one, other);
  }

  /** What says which instances may go; how many and when is left open. */
  public Guards onlyWhich() {
    return new Guards(guards, BlastBudget.unlimited(), Waves.none(), policy);
  }
}
