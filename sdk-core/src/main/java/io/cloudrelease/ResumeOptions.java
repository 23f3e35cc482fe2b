package io.cloudrelease;

/**
 * How {@link ReleaseClient#resume} goes on with a run. Immutable; each method gives another one.
 */
public final class ResumeOptions {
  private static final ResumeOptions DEFAULTS = new ResumeOptions(false);

  private final boolean renewedKeys;

  private ResumeOptions(boolean renewedKeys) {
    this.renewedKeys = renewedKeys;
  }

  /** With the keys of then. */
  public static ResumeOptions defaults() {
    return DEFAULTS;
  }

  /**
   * For access keys that were renewed since: you vouch that they are of the same accounts. With the
   * keys of another account, instances that still run would seem to be gone. An account whose id
   * the run knows is checked all the same.
   */
  public ResumeOptions renewedKeys() {
    return new ResumeOptions(true);
  }

  boolean hasRenewedKeys() {
    return renewedKeys;
  }
}
