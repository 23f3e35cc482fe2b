package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.util.List;
import java.util.Locale;

/**
 * Signs with Zenlayer's ZC2-HMAC-SHA256, or sends a personal access token as it is (Zenlayer API
 * introduction, page Signature).
 *
 * <p>The signature covers content type, host, time and body, not path, action or version: whoever
 * sees one {@code Authorization} can turn a read into a release of the same body for five minutes.
 * A session token has no place in this scheme and is not sent. Stateless and thread-safe.
 */
final class Zc2Signer implements RequestSigner {
  private static final String ALGORITHM = "ZC2-HMAC-SHA256";

  /**
   * Signs a call.
   *
   * @throws IllegalArgumentException when the call is not a POST with a content type and without a
   *     query: the scheme covers nothing else
   */
  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    // The documents want the signed value in lower case, the vendor's SDKs sign it as it is sent;
    // sent and signed in lower case, it is right either way.
    String contentType = request.contentType().trim().toLowerCase(Locale.ROOT);
    if (!request.method().equals("POST") || !request.query().isEmpty() || contentType.isEmpty()) {
      throw new IllegalArgumentException(
          ALGORITHM + " signs a POST with a content type and without a query only");
    }
    Header type = new Header("Content-Type", contentType);
    Header action = new Header("X-ZC-Action", request.action());
    Header version = new Header("X-ZC-Version", request.version());
    if (credentials.isBearer()) {
      String token = credentials.token().map(Secret::reveal).orElseThrow();
      return signed(request, type, action, version, new Header("Authorization", "Bearer " + token));
    }
    String canonical =
        canonicalRequest(
            contentType, request.endpoint().hostHeader(), Hashes.sha256Hex(request.body().bytes()));
    String timestamp = Long.toString(context.now().getEpochSecond());
    byte[] key = Hashes.utf8(credentials.secretKey().reveal());
    String signature = Hashes.hex(Hashes.hmacSha256(key, stringToSign(timestamp, canonical)));
    StringBuilder authorization = new StringBuilder(256).append(ALGORITHM);
    authorization.append(" Credential=").append(credentials.accessKeyId());
    authorization.append(", SignedHeaders=content-type;host, Signature=").append(signature);
    return signed(
        request,
        type,
        action,
        version,
        new Header("X-ZC-Timestamp", timestamp),
        new Header("X-ZC-Signature-Method", ALGORITHM),
        new Header("Authorization", authorization.toString()));
  }

  private static HttpRequest signed(ApiRequest request, Header... headers) {
    return HttpRequest.signed(request, request.query(), List.of(headers));
  }

  /** The path is always a single slash here, whatever the path on the wire. */
  static String canonicalRequest(String contentType, String host, String payloadHash) {
    String headers = "content-type:" + contentType + "\nhost:" + host + '\n';
    return String.join("\n", "POST", "/", "", headers, "content-type;host", payloadHash);
  }

  static String stringToSign(String timestamp, String canonicalRequest) {
    return String.join("\n", ALGORITHM, timestamp, Hashes.sha256Hex(canonicalRequest));
  }
}
