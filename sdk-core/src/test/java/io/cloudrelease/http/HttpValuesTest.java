package io.cloudrelease.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpValuesTest {

  private static HttpResponse dated(String date) {
    return HttpResponse.of(200, List.of(new Header("dAtE", date)), HttpBody.empty());
  }

  @Test
  void the_servers_clock_is_read_whatever_the_locale() {
    assertThat(dated("Sun, 06 Nov 1994 08:49:37 GMT").date())
        .contains(Instant.parse("1994-11-06T08:49:37Z"));
    assertThat(dated(" Fri, 1 May 2026 00:00:00 GMT ").date())
        .contains(Instant.parse("2026-05-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "0",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37"
      })
  void a_clock_that_cannot_be_read_is_none(String text) {
    assertThat(dated(text).date()).isEmpty();
    assertThat(HttpResponse.of(200, List.of(), HttpBody.empty()).date()).isEmpty();
  }

  @Test
  void a_header_is_found_ignoring_case_and_the_first_one_counts() {
    HttpResponse response =
        HttpResponse.of(
            200,
            List.of(new Header("X-REQUEST-ID", "1"), new Header("x-request-id", "2")),
            HttpBody.empty());
    assertThat(response.header("x-Request-Id")).contains("1");
    assertThat(response.header("x-request")).isEmpty();
  }

  @Test
  void text_forms_show_neither_query_nor_header_values_nor_bodies() {
    HttpRequest request =
        HttpRequest.of("POST", Endpoint.https("h.example"), "/p?Signature=canary")
            .headers(List.of(new Header("Authorization", "canary")))
            .body(HttpBody.utf8("canary"))
            .with(Duration.ofSeconds(1), true);
    assertThat(request).hasToString("POST https://h.example");
    assertThat(request.headers()).hasToString("[Authorization]");
    assertThat(request.body()).hasToString("6 bytes");
    assertThat(HttpResponse.of(200, List.of(new Header("Set-Cookie", "canary")), request.body()))
        .hasToString("HTTP 200 (6 bytes)");
  }

  @Test
  void a_request_has_a_time_limit_and_a_target() {
    HttpRequest request =
        HttpRequest.of("POST", Endpoint.https("h"), "/").with(Duration.ofSeconds(1), false);
    assertThatThrownBy(() -> request.with(Duration.ZERO, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(request.with(Duration.ofSeconds(2), true).destructive()).isTrue();
    assertThatThrownBy(
            () ->
                HttpRequest.of("POST", Endpoint.https("h"), "x").with(Duration.ofSeconds(1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_answered_request_is_no_transport_failure() {
    assertThat(new TransportException(SendPhase.NOT_SENT, "refused").phase())
        .isEqualTo(SendPhase.NOT_SENT);
    assertThatThrownBy(() -> new TransportException(SendPhase.ANSWERED, "?"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
