package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.DerivedKey;
import io.cloudrelease.signing.HmacKey;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Signs with HMAC-SHA1 in the query: all parameters, the common ones (action, version, key id,
 * time, nonce, token) among them, are sorted and signed; no header is. Thread-safe; it remembers
 * the last key.
 *
 * <p>Alibaba Cloud ECS documentation, "Signature" of RPC calls, deprecated but served. The token of
 * temporary credentials stands in the URL: prefer {@link Acs3Signer}.
 */
public final class RpcV1Signer implements RequestSigner {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final DerivedKey key =
      new DerivedKey(
          (secret, noScope) -> HmacKey.sha1((secret + '&').getBytes(StandardCharsets.UTF_8)));

  /** A signer; one serves any number of threads. */
  public RpcV1Signer() {}

  /**
   * Signs. Answers are asked for as JSON unless the query has a {@code Format} of its own. The
   * parameters of a form body are signed with those of the query; a body of another type is not
   * covered by this scheme.
   *
   * @throws io.cloudrelease.error.ConfigurationException for a bearer token
   */
  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    KeyPairs.require(credentials);
    Parameters query = queryParameters(request, credentials, context);
    String toSign = stringToSign(request.method(), canonicalQuery(request, credentials, context));
    byte[] code = key.of(credentials.secretKey(), "").sign(toSign.getBytes(StandardCharsets.UTF_8));
    query.put("Signature", Base64.getEncoder().encodeToString(code));
    List<Header> headers =
        request.contentType().isEmpty()
            ? List.of()
            : List.of(new Header("content-type", request.contentType()));
    return HttpRequest.signed(request, query.toQuery(), headers);
  }

  /** All that is signed: the parameters of query and form, and the common ones. */
  static String canonicalQuery(
      ApiRequest request, Credentials credentials, SigningContext context) {
    Parameters all = queryParameters(request, credentials, context);
    if (request.contentType().regionMatches(true, 0, FORM, 0, FORM.length())) {
      all.putEncoded(request.body().text());
    }
    return all.toQuery();
  }

  static String stringToSign(String method, String canonicalQuery) {
    return method + "&%2F&" + PercentEncoding.encode(canonicalQuery);
  }

  private static Parameters queryParameters(
      ApiRequest request, Credentials credentials, SigningContext context) {
    Parameters query = new Parameters().putEncoded(request.query());
    if (!query.has("Format")) {
      query.put("Format", "JSON");
    }
    query
        .put("Action", request.action())
        .put("Version", request.version())
        .put("AccessKeyId", credentials.accessKeyId())
        .put("SignatureMethod", "HMAC-SHA1")
        .put("SignatureVersion", "1.0")
        .put("SignatureNonce", context.nonce())
        .put("Timestamp", DateText.of(context.now()));
    credentials.token().map(Secret::reveal).ifPresent(t -> query.put("SecurityToken", t));
    return query;
  }
}
