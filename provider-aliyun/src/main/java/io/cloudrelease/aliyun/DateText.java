package io.cloudrelease.aliyun;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time as this cloud writes it: UTC, whole seconds. Keeps the last second's text, since a
 * formatter takes longer than a signature. Thread-safe.
 */
final class DateText {
  private static volatile @Nullable Second last;

  private record Second(long number, String text) {}

  private DateText() {}

  static String of(Instant now) {
    Second kept = last;
    if (kept == null || kept.number != now.getEpochSecond()) {
      Instant whole = Instant.ofEpochSecond(now.getEpochSecond());
      kept = new Second(now.getEpochSecond(), whole.toString());
      last = kept;
    }
    return kept.text;
  }
}
