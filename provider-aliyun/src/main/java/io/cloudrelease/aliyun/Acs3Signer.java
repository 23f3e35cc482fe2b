package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Signs with ACS3-HMAC-SHA256: action, version, time and nonce go into {@code x-acs-} headers, and
 * all of them are signed together with the host, the query and the body. Stateless and thread-safe.
 *
 * <p>Alibaba Cloud SDK documentation, "Request syntax and signature method V3". The cloud takes a
 * time that is at most 15 minutes off, and each nonce once.
 */
final class Acs3Signer implements RequestSigner {
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";
  private static final String BODY_HASH = "x-acs-content-sha256";

  /**
   * Signs.
   *
   * @throws io.cloudrelease.error.ConfigurationException for a bearer token
   */
  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    KeyPairs.require(credentials);
    List<Header> signed = signedHeaders(request, credentials, context);
    String toSign = stringToSign(canonicalRequest(request, signed));
    byte[] key = Hashes.utf8(credentials.secretKey().reveal());
    StringBuilder authorization = new StringBuilder(320).append(ALGORITHM);
    authorization.append(" Credential=").append(credentials.accessKeyId());
    authorization.append(",SignedHeaders=").append(names(signed));
    authorization.append(",Signature=").append(Hashes.hex(Hashes.hmacSha256(key, toSign)));

    List<Header> headers = new ArrayList<>(signed);
    headers.removeIf(header -> header.name().equals("host")); // goes with every request by itself
    headers.add(new Header("Accept", "application/json"));
    headers.add(new Header("Authorization", authorization.toString()));
    return HttpRequest.signed(request, request.query(), headers);
  }

  /** The headers that are signed, in the order of their lower-case names. */
  static List<Header> signedHeaders(
      ApiRequest request, Credentials credentials, SigningContext context) {
    List<Header> headers = new ArrayList<>();
    if (!request.contentType().isEmpty()) {
      headers.add(new Header("content-type", request.contentType()));
    }
    headers.add(new Header("host", request.endpoint().hostHeader()));
    headers.add(new Header("x-acs-action", request.action()));
    headers.add(new Header(BODY_HASH, Hashes.sha256Hex(request.body().bytes())));
    headers.add(new Header("x-acs-date", context.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    credentials
        .token()
        .ifPresent(token -> headers.add(new Header("x-acs-security-token", token.reveal())));
    headers.add(new Header("x-acs-signature-nonce", context.nonce()));
    headers.add(new Header("x-acs-version", request.version()));
    return headers;
  }

  static String canonicalRequest(ApiRequest request, List<Header> signed) {
    StringBuilder headers = new StringBuilder(512);
    for (Header header : signed) {
      headers.append(header.name()).append(':').append(header.value().trim()).append('\n');
    }
    return String.join(
        "\n",
        request.method(),
        request.path(),
        request.query(),
        headers,
        names(signed),
        bodyHash(signed));
  }

  static String stringToSign(String canonicalRequest) {
    return ALGORITHM + '\n' + Hashes.sha256Hex(canonicalRequest);
  }

  private static String bodyHash(List<Header> signed) {
    for (Header header : signed) {
      if (header.name().equals(BODY_HASH)) {
        return header.value();
      }
    }
    throw new IllegalStateException("the body's hash is always signed");
  }

  private static String names(List<Header> headers) {
    StringJoiner names = new StringJoiner(";");
    headers.forEach(header -> names.add(header.name()));
    return names.toString();
  }
}
