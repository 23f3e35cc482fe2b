package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.AsciiBuffer;
import io.cloudrelease.signing.DerivedKey;
import io.cloudrelease.signing.Hashes;
import io.cloudrelease.signing.HmacKey;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  private volatile @Nullable Beginning beginning;

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
    byte[] payloadHash = Hashes.sha256().digest(request.body().bytes());
    MessageDigest digest = Hashes.copyOf(beginning(contentType, request.endpoint()));
    new AsciiBuffer(2 * payloadHash.length).appendHex(payloadHash).feed(digest);
    AsciiBuffer toSign = stringToSign(timestamp, digest.digest());
    byte[] signature = key.of(credentials.secretKey(), "").sign(toSign);
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

  /** Fed all of the canonical request that stands before the body's hash. */
  private MessageDigest beginning(String contentType, Endpoint endpoint) {
    Beginning kept = beginning;
    if (kept == null || !kept.isOf(contentType, endpoint)) {
      MessageDigest digest = Hashes.sha256();
      String text = canonicalRequest(contentType, endpoint.hostHeader(), "");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      kept = new Beginning(contentType, endpoint, digest);
      beginning = kept;
    }
    return kept.digest;
  }

  static AsciiBuffer stringToSign(String timestamp, byte[] canonicalHash) {
    return new AsciiBuffer(128)
        .append(ALGORITHM + '\n')
        .append(timestamp)
        .append('\n')
        .appendHex(canonicalHash);
  }

  private static String authorization(String accessKeyId, byte[] signature) {
    return new AsciiBuffer(192)
        .append(ALGORITHM + " Credential=")
        .append(accessKeyId)
        .append(", SignedHeaders=content-type;host, Signature=")
        .appendHex(signature)
        .toText();
  }

  /**
   * What canonical requests begin with; all but the body's hash is the same in each.
   *
   * @param digest fed it; only ever copied
   */
  private record Beginning(String contentType, Endpoint endpoint, MessageDigest digest) {
    boolean isOf(String type, Endpoint where) {
      return contentType.equals(type) && (endpoint == where || endpoint.equals(where));
    }
  }

  /**
   * The documents want the signed value in lower case, the vendor's SDKs sign it as it is sent;
   * sent and signed in lower case, it is right either way.
   */
  private static String canonical(String contentType) {
    return contentType.trim().toLowerCase(Locale.ROOT);
  }
}
