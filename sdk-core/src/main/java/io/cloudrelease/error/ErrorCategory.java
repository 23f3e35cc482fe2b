package io.cloudrelease.error;

/**
 * The unified kind of an error, whichever cloud (or guard of ours) raised it.
 *
 * <p>Branch on this, never on a message.
 */
public enum ErrorCategory {
  /** The cloud asked us to slow down. */
  THROTTLED,
  /** Another task holds the instance; passes by itself. */
  BUSY,
  /** The service, a gateway or the network failed. */
  UNAVAILABLE,
  /** Key, token or signature were not accepted, or there are none. */
  UNAUTHENTICATED,
  /** The clock of this machine is too far from the cloud's. */
  CLOCK_SKEW,
  /** The account may not do this. */
  FORBIDDEN,
  /** The request is wrong and will stay so. */
  INVALID_REQUEST,
  /** The cloud shows no such instance to this account in this region. */
  NOT_FOUND,
  /** The instance is in a state that does not allow it. */
  WRONG_STATE,
  /** Termination or deletion protection is on; it is never lifted for you. */
  PROTECTED,
  /** Charge type, subscription, refund rules or an unpaid account forbid it. */
  BILLING,
  /** Something else still depends on the instance. */
  DEPENDENCY,
  /** A quota of the account is used up. */
  QUOTA,
  /** A dry run passed; no failure. */
  DRY_RUN_PASSED,
  /** One of our own guards held the instance back. */
  GUARDED,
  /** The caller, a kill switch or an interrupt stopped the sending. */
  STOPPED,
  /** The caller's deadline passed. */
  DEADLINE,
  /** A provider or an extension broke its contract. */
  INTERNAL,
  /** Not understood: the cloud's code or answer is not in the provider's table. */
  UNKNOWN
}
