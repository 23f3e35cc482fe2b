package io.cloudrelease.model;

/** How far an instance is meant to go. */
public enum Goal {
  /** One release step, as the cloud means it; a recycle bin is a fine place to end. */
  RELEASE,
  /** Through the recycle bin until the instance is gone. */
  DESTROY
}
