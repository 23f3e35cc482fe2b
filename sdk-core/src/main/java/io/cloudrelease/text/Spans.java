package io.cloudrelease.text;

import java.time.Duration;
import java.util.StringJoiner;

/** Lengths of time, for people. */
public final class Spans {
  private static final Duration IN_SECONDS = Duration.ofMinutes(2);

  private Spans() {}

  /** How long ago: in whole seconds below two minutes, else in whole minutes. */
  public static String past(Duration time) {
    if (time.compareTo(IN_SECONDS) >= 0) {
      return time.toMinutes() + " minutes";
    }
    long seconds = Math.max(0, time.toSeconds());
    return seconds + (seconds == 1 ? " second" : " seconds");
  }

  /** As ages are typed, {@code 1d 12h}: from a minute on without the seconds beyond. */
  public static String age(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(0, time.toSeconds()) + "s";
    }
    StringJoiner units = new StringJoiner(" ");
    add(units, time.toDays(), "d");
    add(units, time.toHoursPart(), "h");
    add(units, time.toMinutesPart(), "m");
    return units.toString();
  }

  private static void add(StringJoiner units, long number, String unit) {
    if (number > 0) {
      units.add(number + unit);
    }
  }

  /** How long from now: as {@link #past}, and what has begun counts in full. */
  public static String ahead(Duration time) {
    Duration unit = Duration.ofSeconds(time.compareTo(IN_SECONDS) < 0 ? 1 : 60);
    return past(time.plus(unit).minusNanos(1));
  }
}
