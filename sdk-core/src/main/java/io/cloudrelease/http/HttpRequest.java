package io.cloudrelease.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A signed request, ready to send. Its text form shows neither query nor header values: both may
 * hold signatures and tokens.
 *
 * @param method the HTTP method
 * @param endpoint where to
 * @param path as on the wire; begins with a slash
 * @param query as on the wire, without the question mark; empty for none
 * @param headers all headers but Host and Content-Length, in order; a Content-Type among them is
 *     sent byte for byte
 * @param body the exact bytes
 * @param timeout the most time from the start of the call, name lookup and connecting included, to
 *     the last byte in; positive
 * @param destructive whether it changes something: such a request goes over a connection of its
 *     own, on which no answer to another can lie
 */
public record HttpRequest(
    String method,
    Endpoint endpoint,
    String path,
    String query,
    List<Header> headers,
    HttpBody body,
    Duration timeout,
    boolean destructive) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  public HttpRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(endpoint, "endpoint");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("the target must begin with a slash");
    }
    Objects.requireNonNull(query, "query");
    headers = List.copyOf(headers);
    Objects.requireNonNull(body, "body");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
  }

  /**
   * A request to a target that is path and query in one.
   *
   * @param target path and query as on the wire; begins with a slash
   */
  public HttpRequest(
      String method,
      Endpoint endpoint,
      String target,
      List<Header> headers,
      HttpBody body,
      Duration timeout,
      boolean destructive) {
    this(
        method,
        endpoint,
        target.substring(0, endOfPath(target)),
        target.substring(Math.min(target.length(), endOfPath(target) + 1)),
        headers,
        body,
        timeout,
        destructive);
  }

  private static int endOfPath(String target) {
    int mark = target.indexOf('?');
    return mark < 0 ? target.length() : mark;
  }

  /** A request with the default timeout, marked as not destructive; what signers make. */
  public static HttpRequest signed(
      ApiRequest request, String target, List<Header> headers, HttpBody body) {
    return new HttpRequest(
        request.method(), request.endpoint(), target, headers, body, DEFAULT_TIMEOUT, false);
  }

  /**
   * As the other, with path and body as they were asked for.
   *
   * @param query the query of the request, or what the scheme made of it
   */
  public static HttpRequest signed(ApiRequest request, String query, List<Header> headers) {
    return new HttpRequest(
        request.method(),
        request.endpoint(),
        request.path(),
        query,
        headers,
        request.body(),
        DEFAULT_TIMEOUT,
        false);
  }

  /** This request with that time limit and kind. */
  public HttpRequest with(Duration newTimeout, boolean isDestructive) {
    return new HttpRequest(method, endpoint, path, query, headers, body, newTimeout, isDestructive);
  }

  /** Path and query as on the wire. */
  public String target() {
    return query.isEmpty() ? path : path + '?' + query;
  }

  /** The value of that header, ignoring case. */
  public Optional<String> header(String name) {
    return HttpResponse.find(headers, name);
  }

  @Override
  public String toString() {
    return method + " " + endpoint + path;
  }
}
