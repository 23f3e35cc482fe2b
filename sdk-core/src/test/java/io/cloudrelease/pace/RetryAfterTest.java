package io.cloudrelease.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final String DATE = "Fri, 01 May 2026 00:00:00 GMT";

  private static Optional<Duration> read(String value) {
    return RetryAfter.read(
        HttpResponse.of(
            429,
            List.of(new Header("retry-after", value), new Header("Date", DATE)),
            HttpBody.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "5 | 5",
        "' 120 ' | 120",
        "007 | 7",
        "'Fri, 01 May 2026 00:00:30 GMT' | 30",
        "'Thu, 30 Apr 2026 23:59:59 GMT' | 0"
      })
  void seconds_and_dates_are_read(String text, long seconds) {
    assertThat(read(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.5", "soon", "1e3", "٣", "99999999999999999999", "1 2"})
  void what_is_neither_is_none(String text) {
    assertThat(read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"601", "34560000", "999999999", "Fri, 01 May 2099 00:00:00 GMT"})
  void no_answer_can_hold_a_lane_longer_than_ten_minutes(String text) {
    assertThat(read(text)).contains(Duration.ofMinutes(10));
    assertThat(read("600")).contains(Duration.ofMinutes(10));
    assertThat(read("599")).contains(Duration.ofSeconds(599));
  }

  @Test
  void a_date_means_nothing_without_the_servers_own_clock() {
    HttpResponse undated =
        HttpResponse.of(429, List.of(new Header("Retry-After", DATE)), HttpBody.empty());
    assertThat(RetryAfter.read(undated)).isEmpty();
    assertThat(RetryAfter.read(HttpResponse.of(429, List.of(), HttpBody.empty()))).isEmpty();
  }
}
