package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.Hashes;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs with ACS3-HMAC-SHA256: action, version, time and nonce go into {@code x-acs-} headers, and
 * all of them are signed together with the host, the query and the body. Stateless and thread-safe.
 *
 * <p>Alibaba Cloud SDK documentation, "Request syntax and signature method V3". The cloud takes a
 * time that is at most 15 minutes off, and each nonce once.
 */
public final class Acs3Signer implements RequestSigner {
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";

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
    TreeMap<String, String> signed = signedHeaders(request, credentials, context);
    String names = String.join(";", signed.keySet());
    String signature =
        Hashes.hex(
            Hashes.hmacSha256(
                credentials.secretKey().reveal().getBytes(StandardCharsets.UTF_8),
                stringToSign(canonicalRequest(request, signed))));
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Accept", "application/json"));
    signed.forEach(
        (name, value) -> {
          if (!name.equals("host")) {
            headers.add(new Header(name, value));
          }
        });
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
    return HttpRequest.signed(
        request, target(request.path(), request.query()), headers, request.body());
  }

  /** The headers that are signed, by lower-case name. */
  static TreeMap<String, String> signedHeaders(
      ApiRequest request, Credentials credentials, SigningContext context) {
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("host", request.endpoint().hostHeader());
    headers.put("x-acs-action", request.action());
    headers.put("x-acs-version", request.version());
    headers.put("x-acs-date", date(context));
    headers.put("x-acs-signature-nonce", context.nonce());
    headers.put("x-acs-content-sha256", Hashes.sha256Hex(request.body().bytes()));
    credentials.token().map(Secret::reveal).ifPresent(t -> headers.put("x-acs-security-token", t));
    if (!request.contentType().isEmpty()) {
      headers.put("content-type", request.contentType());
    }
    return headers;
  }

  static String canonicalRequest(ApiRequest request, Map<String, String> signedHeaders) {
    StringBuilder text = new StringBuilder(512 + request.query().length());
    text.append(request.method()).append('\n');
    text.append(request.path()).append('\n');
    text.append(request.query()).append('\n');
    signedHeaders.forEach(
        (name, value) -> text.append(name).append(':').append(value.trim()).append('\n'));
    text.append('\n').append(String.join(";", signedHeaders.keySet())).append('\n');
    return text.append(signedHeaders.get("x-acs-content-sha256")).toString();
  }

  static String stringToSign(String canonicalRequest) {
    return ALGORITHM + '\n' + Hashes.sha256Hex(canonicalRequest);
  }

  /** The time as this cloud writes it: UTC, whole seconds. */
  static String date(SigningContext context) {
    return context.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String target(String path, String query) {
    return query.isEmpty() ? path : path + '?' + query;
  }
}
