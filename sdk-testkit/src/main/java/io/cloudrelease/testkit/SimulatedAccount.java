package io.cloudrelease.testkit;

import java.util.Objects;

/**
 * An account of a simulated cloud: it owns instances, and its keys may see and release them.
 *
 * <p>Its switches may be turned at any time, also in the middle of a run. Thread-safe.
 */
public final class SimulatedAccount {
  private final String name;
  private volatile boolean recycleBin;
  private volatile boolean unpaid;

  private SimulatedAccount(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** An account without a recycle bin, in good standing. */
  public static SimulatedAccount named(String name) {
    return new SimulatedAccount(name);
  }

  /** The name it has in the ledger. */
  public String name() {
    return name;
  }

  /**
   * Whether instances go to a recycle bin first; read by Zenlayer ZEC only, where it is a trait of
   * the account that cannot be asked for.
   */
  public SimulatedAccount recycleBin(boolean on) {
    recycleBin = on;
    return this;
  }

  public boolean hasRecycleBin() {
    return recycleBin;
  }

  /** Whether the account has unpaid bills, which stops its releases. */
  public SimulatedAccount unpaid(boolean on) {
    unpaid = on;
    return this;
  }

  public boolean isUnpaid() {
    return unpaid;
  }

  @Override
  public String toString() {
    return "SimulatedAccount[" + name + ']';
  }
}
