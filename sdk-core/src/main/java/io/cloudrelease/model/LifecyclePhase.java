package io.cloudrelease.model;

/** What an instance's state means for a release, on every cloud alike. */
public enum LifecyclePhase {
  /** Running, stopped or failed: settled and not released. */
  STABLE,
  /** Starting, stopping, installing: it will settle by itself; look again. */
  CHANGING,
  /** On its way out: being released, destroyed or moved to the recycle bin. */
  LEAVING,
  /** In the recycle bin. */
  RECYCLED,
  /** A look that asked for it does not show it. */
  ABSENT,
  /** A state this version does not know. */
  UNRECOGNIZED
}
