package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.wire.AuthorizationHeader;
import io.cloudrelease.testkit.wire.Digests;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Checks ZC2-HMAC-SHA256 as the cloud does (Zenlayer Cloud API 2.0, signature). */
final class ZenlayerSignature {
  static final String ALGORITHM = "ZC2-HMAC-SHA256";
  private static final String BEARER = "Bearer ";
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final HttpRequest request;
  private final AuthorizationHeader header;

  private ZenlayerSignature(HttpRequest request, AuthorizationHeader header) {
    this.request = request;
    this.header = header;
  }

  /** The bearer token, or empty text when the request carries none. */
  static String bearer(HttpRequest request) {
    String text = SignedHeaders.text(request, "Authorization");
    return text.startsWith(BEARER) ? text.substring(BEARER.length()).trim() : "";
  }

  /** The access key id an Authorization header names, as far as it can be read. */
  static String keyId(HttpRequest request) {
    return AuthorizationHeader.parse(SignedHeaders.text(request, "Authorization"))
        .map(header -> header.part("Credential"))
        .orElse("");
  }

  static ZenlayerSignature of(HttpRequest request) {
    AuthorizationHeader header =
        AuthorizationHeader.parse(SignedHeaders.text(request, "Authorization"))
            .filter(h -> h.algorithm().equals(ALGORITHM) && !h.part("Credential").isEmpty())
            .orElseThrow(
                () ->
                    ZenlayerErrors.invalidAuthorization(
                        "The Authorization header is missing or malformed."));
    if (!SignedHeaders.text(request, "X-ZC-Signature-Method").equals(ALGORITHM)) {
      throw ZenlayerErrors.invalidAuthorization(
          "The header X-ZC-Signature-Method must be " + ALGORITHM + ".");
    }
    return new ZenlayerSignature(request, header);
  }

  String keyId() {
    return header.part("Credential");
  }

  void checkTime(Instant cloudTime) {
    String text = SignedHeaders.text(request, "X-ZC-Timestamp");
    Instant timestamp;
    try {
      timestamp = Instant.ofEpochSecond(Long.parseLong(text));
    } catch (NumberFormatException | DateTimeException notSeconds) {
      throw ZenlayerErrors.invalidAuthorization("The header X-ZC-Timestamp must be Unix seconds.");
    }
    if (Duration.between(timestamp, cloudTime).abs().compareTo(WINDOW) > 0) {
      throw ZenlayerErrors.of(Trouble.CLOCK_SKEWED);
    }
  }

  void check(AccessKey key) {
    List<String> names = header.signedHeaders();
    if (!names.contains("content-type") || !names.contains("host")) {
      throw ZenlayerErrors.invalidAuthorization("SignedHeaders must hold content-type and host.");
    }
    byte[] secret = Digests.utf8(key.secret());
    for (String lines : SignedHeaders.lines(request, names)) {
      String expected = Digests.hmacSha256Hex(secret, stringToSign(lines));
      if (expected.equals(header.part("Signature"))) {
        return;
      }
    }
    throw new Refused(
        401, "AUTHFAILURE_SIGNATURE_FAILURE", "The signature does not match the request.");
  }

  private String stringToSign(String headerLines) {
    String canonical =
        request.method()
            + "\n/\n\n"
            + headerLines
            + '\n'
            + String.join(";", header.signedHeaders())
            + '\n'
            + Digests.sha256(request.body().bytes());
    return ALGORITHM
        + '\n'
        + SignedHeaders.text(request, "X-ZC-Timestamp")
        + '\n'
        + Digests.sha256(canonical);
  }
}
