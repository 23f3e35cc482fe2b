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
 * @param target path and query as on the wire; begins with a slash
 * @param headers all headers but Host and Content-Length, in order; a Content-Type among them is
 *     sent byte for byte
 * @param body the exact bytes
 * @param timeout the most time from the start of the call, name lookup and connecting included, to
 *     the last byte in; positive
 * @param destructive whether it changes something: such a request goes over a fresh or just-used
 *     connection only
 */
public record HttpRequest(
    String method,
    Endpoint endpoint,
    String target,
    List<Header> headers,
    HttpBody body,
    Duration timeout,
    boolean destructive) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  public HttpRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(endpoint, "endpoint");
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("the target must begin with a slash");
    }
    headers = List.copyOf(headers);
    Objects.requireNonNull(body, "body");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
  }

  /** A request with the default timeout, marked as not destructive; what signers make. */
  public static HttpRequest signed(
      ApiRequest request, String target, List<Header> headers, HttpBody body) {
    return new HttpRequest(
        request.method(), request.endpoint(), target, headers, body, DEFAULT_TIMEOUT, false);
  }

  /** This request with that time limit and kind. */
  public HttpRequest with(Duration newTimeout, boolean isDestructive) {
    return new HttpRequest(method, endpoint, target, headers, body, newTimeout, isDestructive);
  }

  /** The value of that header, ignoring case. */
  public Optional<String> header(String name) {
    return HttpResponse.find(headers, name);
  }

  @Override
  public String toString() {
    int query = target.indexOf('?');
    return method + " " + endpoint + (query < 0 ? target : target.substring(0, query));
  }
}
