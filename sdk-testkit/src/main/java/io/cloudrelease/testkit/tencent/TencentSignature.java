package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.AuthorizationHeader;
import io.cloudrelease.testkit.wire.Digests;
import io.cloudrelease.testkit.wire.SignedHeaders;
import io.cloudrelease.testkit.wire.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Checks TC3-HMAC-SHA256 as the cloud does (Tencent Cloud API 3.0, signature v3). */
final class TencentSignature {
  static final String ALGORITHM = "TC3-HMAC-SHA256";
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final HttpRequest request;
  private final AuthorizationHeader header;
  private final String keyId;
  private final String date;
  private final String service;

  private TencentSignature(HttpRequest request, AuthorizationHeader header, String[] credential) {
    this.request = request;
    this.header = header;
    this.keyId = credential[0];
    this.date = credential[1];
    this.service = credential[2];
  }

  /** The access key id an Authorization header names, as far as it can be read. */
  static String keyId(HttpRequest request) {
    return AuthorizationHeader.parse(SignedHeaders.text(request, "Authorization"))
        .map(header -> header.part("Credential"))
        .map(credential -> credential.substring(0, Math.max(0, credential.indexOf('/'))))
        .orElse("");
  }

  static TencentSignature of(HttpRequest request) {
    AuthorizationHeader header =
        AuthorizationHeader.parse(SignedHeaders.text(request, "Authorization"))
            .filter(h -> h.algorithm().equals(ALGORITHM))
            .orElseThrow(() -> invalid("The Authorization header is missing or malformed."));
    String[] credential = header.part("Credential").split("/", -1);
    if (credential.length != 4 || !credential[3].equals("tc3_request")) {
      throw invalid("The credential scope in the Authorization header is malformed.");
    }
    return new TencentSignature(request, header, credential);
  }

  String keyId() {
    return keyId;
  }

  /** Whose request it is, to that service of the cloud. */
  static KeyHolder authenticate(
      HttpRequest request, TencentDesk desk, Visit visit, String service) {
    TencentSignature signature = of(request);
    if (!desk.behavior().anyScope) {
      signature.checkScope(service);
    }
    signature.checkTime(visit.cloudTime());
    KeyHolder holder =
        desk.gate()
            .key(signature.keyId())
            .filter(found -> !found.key().isDisabled())
            .orElseThrow(
                () ->
                    TencentErrors.refused(
                        "AuthFailure.SecretIdNotFound", "The SecretId is not found."));
    String token = SignedHeaders.text(request, "X-TC-Token");
    if (!token.equals(holder.key().token()) || holder.key().isExpired(visit.cloudTime())) {
      throw TencentErrors.of(Trouble.TOKEN_EXPIRED);
    }
    signature.check(holder.key());
    return holder;
  }

  void checkScope(String rightService) {
    if (!service.equals(rightService)) {
      throw invalid("The service in the credential scope must be `" + rightService + "`.");
    }
  }

  void checkTime(Instant cloudTime) {
    String text = SignedHeaders.text(request, "X-TC-Timestamp");
    if (text.isEmpty()) {
      throw TencentErrors.missing("X-TC-Timestamp");
    }
    Instant timestamp;
    try {
      timestamp = Instant.ofEpochSecond(Long.parseLong(text));
    } catch (NumberFormatException | DateTimeException notSeconds) {
      throw TencentErrors.refused("InvalidParameter", "X-TC-Timestamp must be Unix seconds.");
    }
    if (Duration.between(timestamp, cloudTime).abs().compareTo(WINDOW) > 0) {
      throw TencentErrors.of(Trouble.CLOCK_SKEWED);
    }
    if (!date.equals(Times.date(timestamp))) {
      throw invalid("The date in the credential scope is not the date of X-TC-Timestamp in UTC.");
    }
  }

  void check(AccessKey key) {
    List<String> names = header.signedHeaders();
    if (!names.contains("content-type") || !names.contains("host")) {
      throw invalid("SignedHeaders must hold `content-type` and `host`.");
    }
    byte[] kDate = Digests.hmacSha256(Digests.utf8("TC3" + key.secret()), date);
    byte[] kService = Digests.hmacSha256(kDate, service);
    byte[] kSigning = Digests.hmacSha256(kService, "tc3_request");
    for (String lines : SignedHeaders.lines(request, names)) {
      if (Digests.hmacSha256Hex(kSigning, stringToSign(lines)).equals(header.part("Signature"))) {
        return;
      }
    }
    throw TencentErrors.refused(
        "AuthFailure.SignatureFailure",
        "The provided credentials could not be validated. Please check your signature is correct.");
  }

  private String stringToSign(String headerLines) {
    String target = request.target();
    int question = target.indexOf('?');
    String query = question < 0 ? "" : target.substring(question + 1);
    String canonical =
        request.method()
            + "\n/\n"
            + query
            + '\n'
            + headerLines
            + '\n'
            + String.join(";", header.signedHeaders())
            + '\n'
            + payloadHash();
    return ALGORITHM
        + '\n'
        + SignedHeaders.text(request, "X-TC-Timestamp")
        + '\n'
        + date
        + '/'
        + service
        + "/tc3_request\n"
        + Digests.sha256(canonical);
  }

  private String payloadHash() {
    boolean unsigned =
        SignedHeaders.text(request, "X-TC-Content-SHA256").equals("UNSIGNED-PAYLOAD");
    return unsigned ? Digests.sha256("UNSIGNED-PAYLOAD") : Digests.sha256(request.body().bytes());
  }

  private static Refused invalid(String message) {
    return TencentErrors.refused("AuthFailure.InvalidAuthorization", message);
  }
}
