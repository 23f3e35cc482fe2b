package io.cloudrelease;

import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.outcome.NoListener;
import java.util.Objects;

/**
 * How {@link ReleaseClient#resume} goes on with a run. Immutable; each method gives another one.
 */
public final class ResumeOptions {
  private static final ResumeOptions DEFAULTS = new ResumeOptions(false, NoListener.NONE);

  private final boolean renewedKeys;
  private final ReleaseListener listener;

  private ResumeOptions(boolean renewedKeys, ReleaseListener listener) {
    this.renewedKeys = renewedKeys;
    this.listener = listener;
  }

  /** With the keys of then, heard by the client's listener alone. */
  public static ResumeOptions defaults() {
    return DEFAULTS;
  }

  /**
   * For access keys that were renewed since: you vouch that they are of the same accounts. With the
   * keys of another account, instances that still run would seem to be gone. An account whose id
   * the run knows is checked all the same.
   */
  public ResumeOptions renewedKeys() {
    return new ResumeOptions(true, listener);
  }

  /** Told what happens in this run, beside the client's listener. */
  public ResumeOptions listener(ReleaseListener value) {
    return new ResumeOptions(renewedKeys, Objects.requireNonNull(value, "listener"));
  }

  boolean hasRenewedKeys() {
    return renewedKeys;
  }

  ReleaseListener listener() {
    return listener;
  }
}
