package io.cloudrelease.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An answer that arrived whole.
 *
 * @param status the HTTP status
 * @param headers in order
 * @param body decoded (no transfer or content encoding left)
 */
public record HttpResponse(int status, List<Header> headers, HttpBody body) {

  public HttpResponse {
    headers = List.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /** The value of that header, ignoring case. */
  public Optional<String> header(String name) {
    return find(headers, name);
  }

  /** The server's clock from the Date header, to the second. */
  public Optional<Instant> date() {
    return header("Date").flatMap(HttpResponse::readDate);
  }

  private static Optional<Instant> readDate(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim(), Instant::from));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  static Optional<String> find(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "HTTP " + status + " (" + body + ")";
  }
}
