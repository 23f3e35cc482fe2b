package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/**
 * Signs with HMAC-SHA1 in the query: all parameters, the common ones (action, version, key id,
 * time, nonce, token) among them, are sorted and signed; no header is. Stateless and thread-safe.
 *
 * <p>Alibaba Cloud ECS documentation, "Signature" of RPC calls, deprecated but served. The token of
 * temporary credentials stands in the URL: prefer {@link Acs3Signer}.
 */
final class RpcV1Signer implements RequestSigner {
  private static final String FORM = "application/x-www-form-urlencoded";

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
    String toSign = stringToSign(request.method(), canonicalQuery(request, credentials, context));
    byte[] key = Hashes.utf8(credentials.secretKey().reveal() + '&');
    byte[] signature = Hashes.hmacSha1(key, toSign);

    Parameters query = queryParameters(request, credentials, context);
    query.put("Signature", Base64.getEncoder().encodeToString(signature));
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
    return method + "&%2F&" + Parameters.encode(canonicalQuery);
  }

  private static Parameters queryParameters(
      ApiRequest request, Credentials credentials, SigningContext context) {
    Parameters query = new Parameters().put("Format", "JSON").putEncoded(request.query());
    query
        .put("Action", request.action())
        .put("Version", request.version())
        .put("AccessKeyId", credentials.accessKeyId())
        .put("SignatureMethod", "HMAC-SHA1")
        .put("SignatureVersion", "1.0")
        .put("SignatureNonce", context.nonce())
        .put("Timestamp", context.now().truncatedTo(ChronoUnit.SECONDS).toString());
    credentials.token().ifPresent(token -> query.put("SecurityToken", token.reveal()));
    return query;
  }
}
