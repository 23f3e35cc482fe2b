package io.cloudrelease.text;

import java.time.Duration;

/** Lengths of time, for people. */
public final class Spans {
  private static final Duration IN_SECONDS = Duration.ofMinutes(2);

  private Spans() {}

  /** How long ago: in whole seconds below two minutes, else in whole minutes. */
  public static String past(Duration time) {
    return time.compareTo(IN_SECONDS) < 0
        ? Math.max(0, time.toSeconds()) + " seconds"
        : time.toMinutes() + " minutes";
  }

  /** How long from now: as {@link #past}, and what has begun counts in full. */
  public static String ahead(Duration time) {
    Duration unit = Duration.ofSeconds(time.compareTo(IN_SECONDS) < 0 ? 1 : 60);
    return past(time.plus(unit).minusNanos(1));
  }
}
