package io.cloudrelease.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
  @ParameterizedTest
  @CsvSource({
    "PT-1S,    0 seconds,   0 seconds",
    "PT0S,     0 seconds,   0 seconds",
    "PT0.001S, 0 seconds,   1 second",
    "PT1S,     1 second,    1 second",
    "PT119S,   119 seconds, 119 seconds",
    "PT120S,   2 minutes,   2 minutes",
    "PT120.5S, 2 minutes,   3 minutes",
    "PT10M,    10 minutes,  10 minutes"
  })
  void a_length_is_told_in_what_suits_it(Duration time, String past, String ahead) {
    assertThat(Spans.past(time)).isEqualTo(past);
    assertThat(Spans.ahead(time)).isEqualTo(ahead);
  }
}
