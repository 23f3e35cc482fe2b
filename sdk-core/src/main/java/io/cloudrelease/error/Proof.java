package io.cloudrelease.error;

/**
 * What a refusal proves of the instances that its call named. Where a second send could go further
 * than the goal, only what is proven untouched is sent again without waiting for looks.
 */
public enum Proof {
  /** The call was refused before any instance was looked at: it touched none of them. */
  ALL,
  /**
   * The state of an instance itself stands against it: proves that the call did not touch the only
   * instance it named, or the one that the answer blames; nothing of the others.
   */
  OWN,
  /**
   * The instance is gone, going, in the recycle bin, or something is being done with it: a look
   * that shows otherwise is behind.
   */
  UNDER_WAY,
  /** Nothing: any of them may have been touched. */
  NOTHING
}
