package io.cloudrelease.model;

/** Something done only when the caller grants it by name for one request; never implied. */
public enum Power {
  /**
   * Release running instances on clouds that ask for it in so many words (Aliyun {@code
   * Force=true}); the system is shut down in order first.
   */
  FORCE,
  /**
   * With {@link #FORCE}: cut the power instead of shutting down (Aliyun {@code ForceStop=true}).
   */
  FORCE_STOP,
  /** Release expired prepaid instances (Aliyun {@code TerminateSubscription=true}). */
  TERMINATE_SUBSCRIPTION,
  /**
   * Send once more when an answer was lost and looking shows the instance unchanged, although a
   * second application could go further than the goal (prepaid Tencent, ZEC: destroyed instead of
   * recycled).
   */
  RESEND_WHEN_UNCHANGED,
  /**
   * Release members of scaling groups and node pools, which are held back otherwise: the group
   * starts new ones in their place.
   */
  ALLOW_GROUP_MEMBERS
}
