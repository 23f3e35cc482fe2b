package io.cloudrelease.testkit.http;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.wire.Digests;
import io.cloudrelease.testkit.wire.Percent;
import io.cloudrelease.testkit.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plain clients that sign by the book, so that it shows when the wire changes what was signed. */
final class PlainCalls {
  /** The key that the clouds begin with. */
  static final AccessKey FIRST = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");

  private PlainCalls() {}

  /** TC3-HMAC-SHA256, for CVM in Guangzhou. */
  static HttpRequest tencent(Endpoint endpoint, Instant time, String action, String body) {
    return tencent(endpoint, time, FIRST, "cvm", "ap-guangzhou", action, body);
  }

  /** TC3-HMAC-SHA256 with that key, for that service. */
  static HttpRequest tencent(
      Endpoint endpoint,
      Instant time,
      AccessKey key,
      String service,
      String region,
      String action,
      String body) {
    String scope = Times.date(time) + '/' + service + "/tc3_request";
    String timestamp = Long.toString(time.getEpochSecond());
    String canonical =
        "POST\n/\n\ncontent-type:application/json\nhost:"
            + endpoint.hostHeader()
            + "\n\ncontent-type;host\n"
            + Digests.sha256(body);
    byte[] day = Digests.hmacSha256(Digests.utf8("TC3" + key.secret()), Times.date(time));
    byte[] mac = Digests.hmacSha256(Digests.hmacSha256(day, service), "tc3_request");
    String signature =
        Digests.hmacSha256Hex(
            mac, "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + Digests.sha256(canonical));
    return request(
        "POST",
        endpoint,
        "/",
        List.of(
            new Header("Content-Type", "application/json"),
            new Header("X-TC-Action", action),
            new Header("X-TC-Version", version(service)),
            new Header("X-TC-Timestamp", timestamp),
            new Header("X-TC-Region", region),
            new Header("X-TC-Token", key.token()),
            new Header(
                "Authorization",
                "TC3-HMAC-SHA256 Credential="
                    + key.id()
                    + '/'
                    + scope
                    + ", SignedHeaders=content-type;host, Signature="
                    + signature)),
        body);
  }

  private static String version(String service) {
    return switch (service) {
      case "sts" -> "2018-08-13";
      case "as" -> "2018-04-19";
      default -> "2017-03-12";
    };
  }

  /** A bearer token, for Zenlayer's ZEC. */
  static HttpRequest zenlayer(Endpoint endpoint, String token, String action, String body) {
    return zenlayer(endpoint, "zec", token, action, body);
  }

  /** A bearer token, for that service of Zenlayer's. */
  static HttpRequest zenlayer(
      Endpoint endpoint, String service, String token, String action, String body) {
    return request(
        "POST",
        endpoint,
        "/api/v2/" + service,
        List.of(
            new Header("Content-Type", "application/json"),
            new Header("X-ZC-Action", action),
            new Header("X-ZC-Version", "2025-09-01"),
            new Header("Authorization", "Bearer " + token)),
        body);
  }

  /** RPC HMAC-SHA1: all in the query, or all in the form. */
  static HttpRequest aliyun(
      Endpoint endpoint,
      String method,
      boolean form,
      Instant time,
      String action,
      Map<String, String> parameters) {
    SortedMap<String, String> all = new TreeMap<>(parameters);
    all.put("Action", action);
    all.putIfAbsent("Version", "2014-05-26");
    all.put("AccessKeyId", "AKIDEXAMPLE");
    all.put("SignatureMethod", "HMAC-SHA1");
    all.put("SignatureVersion", "1.0");
    all.put("SignatureNonce", "n1");
    all.put("Timestamp", Times.seconds(time));
    String toSign = method + "&%2F&" + Percent.encode(Percent.canonical(all));
    byte[] mac = Digests.hmacSha1(Digests.utf8("SECRETEXAMPLE&"), toSign);
    all.put("Signature", Base64.getEncoder().encodeToString(mac));
    // As the vendors' SDKs write it: a star bare, a tilde escaped, a space as a plus.
    String wire =
        Percent.canonical(all).replace("%2A", "*").replace("~", "%7E").replace("%20", "+");
    Header formType = new Header("Content-Type", "application/x-www-form-urlencoded");
    return request(
        method,
        endpoint,
        form ? "/" : "/?" + wire,
        form ? List.of(formType) : List.of(),
        form ? wire : "");
  }

  private static HttpRequest request(
      String method, Endpoint endpoint, String target, List<Header> headers, String body) {
    return HttpRequest.of(method, endpoint, target)
        .headers(headers)
        .body(HttpBody.utf8(body))
        .with(Duration.ofSeconds(30), false);
  }
}
