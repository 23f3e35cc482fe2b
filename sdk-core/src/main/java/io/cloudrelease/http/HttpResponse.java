package io.cloudrelease.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that arrived whole. Immutable. */
public final class HttpResponse {
  private final int status;
  private final List<Header> headers;
  private final HttpBody body;

  private HttpResponse(int status, List<Header> headers, HttpBody body) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = Objects.requireNonNull(body, "body");
  }

  /**
   * An answer.
   *
   * @param body decoded (no transfer or content encoding left)
   */
  public static HttpResponse of(int status, List<Header> headers, HttpBody body) {
    return new HttpResponse(status, headers, body);
  }

  public int status() {
    return status;
  }

  /** In order. */
  public List<Header> headers() {
    return headers;
  }

  public HttpBody body() {
    return body;
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
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpResponse o
        && status == o.status
        && headers.equals(o.headers)
        && body.equals(o.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, headers, body);
  }

  @Override
  public String toString() {
    return "HTTP " + status + " (" + body + ")";
  }
}
