package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Signs calls of Tencent Cloud's API 3.0 with TC3-HMAC-SHA256 (API 3.0, signature v3).
 *
 * <p>The action is signed too, unless {@link #withoutAction()} says otherwise: with content type
 * and host alone, the same signature would fit any other action with the same body in the same
 * second. The cloud accepts a signature for about five minutes. Thread-safe; a pure function of its
 * inputs that keeps the key of the last secret and day.
 */
final class Tc3Signer implements RequestSigner {
  private final String service;
  private final String language;
  private final String signedHeaders;
  private volatile @Nullable DayKey last;

  private record DayKey(Secret secret, String date, Mac mac) {}

  /** A signer for one product, as the signature names it ({@code cvm}). */
  Tc3Signer(String service) {
    this(service, "", "content-type;host;x-tc-action");
  }

  private Tc3Signer(String service, String language, String signedHeaders) {
    this.service = service;
    this.language = language;
    this.signedHeaders = signedHeaders;
  }

  /** This signer signing content type and host only, as the vendor's SDKs do. */
  Tc3Signer withoutAction() {
    return new Tc3Signer(service, language, "content-type;host");
  }

  /** This signer for another product of the same account. */
  Tc3Signer service(String other) {
    return new Tc3Signer(other, language, signedHeaders);
  }

  /** This signer asking for messages in that language; empty to leave it to the cloud. */
  Tc3Signer language(String value) {
    return new Tc3Signer(service, value, signedHeaders);
  }

  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    if (credentials.isBearer()) {
      throw new ConfigurationException(
          "Tencent Cloud takes a secret id and key, not a bearer token; give a key pair");
    } else if (request.contentType().isEmpty()) {
      throw new IllegalArgumentException("TC3-HMAC-SHA256 needs a content type to sign");
    }
    String timestamp = Long.toString(context.now().getEpochSecond());
    String date = LocalDate.ofInstant(context.now(), ZoneOffset.UTC).toString();
    String toSign = stringToSign(canonicalRequest(request), timestamp, date);
    Mac key = dayKey(credentials.secretKey(), date);
    String signature = Hashes.hex(Hashes.sign(key, toSign));
    StringBuilder authorization = new StringBuilder(256).append("TC3-HMAC-SHA256 Credential=");
    authorization.append(credentials.accessKeyId()).append('/').append(scope(date));
    authorization.append(", SignedHeaders=").append(signedHeaders);
    authorization.append(", Signature=").append(signature);

    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", request.contentType()));
    headers.add(new Header("X-TC-Action", request.action()));
    headers.add(new Header("X-TC-Version", request.version()));
    headers.add(new Header("X-TC-Timestamp", timestamp));
    headers.add(new Header("X-TC-Region", request.region()));
    headers.add(new Header("X-TC-Language", language));
    headers.add(new Header("X-TC-Token", credentials.token().map(Secret::reveal).orElse("")));
    headers.removeIf(header -> header.value().isEmpty()); // sent empty, it would be refused
    headers.add(new Header("Authorization", authorization.toString()));
    return HttpRequest.signed(request, request.query(), headers);
  }

  String canonicalRequest(ApiRequest request) {
    StringBuilder text = new StringBuilder(256).append(request.method());
    text.append('\n').append(request.path()).append('\n').append(request.query());
    text.append("\ncontent-type:").append(request.contentType());
    text.append("\nhost:").append(request.endpoint().hostHeader());
    if (signedHeaders.endsWith("x-tc-action")) {
      text.append("\nx-tc-action:").append(request.action().toLowerCase(Locale.ROOT));
    }
    text.append("\n\n").append(signedHeaders).append('\n');
    return text.append(Hashes.sha256Hex(request.body().bytes())).toString();
  }

  String stringToSign(String canonicalRequest, String timestamp, String date) {
    String hash = Hashes.sha256Hex(canonicalRequest);
    return String.join("\n", "TC3-HMAC-SHA256", timestamp, scope(date), hash);
  }

  private Mac dayKey(Secret secret, String date) {
    DayKey kept = last;
    if (kept == null || !kept.date.equals(date) || !kept.secret.equals(secret)) {
      kept = new DayKey(secret, date, Hashes.hmacSha256(signingKey(secret.reveal(), date)));
      last = kept;
    }
    return kept.mac;
  }

  byte[] signingKey(String secret, String date) {
    byte[] ofDay = Hashes.hmacSha256(Hashes.utf8("TC3" + secret), date);
    return Hashes.hmacSha256(Hashes.hmacSha256(ofDay, service), "tc3_request");
  }

  String scope(String date) {
    return String.join("/", date, service, "tc3_request");
  }
}
