package io.cloudrelease.error;

/** What an error table advises after a failure. */
public enum Remedy {
  /** The same input cannot succeed. */
  GIVE_UP,
  /** Passes by itself: send again after a backoff, freshly signed. */
  RETRY,
  /** Ask the credentials provider for fresh credentials, once. */
  REFRESH_CREDENTIALS,
  /** Learn the cloud's time from its answer, once. */
  FIX_CLOCK,
  /** Read the instances and decide from their state. */
  LOOK_FIRST,
  /** What was asked for is already so; a look confirms it. */
  ALREADY_DONE,
  /** The batch mixes instances that must not stand together: read them, group them anew. */
  REGROUP
}
