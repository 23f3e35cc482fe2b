package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.DerivedKey;
import io.cloudrelease.signing.Hashes;
import io.cloudrelease.signing.HmacKey;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/**
 * Signs with Zenlayer's ZC2-HMAC-SHA256, or sends a personal access token as it is (Zenlayer API
 * introduction, page Signature).
 *
 * <p>The signature covers content type, host, time and body, not path, action or version: whoever
 * sees one {@code Authorization} can turn a read into a release of the same body for five minutes.
 * A session token has no place in this scheme and is not sent. Thread-safe; it remembers the last
 * key.
 */
public final class Zc2Signer implements RequestSigner {
  private static final String ALGORITHM = "ZC2-HMAC-SHA256";

  private final DerivedKey key =
      new DerivedKey((secret, noScope) -> HmacKey.sha256(secret.getBytes(StandardCharsets.UTF_8)));

  /** A signer; all are alike. */
  public Zc2Signer() {}

  /**
   * Signs a call.
   *
   * @throws IllegalArgumentException when the call is not a POST with a content type and without a
   *     query: the scheme covers nothing else
   */
  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    if (!request.method().equals("POST") || !request.query().isEmpty()) {
      throw new IllegalArgumentException(ALGORITHM + " signs a POST without a query only");
    }
    String contentType = canonical(request.contentType());
    if (contentType.isEmpty()) {
      throw new IllegalArgumentException(ALGORITHM + " needs a content type");
    }
    List<Header> headers =
        credentials.isBearer()
            ? bearerHeaders(request, contentType, credentials)
            : signedHeaders(request, contentType, credentials, context);
    return HttpRequest.signed(request, request.path(), headers, request.body());
  }

  private static List<Header> bearerHeaders(
      ApiRequest request, String contentType, Credentials credentials) {
    String token = credentials.token().map(Secret::reveal).orElseThrow();
    return List.of(
        new Header("Content-Type", contentType),
        new Header("X-ZC-Action", request.action()),
        new Header("X-ZC-Version", request.version()),
        new Header("Authorization", "Bearer " + token));
  }

  private List<Header> signedHeaders(
      ApiRequest request, String contentType, Credentials credentials, SigningContext context) {
    String timestamp = Long.toString(context.now().getEpochSecond());
    MessageDigest digest = Hashes.sha256();
    byte[] payloadHash = Hashes.hexBytes(digest.digest(request.body().bytes()));
    String canonical = canonicalRequest(contentType, request.endpoint().hostHeader(), "");
    digest.update(canonical.getBytes(StandardCharsets.UTF_8));
    String canonicalHash = Hashes.hex(digest.digest(payloadHash));
    byte[] toSign = stringToSign(timestamp, canonicalHash).getBytes(StandardCharsets.UTF_8);
    String signature = Hashes.hex(key.of(credentials.secretKey(), "").sign(toSign));
    return List.of(
        new Header("Content-Type", contentType),
        new Header("X-ZC-Action", request.action()),
        new Header("X-ZC-Version", request.version()),
        new Header("X-ZC-Timestamp", timestamp),
        new Header("X-ZC-Signature-Method", ALGORITHM),
        new Header("Authorization", authorization(credentials.accessKeyId(), signature)));
  }

  /** The path is always a single slash here, whatever the path on the wire. */
  static String canonicalRequest(String contentType, String host, String payloadHash) {
    return "POST\n/\n\ncontent-type:"
        + contentType
        + "\nhost:"
        + host
        + "\n\ncontent-type;host\n"
        + payloadHash;
  }

  static String stringToSign(String timestamp, String canonicalHash) {
    return ALGORITHM + '\n' + timestamp + '\n' + canonicalHash;
  }

  private static String authorization(String accessKeyId, String signature) {
    return ALGORITHM
        + " Credential="
        + accessKeyId
        + ", SignedHeaders=content-type;host, Signature="
        + signature;
  }

  /**
   * The documents want the signed value in lower case, the vendor's SDKs sign it as it is sent;
   * sent and signed in lower case, it is right either way.
   */
  private static String canonical(String contentType) {
    return contentType.trim().toLowerCase(Locale.ROOT);
  }
}
