package io.cloudrelease.pace;

import io.cloudrelease.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads the Retry-After header (RFC 9110, section 10.2.3): seconds or a date. No wish is longer
 * than ten minutes: no cloud throttles for longer than one, and the pace of a lane, which heeds the
 * wish, outlives the run. Whoever waits bounds it by the run's deadline as well.
 */
final class RetryAfter {
  private static final Duration MOST = Duration.ofMinutes(10);

  private RetryAfter() {}

  static Optional<Duration> read(HttpResponse response) {
    return response.header("Retry-After").map(String::trim).flatMap(text -> read(text, response));
  }

  private static Optional<Duration> read(String text, HttpResponse response) {
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(atMost(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      // Against the server's own clock, since ours may be off.
      return response
          .date()
          .map(now -> Duration.between(now, until))
          .map(d -> d.isNegative() ? Duration.ZERO : d)
          .map(RetryAfter::atMost);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** One odd answer must not hold a lane for years. */
  private static Duration atMost(Duration wish) {
    return wish.compareTo(MOST) > 0 ? MOST : wish;
  }
}
