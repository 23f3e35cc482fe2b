package io.cloudrelease.pace;

import java.time.Instant;

/** Grants everything. */
enum Unlimited implements BlastBudget {
  UNLIMITED;

  @Override
  public int take(String account, int wanted, Instant at) {
    return wanted;
  }

  @Override
  public void giveBack(String account, int count, Instant at) {
    // Nothing was counted.
  }

  @Override
  public String describe() {
    return "unlimited";
  }
}
