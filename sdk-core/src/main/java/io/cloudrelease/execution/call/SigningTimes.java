package io.cloudrelease.execution.call;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * The times that a call is signed with. Of a destructive one no two are in the same second, however
 * the clock is set: schemes that know neither nonce nor fraction of a second would make the same
 * bytes again.
 */
final class SigningTimes {
  /** Every cloud takes times that are this far from its own. */
  private static final Duration STILL_TAKEN = Duration.ofMinutes(4);

  /** The seconds in which attempts of this call, and calls like it, were signed. */
  private final Set<Long> seconds;

  /** The time that the last request for these instances was signed with. */
  private Instant last;

  /** The latest of all these times; the clock may have been set back since. */
  private Instant latest;

  SigningTimes(Instant before, Set<Long> seconds) {
    this.seconds = seconds;
    this.last = before;
    this.latest = before;
  }

  Instant last() {
    return last;
  }

  /** The time for the next request: the cloud's, or a little later. */
  Instant next(Instant ofTheCloud, boolean destructive) {
    Instant time = ofTheCloud;
    if (destructive) {
      time = after(last, after(latest, time));
      // The clock may have been set forward and back again meanwhile.
      while (!seconds.add(time.getEpochSecond())) {
        time = time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
      }
    }
    last = time;
    latest = time.isAfter(latest) ? time : latest;
    return time;
  }

  /** Not when the clock was set back meanwhile: then the times differ anyhow. */
  private static Instant after(Instant before, Instant time) {
    Instant next = before.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    boolean near = Duration.between(time, next).compareTo(STILL_TAKEN) < 0;
    return time.isBefore(next) && near ? next : time;
  }
}
