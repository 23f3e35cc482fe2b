package io.cloudrelease.model;

/** The one answer for an instance; each value is a promise about what is true. */
public enum Verdict {
  /**
   * Proven gone: it was seen before (or named in the journal), and a later look in the confirmed
   * account and region no longer shows it.
   */
  RELEASED,
  /** Proven to be in the recycle bin. */
  RECYCLED,
  /** The cloud acknowledged our request for it; its end state was not (yet) seen. */
  ACCEPTED,
  /**
   * At or past the goal before we acted, or gone by other hands, and that is proven; we changed
   * nothing.
   */
  ALREADY_DONE,
  /**
   * The cloud shows no such id to this account in this region; we changed nothing. Not a claim that
   * it is gone.
   */
  NOT_FOUND,
  /**
   * The cloud, or our own check of its state, refused, or looks prove that our call was not carried
   * out; we changed nothing.
   */
  REJECTED,
  /** No request for it left this machine, or the cloud throttled each that did and took none in. */
  NOT_SENT,
  /** Only checked. */
  DRY_RUN_PASSED,
  /** A request left, and looking could not settle what became of it. */
  UNKNOWN
}
