package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Puts a signed request into OkHttp's form, or refuses: what goes out is what was signed. */
final class OutgoingRequest {
  private static final String USER_AGENT = "User-Agent";

  private OutgoingRequest() {}

  /**
   * The request, with its passage as a tag.
   *
   * @throws IllegalArgumentException when it would go out differently from how it was signed
   */
  static Request of(HttpRequest request, Passage passage, String userAgent, boolean oneShot) {
    boolean bodyless = request.method().equals("GET") && request.body().bytes().length == 0;
    RequestBody body = bodyless ? null : new OneShotBody(request.body(), oneShot);
    Request.Builder builder =
        new Request.Builder()
            .url(urlOf(request))
            .tag(Passage.class, passage)
            .method(request.method(), body);
    // As signed, which OkHttp's own form need not be for every spelling of an IPv6 address.
    builder.header("Host", request.endpoint().hostHeader());
    boolean named = false;
    for (Header header : request.headers()) {
      add(builder, header);
      named |= header.name().equalsIgnoreCase(USER_AGENT);
    }
    if (!named) {
      builder.header(USER_AGENT, userAgent);
    }
    return builder.build();
  }

  private static void add(Request.Builder builder, Header header) {
    try {
      builder.addHeader(header.name(), header.value());
    } catch (IllegalArgumentException e) {
      // OkHttp's message quotes the value, which may be a token; so no cause.
      throw new IllegalArgumentException(
          "header " + header.name() + " holds a character that HTTP does not allow");
    }
  }

  private static HttpUrl urlOf(HttpRequest request) {
    HttpUrl url = HttpUrl.parse(request.endpoint().toString().concat(request.target()));
    if (url == null) {
      throw new IllegalArgumentException(
          "no host can have that name; check the region and the endpoint");
    }
    String query = url.encodedQuery();
    boolean asSigned =
        url.encodedPath().equals(request.path())
            && (query == null ? request.query().isEmpty() : query.equals(request.query()));
    if (!asSigned) {
      throw new IllegalArgumentException(
          "path or query is not in the form it would be sent in; percent-encode it by RFC 3986");
    }
    return url;
  }
}
