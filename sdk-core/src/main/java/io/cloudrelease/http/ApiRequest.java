package io.cloudrelease.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a cloud's API before it is signed: what is asked, not yet how the cloud's protocol
 * carries it. A {@link io.cloudrelease.signing.RequestSigner} puts action, version, region, time
 * and signature where its scheme wants them. Immutable; each method gives another one.
 */
public final class ApiRequest {
  private final String method;
  private final Endpoint endpoint;
  private final String path;
  private String query = "";
  private String action = "";
  private String version = "";
  private String region = "";
  private String contentType = "";
  private HttpBody body = HttpBody.empty();

  private ApiRequest(String method, Endpoint endpoint, String path) {
    this.method = Objects.requireNonNull(method, "method");
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    this.path = path;
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must begin with a slash: " + path);
    }
  }

  private ApiRequest(ApiRequest other) {
    method = other.method;
    endpoint = other.endpoint;
    path = other.path;
    query = other.query;
    action = other.action;
    version = other.version;
    region = other.region;
    contentType = other.contentType;
    body = other.body;
  }

  /**
   * A call without query and body.
   *
   * @param method {@code POST} for everything that changes something
   * @param endpoint where to
   * @param path begins with a slash
   */
  public static ApiRequest of(String method, Endpoint endpoint, String path) {
    return new ApiRequest(method, endpoint, path);
  }

  /**
   * With that query: percent-encoded (RFC 3986, upper-case hex) {@code name=value} pairs joined by
   * {@code &}, sorted by name; empty for none.
   */
  public ApiRequest query(String value) {
    ApiRequest request = new ApiRequest(this);
    request.query = Objects.requireNonNull(value, "query");
    return request;
  }

  /** Of that API action in that version. */
  public ApiRequest action(String actionName, String apiVersion) {
    ApiRequest request = new ApiRequest(this);
    request.action = Objects.requireNonNull(actionName, "action");
    request.version = Objects.requireNonNull(apiVersion, "version");
    return request;
  }

  /** In that region. */
  public ApiRequest region(String value) {
    ApiRequest request = new ApiRequest(this);
    request.region = Objects.requireNonNull(value, "region");
    return request;
  }

  /**
   * With that body.
   *
   * @param type the exact Content-Type; empty when no such header is sent
   * @param bytes the exact bytes
   */
  public ApiRequest body(String type, HttpBody bytes) {
    ApiRequest request = new ApiRequest(this);
    request.contentType = Objects.requireNonNull(type, "contentType");
    request.body = Objects.requireNonNull(bytes, "body");
    return request;
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

  public String action() {
    return action;
  }

  public String version() {
    return version;
  }

  /** The region it acts on; empty where the cloud has none. */
  public String region() {
    return region;
  }

  public String contentType() {
    return contentType;
  }

  public HttpBody body() {
    return body;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApiRequest o
        && method.equals(o.method)
        && endpoint.equals(o.endpoint)
        && path.equals(o.path)
        && query.equals(o.query)
        && action.equals(o.action)
        && version.equals(o.version)
        && region.equals(o.region)
        && contentType.equals(o.contentType)
        && body.equals(o.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(method, endpoint, path, query, action, body);
  }

  @Override
  public String toString() {
    return method + " " + endpoint + path + " " + action + " (" + body + ")";
  }
}
