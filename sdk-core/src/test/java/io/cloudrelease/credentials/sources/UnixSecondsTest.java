package io.cloudrelease.credentials.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that are numbers, and those that nothing could hold. */
class UnixSecondsTest {
  private static Instant read(String value) {
    byte[] json = ("{\"end\":" + value + "}").getBytes(StandardCharsets.UTF_8);
    return UnixSeconds.read("file x", JsonValue.parse(json).orElseThrow(), "end");
  }

  @Test
  void a_number_is_a_time_quoted_or_not_and_none_is_long_over() {
    assertThat(read("1700000000")).isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
    assertThat(read("\"1700000000\"")).isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
    assertThat(read("253402300799")).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    assertThat(read("null")).isEqualTo(Instant.EPOCH);
    assertThat(read("-5")).isBefore(Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "-9223372036854775808",
        "253402300800",
        "1700000000000",
        "1e30",
        "\"soon\"",
        "\"\"",
        "[]",
        "{}"
      })
  void what_is_no_such_number_is_told_with_file_and_key(String value) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessage("file x: end is no time in seconds since 1970");
  }
}
