package io.cloudrelease.execution.instance;

/** Why a request for an instance may leave; every send has one, the second as well as the first. */
public enum SendReason {
  /** Nothing left for it yet in this run. */
  FIRST,
  /** The step before is proven to be taken; this is the next one. */
  NEXT_STEP,
  /** Inside one call: no byte of the attempt before it left. */
  NEVER_LEFT,
  /** Inside one call: refused, and a second step cannot go further than the goal. */
  REFUSED_HARMLESS,
  /** Refused before any instance was looked at. */
  REFUSED_UNSEEN,
  /** Refused for its own state, alone or by name; a look shows that this has passed. */
  OWN_STATE_PASSED,
  /** A look that cannot be behind, and all before it, show it untouched by what was sent. */
  PROVEN_UNTOUCHED,
  /** Unchanged after the settling time, and a second step cannot go further than the goal. */
  CANNOT_GO_TOO_FAR,
  /** Unchanged after the settling time, and the caller granted RESEND_WHEN_UNCHANGED. */
  GRANTED,
  /** With the token of the call before: the cloud itself acts on it once. */
  SAME_TOKEN
}
