package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.wire.Digests;
import io.cloudrelease.testkit.wire.Percent;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks ACS3-HMAC-SHA256 and the older RPC HMAC-SHA1 as the cloud does (Alibaba Cloud, request
 * syntax and signature method V3, and V2 for RPC).
 */
final class AliyunSignature {
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private AliyunSignature() {}

  static void checkTime(AliyunRequest request, Instant cloudTime) {
    Instant timestamp;
    try {
      timestamp = Instant.parse(request.timestamp());
    } catch (DateTimeException notATime) {
      throw new Refused(
          400,
          "InvalidTimeStamp.Format",
          "Specified time stamp or date value is not well formatted.");
    }
    if (Duration.between(timestamp, cloudTime).abs().compareTo(WINDOW) > 0) {
      throw AliyunErrors.timestampExpired();
    }
  }

  static void check(AliyunRequest request, AccessKey key) {
    if (request.isV3()) {
      checkV3(request, key);
    } else {
      checkV1(request, key);
    }
  }

  private static void checkV3(AliyunRequest request, AccessKey key) {
    List<String> names = request.authorization().signedHeaders();
    checkSignedNames(request, names);
    String hash = Digests.sha256(request.http().body().bytes());
    if (!request.header("x-acs-content-sha256").equals(hash)) {
      throw mismatch("the header x-acs-content-sha256 is not the hash of the body");
    }
    String canonical = "";
    for (String lines : readings(request, names)) {
      canonical =
          request.http().method()
              + "\n/\n"
              + Percent.canonical(new TreeMap<>(request.query()))
              + '\n'
              + lines
              + '\n'
              + String.join(";", names)
              + '\n'
              + hash;
      String toSign = AliyunRequest.V3 + '\n' + Digests.sha256(canonical);
      String expected = Digests.hmacSha256Hex(Digests.utf8(key.secret()), toSign);
      if (expected.equals(request.authorization().part("Signature"))) {
        return;
      }
    }
    throw mismatch("server canonical request is:" + canonical);
  }

  /** The gateway signs values as they are sent; the lower-cased reading serves nobody here. */
  private static List<String> readings(AliyunRequest request, List<String> names) {
    StringBuilder lines = new StringBuilder(256);
    for (String name : names) {
      lines.append(name).append(':').append(SignedHeaders.text(request.http(), name)).append('\n');
    }
    return List.of(lines.toString());
  }

  private static void checkSignedNames(AliyunRequest request, List<String> names) {
    request
        .http()
        .headers()
        .forEach(
            header -> {
              String name = header.name().toLowerCase(Locale.ROOT);
              if (name.startsWith("x-acs-") && !names.contains(name)) {
                throw incomplete("the header " + name + " is not signed");
              }
            });
    if (!names.contains("host")) {
      throw incomplete("the header host is not signed");
    }
  }

  private static void checkV1(AliyunRequest request, AccessKey key) {
    if (!request.get("SignatureMethod").equals("HMAC-SHA1")
        || !request.get("SignatureVersion").equals("1.0")) {
      throw new Refused(
          400, "InvalidSignatureMethod", "Specified signature method is not supported.");
    }
    SortedMap<String, String> signed = new TreeMap<>(request.all());
    String signature = signed.remove("Signature");
    if (signature == null) {
      throw incomplete("the parameter Signature is missing");
    }
    String toSign = request.http().method() + "&%2F&" + Percent.encode(Percent.canonical(signed));
    byte[] expected = Digests.hmacSha1(Digests.utf8(key.secret() + '&'), toSign);
    if (!Base64.getEncoder().encodeToString(expected).equals(signature)) {
      // The real gateway repeats what it signed, session token included: never log such a message.
      throw mismatch("server string to sign is:" + toSign);
    }
  }

  private static Refused mismatch(String detail) {
    return new Refused(
        400,
        "SignatureDoesNotMatch",
        "Specified signature is not matched with our calculation. " + detail);
  }

  private static Refused incomplete(String why) {
    return new Refused(
        400, "IncompleteSignature", "The request signature does not conform to standards: " + why);
  }

  /** What a request without any signature lacks first. */
  static void checkComplete(AliyunRequest request) {
    if (request.accessKeyId().isEmpty()) {
      throw new Refused(400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action.");
    }
    Map<String, String> needed =
        Map.of("SignatureNonce", request.nonce(), "Timestamp", request.timestamp());
    needed.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            throw AliyunErrors.missing(name);
          }
        });
  }
}
