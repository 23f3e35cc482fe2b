package io.cloudrelease.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as configuration writes it: {@code 500ms}, {@code 30s}, {@code 7d}. */
public final class DurationText {
  private static final Pattern PLAIN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private DurationText() {}

  /**
   * Reads it, or one in the form of ISO 8601, as {@code PT30S}.
   *
   * @throws IllegalArgumentException when it is none, has no unit, or is negative
   */
  public static Duration parse(String text) {
    Matcher plain = PLAIN.matcher(text);
    if (plain.matches()) {
      long number = Long.parseLong(plain.group(1));
      return switch (plain.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    try {
      Duration parsed = Duration.parse(text);
      if (!parsed.isNegative()) {
        return parsed;
      }
    } catch (DateTimeParseException noDuration) {
      // Told like one that is negative.
    }
    throw new IllegalArgumentException("must be a duration such as 500ms, 30s, 15m, 2h or 7d");
  }
}
