package io.cloudrelease.http;

import java.io.IOException;

/**
 * No whole answer came. The message names the host and the kind of failure, never a target, header
 * or body.
 */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  private final SendPhase phase;

  /**
   * A failure before or after the first byte left.
   *
   * @param phase {@link SendPhase#NOT_SENT} or {@link SendPhase#NO_ANSWER}
   * @param message for people, free of secrets
   */
  public TransportException(SendPhase phase, String message) {
    super(message);
    if (phase == SendPhase.ANSWERED) {
      throw new IllegalArgumentException("an answered request is no transport failure");
    }
    this.phase = phase;
  }

  /** How far the request got. */
  public SendPhase phase() {
    return phase;
  }
}
