package io.cloudrelease.transport;

import io.cloudrelease.text.TerminalText;
import java.io.IOException;

/**
 * No whole answer came. The message names the host and the kind of failure, never a target, header
 * or body; it is on one line, and holds nothing that a terminal would obey.
 */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What stood in the way of a request that was not sent. */
  public enum Obstacle {
    /** May be gone a moment later: a refused connection, a time limit, an interrupt. */
    PASSING(false),
    /**
     * The host's name has no address, and the host never answered in this process; or no request to
     * it can be made, since HTTP does not allow its name, path or headers.
     */
    NO_ADDRESS(true),
    /** The server's certificate is not trusted, has ended, or is another host's. */
    WRONG_CERTIFICATE(true),
    /** The proxy asks for a password, or forbids the host. */
    PROXY_REFUSED(true),
    /** The proxy cannot be reached, and nothing came through it in this process. */
    PROXY_UNREACHABLE(true);

    private final boolean permanent;

    Obstacle(boolean permanent) {
      this.permanent = permanent;
    }

    /** Whether somebody has to do something before another attempt can succeed. */
    public boolean permanent() {
      return permanent;
    }
  }

  private final SendPhase phase;
  private final Obstacle obstacle;

  /**
   * A failure before or after the first byte left, which may pass by itself.
   *
   * @param phase {@link SendPhase#NOT_SENT} or {@link SendPhase#NO_ANSWER}
   * @param message for people, free of secrets
   */
  public TransportException(SendPhase phase, String message) {
    this(phase, Obstacle.PASSING, message);
  }

  /**
   * A failure with what stood in the way.
   *
   * @param phase {@link SendPhase#NOT_SENT}, or {@link SendPhase#NO_ANSWER} if it may pass
   * @param message for people, free of secrets; for what does not pass it names the host and what
   *     to do
   */
  public TransportException(SendPhase phase, Obstacle obstacle, String message) {
    super(TerminalText.of(String.valueOf(message)));
    if (phase == SendPhase.ANSWERED) {
      throw new IllegalArgumentException("an answered request is no transport failure");
    }
    if (obstacle.permanent() && phase != SendPhase.NOT_SENT) {
      throw new IllegalArgumentException("what may have been sent met no such obstacle");
    }
    this.phase = phase;
    this.obstacle = obstacle;
  }

  /** How far the request got. */
  public SendPhase phase() {
    return phase;
  }

  /** What stood in the way; {@link Obstacle#PASSING} where that is not known for sure. */
  public Obstacle obstacle() {
    return obstacle;
  }
}
