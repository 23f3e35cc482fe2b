package io.cloudrelease.error;

/** Whom an error speaks of. */
public enum Scope {
  /** One or some instances of the batch; the others may be fine. */
  INSTANCE,
  /** This request as a whole. */
  REQUEST,
  /** The account: its other batches would fail alike and are not sent. */
  ACCOUNT
}
