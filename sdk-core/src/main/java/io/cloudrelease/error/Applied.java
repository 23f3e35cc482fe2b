package io.cloudrelease.error;

/** Whether a call that failed may have touched an instance all the same. */
public enum Applied {
  /** The cloud refused before doing anything. */
  NO,
  /** It may have been done; only a look can tell. */
  MAYBE
}
