package io.cloudrelease.examples.cli;

import java.time.Duration;
import java.util.Optional;

/** Durations as they are typed: {@code 30s}, {@code 5m}, {@code 1h}. */
final class Durations {
  /** What a duration looks like, for messages. */
  static final String FORM = "30s, 5m or 1h, at most 8760h";

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int MOST_DIGITS = 9;

  private Durations() {}

  /** That duration; empty when the text is none. */
  static Optional<Duration> parse(String text) {
    int digits = text.length() - 1;
    if (digits < 1 || digits > MOST_DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < digits; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    long number = Long.parseLong(text.substring(0, digits));
    Optional<Duration> duration =
        switch (text.charAt(digits)) {
          case 's' -> Optional.of(Duration.ofSeconds(number));
          case 'm' -> Optional.of(Duration.ofMinutes(number));
          case 'h' -> Optional.of(Duration.ofHours(number));
          default -> Optional.empty();
        };
    return duration.filter(value -> value.compareTo(LONGEST) <= 0);
  }
}
