package io.cloudrelease.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed request, ready to send. Its text form shows neither query nor header values: both may
 * hold signatures and tokens. Immutable; each method gives another one.
 */
public final class HttpRequest {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final String method;
  private final Endpoint endpoint;
  private final String path;
  private final String query;
  private final List<Header> headers;
  private final HttpBody body;
  private final Duration timeout;
  private final boolean destructive;

  private HttpRequest(
      String method,
      Endpoint endpoint,
      String path,
      String query,
      List<Header> headers,
      HttpBody body,
      Duration timeout,
      boolean destructive) {
    this.method = Objects.requireNonNull(method, "method");
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    this.path = path;
    this.query = Objects.requireNonNull(query, "query");
    this.headers = List.copyOf(headers);
    this.body = Objects.requireNonNull(body, "body");
    this.timeout = timeout;
    this.destructive = destructive;
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("the target must begin with a slash");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
  }

  /**
   * A request without headers and body, with the default timeout and not marked as destructive.
   *
   * @param target path and query as on the wire; begins with a slash
   */
  public static HttpRequest of(String method, Endpoint endpoint, String target) {
    int mark = target.indexOf('?');
    return new HttpRequest(
        method,
        endpoint,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        List.of(),
        HttpBody.empty(),
        DEFAULT_TIMEOUT,
        false);
  }

  /**
   * A request with path and body as they were asked for; what signers make.
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

  /** With that query as on the wire, without the question mark; empty for none. */
  public HttpRequest query(String value) {
    return new HttpRequest(method, endpoint, path, value, headers, body, timeout, destructive);
  }

  /**
   * With these headers, in order: all but Host and Content-Length. A Content-Type among them is
   * sent byte for byte.
   */
  public HttpRequest headers(List<Header> values) {
    return new HttpRequest(method, endpoint, path, query, values, body, timeout, destructive);
  }

  /** With exactly these bytes. */
  public HttpRequest body(HttpBody value) {
    return new HttpRequest(method, endpoint, path, query, headers, value, timeout, destructive);
  }

  /**
   * With that time limit and kind.
   *
   * @param newTimeout the most time from the start of the call, name lookup and connecting
   *     included, to the last byte in; positive
   * @param isDestructive whether it changes something: such a request goes over a connection of its
   *     own, on which no answer to another can lie
   */
  public HttpRequest with(Duration newTimeout, boolean isDestructive) {
    return new HttpRequest(method, endpoint, path, query, headers, body, newTimeout, isDestructive);
  }

  public String method() {
    return method;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public String path() {
    return path;
  }

  public String query() {
    return query;
  }

  /** Path and query as on the wire. */
  public String target() {
    return query.isEmpty() ? path : String.join("?", path, query);
  }

  public List<Header> headers() {
    return headers;
  }

  /** The value of that header, ignoring case. */
  public Optional<String> header(String name) {
    return HttpResponse.find(headers, name);
  }

  public HttpBody body() {
    return body;
  }

  public Duration timeout() {
    return timeout;
  }

  public boolean destructive() {
    return destructive;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpRequest o
        && method.equals(o.method)
        && endpoint.equals(o.endpoint)
        && path.equals(o.path)
        && query.equals(o.query)
        && headers.equals(o.headers)
        && body.equals(o.body)
        && timeout.equals(o.timeout)
        && destructive == o.destructive;
  }

  @Override
  public int hashCode() {
    return Objects.hash(method, endpoint, path, query, headers, body);
  }

  @Override
  public String toString() {
    // The path of a service that gives keys may be a secret.
    return method + " " + endpoint;
  }
}
