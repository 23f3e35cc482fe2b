package io.cloudrelease.testkit;

/** Troubles that every cloud has, each in its own words. */
public enum Trouble {
  /** Too many calls. */
  THROTTLED,
  /** The session token ran out. */
  TOKEN_EXPIRED,
  /** The timestamp lies outside the window. */
  CLOCK_SKEWED,
  /** Something failed inside the cloud. */
  INTERNAL_ERROR
}
