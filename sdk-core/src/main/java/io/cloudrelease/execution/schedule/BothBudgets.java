package io.cloudrelease.execution.schedule;

import io.cloudrelease.pace.BlastBudget;
import java.time.Instant;

/** Grants what two budgets grant; both are charged for what is granted and for nothing else. */
record BothBudgets(BlastBudget one, BlastBudget other) implements BlastBudget {

  @Override
  public int take(String account, int wanted, Instant at) {
    int first = Math.max(0, Math.min(wanted, one.take(account, wanted, at)));
    if (first == 0) {
      return 0;
    }
    int both = 0;
    try {
      both = Math.max(0, Math.min(first, other.take(account, first, at)));
    } finally {
      // Also when the other one throws: then nothing is granted.
      if (both < first) {
        one.giveBack(account, first - both, at);
      }
    }
    return both;
  }

  @Override
  public void giveBack(String account, int count, Instant at) {
    try {
      one.giveBack(account, count, at);
    } finally {
      other.giveBack(account, count, at);
    }
  }

  @Override
  public String describe() {
    return one.describe() + ", and by the policy " + other.describe();
  }
}
