package io.cloudrelease.simulation;

import io.cloudrelease.model.InstanceRef;

/**
 * One of the references a request names, and what is true of it at the start.
 *
 * @param ref as the request names it
 * @param house the account it is asked of
 * @param trait what it is
 */
record Member(InstanceRef ref, House house, Trait trait) {

  /** What an instance is like, on every cloud alike. */
  enum Trait {
    /** Settled, and may go. */
    GOOD,
    /** May go once it has settled. */
    PASSING,
    /** In a state that never settles or cannot be released. */
    WRONG_STATE,
    PROTECTED,
    /** In the recycle bin. */
    BINNED,
    /** On its way out, sent there by somebody else. */
    LEAVING,
    /** Refused by the cloud for a reason that no look shows. */
    REFUSED,
    /** A subscription that cannot be ended, or only with a power that was not granted. */
    BOUND,
    /** No such instance. */
    UNKNOWN,
    /** An instance of the account, but not in that region or of that product. */
    ELSEWHERE,
    /** An instance of another account. */
    FOREIGN;

    /** Whether the cloud would do as asked if it stood alone. */
    boolean mayGo() {
      return this == GOOD || this == PASSING;
    }

    /** Whether a call that names it is refused, and no look shows why. */
    boolean refusedUnseen() {
      return this == REFUSED;
    }
  }
}
