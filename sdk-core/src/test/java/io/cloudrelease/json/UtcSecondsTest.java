package io.cloudrelease.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcSecondsTest {

  private static Optional<Instant> byFormatter(String text) {
    try {
      return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> read(String text) {
    byte[] json = ("{\"t\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    return JsonValue.parse(json).orElseThrow().instant("t");
  }

  @Test
  void times_are_read_as_the_formatter_reads_them() {
    Random random = new Random(8601);
    for (int i = 0; i < 20_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 250_000_000_000L));
      char[] text = time.toString().toCharArray();
      if (random.nextInt(3) == 0) {
        // One wrong character, or another day, hour, minute.
        text[random.nextInt(text.length)] = "0123456789-:TZ+/ x".charAt(random.nextInt(18));
      }
      String written = new String(text);
      assertThat(read(written)).as(written).isEqualTo(byFormatter(written));
    }
  }

  @Test
  void days_that_there_are_not_are_no_times() {
    for (String text :
        new String[] {
          "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
          "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
          "2026-01-01T00:00:60Z", "2026-01-01T00:00:0\u0660Z"
        }) {
      assertThat(read(text)).as(text).isEqualTo(byFormatter(text)).isEmpty();
    }
  }
}
