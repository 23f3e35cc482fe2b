package io.cloudrelease.simulation.http;

import io.cloudrelease.testkit.Fault;
import java.time.Duration;

/**
 * What goes wrong with which exchanges of a run.
 *
 * @param aim whether destructive calls or looks are meant
 * @param from the first of them, from 1
 * @param to the last of them
 * @param fault what happens on the server
 * @param trick what happens on the way to it
 */
record Strike(Aim aim, int from, int to, Fault fault, Trick trick) {

  enum Aim {
    SEND,
    LOOK
  }

  /** What a fault of a server cannot play. */
  enum Trick {
    NONE,
    /** Nothing listens where the request goes. */
    CLOSED_PORT,
    /** The client's time for the call is over soon. */
    SHORT_TIME,
    /** All connections that stand idle are closed before the request goes. */
    IDLE_CLOSED
  }

  static Strike sends(int from, int to, Fault fault) {
    return new Strike(Aim.SEND, from, to, fault, Trick.NONE);
  }

  static Strike looks(int from, int to, Fault fault) {
    return new Strike(Aim.LOOK, from, to, fault, Trick.NONE);
  }

  Strike with(Trick other) {
    return new Strike(aim, from, to, fault, other);
  }

  boolean hits(boolean destructive, int order) {
    return (aim == Aim.SEND) == destructive && from <= order && order <= to;
  }

  /** Does nothing on the server. */
  static Fault harmless() {
    return Fault.slow(Duration.ZERO);
  }
}
