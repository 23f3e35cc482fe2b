package io.cloudrelease.testkit.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in the forms clouds write, always UTC. */
public final class Times {
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code Fri, 20 Nov 2026 08:00:00 GMT}. */
  public static String httpDate(Instant time) {
    return HTTP.format(time);
  }

  /** {@code 2026-11-20T08:00:00Z}. */
  public static String seconds(Instant time) {
    return SECONDS.format(time);
  }

  /** {@code 2026-11-20T08:00Z}. */
  public static String minutes(Instant time) {
    return MINUTES.format(time);
  }

  /** {@code 2026-11-20}. */
  public static String date(Instant time) {
    return DATE.format(time);
  }
}
