package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import java.time.Duration;
import java.util.List;

/** Requests as the tests send them. */
final class Requests {
  static final Duration AMPLE = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofSeconds(1);

  private Requests() {}

  static HttpRequest destroy(Endpoint endpoint) {
    return destroy(endpoint, AMPLE);
  }

  static HttpRequest destroy(Endpoint endpoint, Duration timeout) {
    return HttpRequest.of("POST", endpoint, "/")
        .headers(List.of(new Header("Content-Type", "application/json; charset=utf-8")))
        .body(HttpBody.utf8("{\"instanceIds\":[\"ins-1\"]}"))
        .with(timeout, true);
  }

  static HttpRequest look(Endpoint endpoint) {
    return destroy(endpoint).with(AMPLE, false);
  }

  static HttpRequest get(Endpoint endpoint, String target) {
    return HttpRequest.of("GET", endpoint, target).with(AMPLE, false);
  }
}
