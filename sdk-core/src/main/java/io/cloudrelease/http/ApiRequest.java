package io.cloudrelease.http;

import java.util.Objects;

/**
 * One call of a cloud's API before it is signed: what is asked, not yet how the cloud's protocol
 * carries it. A {@link io.cloudrelease.signing.RequestSigner} puts action, version, region, time
 * and signature where its scheme wants them.
 *
 * @param method {@code POST} for everything that changes something
 * @param endpoint where to
 * @param path begins with a slash
 * @param query percent-encoded (RFC 3986, upper-case hex) {@code name=value} pairs joined by {@code
 *     &}, sorted by name; empty for none
 * @param action the API action
 * @param version the API version
 * @param region the region it acts on; empty where the cloud has none
 * @param contentType the exact Content-Type; empty when no such header is sent
 * @param body the exact bytes
 */
public record ApiRequest(
    String method,
    Endpoint endpoint,
    String path,
    String query,
    String action,
    String version,
    String region,
    String contentType,
    HttpBody body) {

  public ApiRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(endpoint, "endpoint");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must begin with a slash: " + path);
    }
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
  }

  @Override
  public String toString() {
    return method + " " + endpoint + path + " " + action + " (" + body + ")";
  }
}
