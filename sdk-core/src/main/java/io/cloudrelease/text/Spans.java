package io.cloudrelease.text;

import java.time.Duration;

/** Lengths of time, for people. */
public final class Spans {
  private static final Duration IN_SECONDS = Duration.ofMinutes(2);

  private Spans() {}

  /** In whole seconds below two minutes, else in whole minutes; begun ones count in full. */
  public static String inWords(Duration time) {
    Duration whole = time.isNegative() ? Duration.ZERO : time;
    return whole.compareTo(IN_SECONDS) < 0
        ? begun(whole, Duration.ofSeconds(1)) + " seconds"
        : begun(whole, Duration.ofMinutes(1)) + " minutes";
  }

  private static long begun(Duration time, Duration unit) {
    return time.plus(unit).minusNanos(1).dividedBy(unit);
  }
}
