package io.cloudrelease.json;

import java.time.Instant;
import java.time.LocalDate;

/** Times written as {@code 2026-01-31T08:00:00Z}. */
final class UtcSeconds {
  private static final String FORM = "0000-00-00T00:00:00Z";
  private static final long SECONDS_A_DAY = 86_400;
  private static final int SECONDS_AN_HOUR = 3600;

  private UtcSeconds() {}

  /** Whether it is of that form, with an hour below 24 and minutes and seconds below 60. */
  static boolean isWritten(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char form = FORM.charAt(i);
      char c = text.charAt(i);
      if (form == '0' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return two(text, 11) < 24 && two(text, 14) < 60 && two(text, 17) < 60;
  }

  /**
   * Reads it.
   *
   * @throws java.time.DateTimeException when there is no such day
   */
  static Instant read(String text) {
    int year = two(text, 0) * 100 + two(text, 2);
    long day = LocalDate.of(year, two(text, 5), two(text, 8)).toEpochDay();
    int second = two(text, 11) * SECONDS_AN_HOUR + two(text, 14) * 60 + two(text, 17);
    return Instant.ofEpochSecond(day * SECONDS_A_DAY + second);
  }

  private static int two(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }
}
