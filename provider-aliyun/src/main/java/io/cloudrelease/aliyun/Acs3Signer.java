package io.cloudrelease.aliyun;

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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs with ACS3-HMAC-SHA256: action, version, time and nonce go into {@code x-acs-} headers, and
 * all of them are signed together with the host, the query and the body. Thread-safe; it remembers
 * the last key.
 *
 * <p>Alibaba Cloud SDK documentation, "Request syntax and signature method V3". The cloud takes a
 * time that is at most 15 minutes off, and each nonce once.
 */
public final class Acs3Signer implements RequestSigner {
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";

  private static final String CONTENT_SHA256 = "x-acs-content-sha256";
  private static final Header ACCEPT = new Header("Accept", "application/json");

  /** The hash of an empty body, which is what most calls have. */
  private static final String NOTHING = Hashes.sha256Hex("");

  private final DerivedKey key =
      new DerivedKey((secret, noScope) -> HmacKey.sha256(secret.getBytes(StandardCharsets.UTF_8)));

  /** A signer; one serves any number of threads. */
  public Acs3Signer() {}

  /**
   * Signs.
   *
   * @throws io.cloudrelease.error.ConfigurationException for a bearer token
   */
  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    AliyunCredentials.requireKey(credentials);
    List<Header> signed = signedHeaders(request, credentials, context);
    String names = names(signed);
    byte[] toSign =
        stringToSign(canonicalHash(request, signed, names)).getBytes(StandardCharsets.US_ASCII);
    String signature = Hashes.hex(key.of(credentials.secretKey(), "").sign(toSign));
    List<Header> headers = new ArrayList<>(signed.size() + 1);
    headers.add(ACCEPT);
    for (Header header : signed) {
      if (!header.name().equals("host")) {
        headers.add(header);
      }
    }
    headers.add(
        new Header(
            "Authorization",
            ALGORITHM
                + " Credential="
                + credentials.accessKeyId()
                + ",SignedHeaders="
                + names
                + ",Signature="
                + signature));
    return HttpRequest.signed(request, request.query(), headers);
  }

  /** The headers that are signed, in the order of their lower-case names. */
  static List<Header> signedHeaders(
      ApiRequest request, Credentials credentials, SigningContext context) {
    List<Header> headers = new ArrayList<>(8);
    if (!request.contentType().isEmpty()) {
      headers.add(new Header("content-type", request.contentType()));
    }
    headers.add(new Header("host", request.endpoint().hostHeader()));
    headers.add(new Header("x-acs-action", request.action()));
    headers.add(new Header(CONTENT_SHA256, bodyHash(request)));
    headers.add(new Header("x-acs-date", date(context)));
    Optional<Secret> token = credentials.token();
    if (token.isPresent()) {
      headers.add(new Header("x-acs-security-token", token.get().reveal()));
    }
    headers.add(new Header("x-acs-signature-nonce", context.nonce()));
    headers.add(new Header("x-acs-version", request.version()));
    return headers;
  }

  private static String bodyHash(ApiRequest request) {
    return request.body().length() == 0 ? NOTHING : Hashes.sha256Hex(request.body().bytes());
  }

  /** The hash of {@link #canonicalRequest}, taken without putting its long query together again. */
  static String canonicalHash(ApiRequest request, List<Header> signedHeaders, String names) {
    MessageDigest digest = Hashes.sha256();
    digest.update(beforeQuery(request).getBytes(StandardCharsets.UTF_8));
    Hashes.updateAscii(digest, request.query());
    digest.update(afterQuery(signedHeaders, names).getBytes(StandardCharsets.UTF_8));
    return Hashes.hex(digest.digest());
  }

  static String canonicalRequest(ApiRequest request, List<Header> signedHeaders) {
    return beforeQuery(request) + request.query() + afterQuery(signedHeaders, names(signedHeaders));
  }

  private static String beforeQuery(ApiRequest request) {
    return request.method() + '\n' + request.path() + '\n';
  }

  private static String afterQuery(List<Header> signedHeaders, String names) {
    StringBuilder text = new StringBuilder(512).append('\n');
    String bodyHash = "";
    for (Header header : signedHeaders) {
      text.append(header.name()).append(':').append(header.value().trim()).append('\n');
      if (header.name().equals(CONTENT_SHA256)) {
        bodyHash = header.value();
      }
    }
    text.append('\n').append(names).append('\n');
    return text.append(bodyHash).toString();
  }

  static String names(List<Header> headers) {
    StringBuilder names = new StringBuilder(128);
    for (Header header : headers) {
      names.append(names.length() == 0 ? "" : ";").append(header.name());
    }
    return names.toString();
  }

  static String stringToSign(String canonicalHash) {
    return ALGORITHM + '\n' + canonicalHash;
  }

  /** The time as this cloud writes it: UTC, whole seconds. */
  static String date(SigningContext context) {
    return context.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
