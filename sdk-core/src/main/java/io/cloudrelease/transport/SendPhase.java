package io.cloudrelease.transport;

/** How far a request got. */
public enum SendPhase {
  /** No byte of it left this machine: name lookup, connect or TLS failed. */
  NOT_SENT,
  /** Some of it may have left, and no whole answer came: reset, timeout, truncated. */
  NO_ANSWER,
  /** A whole answer came. */
  ANSWERED
}
