package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.AsciiBuffer;
import io.cloudrelease.signing.DerivedKey;
import io.cloudrelease.signing.Hashes;
import io.cloudrelease.signing.HmacKey;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.nio.charset.StandardCharsets;
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

  private static final int USUAL_LENGTH = 256;

  private static final int MOST_HEADERS = 9;

  private static final Names[] NAMES = {
    Names.of(
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"),
    Names.of(
        "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;"
            + "x-acs-version"),
    Names.of(
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;"
            + "x-acs-signature-nonce;x-acs-version"),
    Names.of(
        "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;"
            + "x-acs-signature-nonce;x-acs-version")
  };

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
    KeyPairs.require(credentials);
    List<Header> headers = signedHeaders(request, credentials, context);
    Names names = names(!request.contentType().isEmpty(), credentials.token().isPresent());
    AsciiBuffer toSign = stringToSign(canonicalHash(request, headers, names));
    byte[] signature = key.of(credentials.secretKey(), "").sign(toSign);
    String authorization =
        new AsciiBuffer(USUAL_LENGTH)
            .append(ALGORITHM + " Credential=")
            .append(credentials.accessKeyId())
            .append(names.afterKeyId)
            .appendHex(signature)
            .toText();
    // The host goes with every request by itself.
    headers.set(request.contentType().isEmpty() ? 0 : 1, ACCEPT);
    headers.add(new Header("Authorization", authorization));
    return HttpRequest.signed(request, request.query(), headers);
  }

  /** The headers that are signed, in the order of their lower-case names. */
  static List<Header> signedHeaders(
      ApiRequest request, Credentials credentials, SigningContext context) {
    List<Header> headers = new ArrayList<>(MOST_HEADERS);
    if (!request.contentType().isEmpty()) {
      headers.add(new Header("content-type", request.contentType()));
    }
    headers.add(new Header("host", request.endpoint().hostHeader()));
    headers.add(new Header("x-acs-action", request.action()));
    headers.add(new Header(CONTENT_SHA256, bodyHash(request)));
    headers.add(new Header("x-acs-date", DateText.of(context.now())));
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
  static byte[] canonicalHash(ApiRequest request, List<Header> signedHeaders, Names names) {
    AsciiBuffer text = AsciiBuffer.feeding(Hashes.sha256());
    canonical(text, request, signedHeaders, names);
    return text.digest();
  }

  static String canonicalRequest(ApiRequest request, List<Header> signedHeaders, Names names) {
    AsciiBuffer text = new AsciiBuffer(USUAL_LENGTH);
    canonical(text, request, signedHeaders, names);
    return text.toText();
  }

  private static void canonical(
      AsciiBuffer text, ApiRequest request, List<Header> signedHeaders, Names names) {
    text.append(request.method()).append('\n').append(request.path()).append('\n');
    text.append(request.query()).append('\n');
    String bodyHash = "";
    for (Header header : signedHeaders) {
      text.appendLine(header.name(), header.value().trim());
      if (header.name().equals(CONTENT_SHA256)) {
        bodyHash = header.value();
      }
    }
    text.append(names.beforeBodyHash).append(bodyHash);
  }

  /** The names of {@link #signedHeaders}. */
  static Names names(boolean hasContentType, boolean hasToken) {
    return NAMES[(hasContentType ? 1 : 0) + (hasToken ? 2 : 0)];
  }

  static AsciiBuffer stringToSign(byte[] canonicalHash) {
    return new AsciiBuffer(128).append(ALGORITHM + '\n').appendHex(canonicalHash);
  }

  /**
   * The names of the headers that are signed, and the texts that they are part of.
   *
   * @param list in order, between semicolons
   * @param afterKeyId what stands between key id and signature in the header
   * @param beforeBodyHash what ends the canonical request but for the body's hash
   */
  record Names(String list, String afterKeyId, String beforeBodyHash) {
    private static Names of(String list) {
      return new Names(list, ",SignedHeaders=" + list + ",Signature=", '\n' + list + '\n');
    }
  }
}
