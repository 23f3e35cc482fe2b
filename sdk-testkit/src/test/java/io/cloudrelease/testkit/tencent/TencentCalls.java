package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.wire.Digests;
import io.cloudrelease.testkit.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A plain client of the simulated CVM that signs by the book. */
public final class TencentCalls {
  private TencentCalls() {}

  public static HttpRequest request(Instant time, String action, String body) {
    return request(Endpoint.https("cvm.tencentcloudapi.com"), time, action, "ap-guangzhou", body);
  }

  public static HttpRequest request(
      Endpoint endpoint, Instant time, String action, String region, String body) {
    String timestamp = Long.toString(time.getEpochSecond());
    String date = Times.date(time);
    String scope = date + "/cvm/tc3_request";
    String canonical =
        "POST\n/\n\ncontent-type:application/json\nhost:"
            + endpoint.hostHeader()
            + "\nx-tc-action:"
            + action.toLowerCase(java.util.Locale.ROOT)
            + "\n\ncontent-type;host;x-tc-action\n"
            + Digests.sha256(body);
    String toSign =
        "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + Digests.sha256(canonical);
    byte[] key = Digests.hmacSha256(Digests.utf8("TC3SECRETEXAMPLE"), date);
    key = Digests.hmacSha256(Digests.hmacSha256(key, "cvm"), "tc3_request");
    String authorization =
        "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/"
            + scope
            + ", SignedHeaders=content-type;host;x-tc-action, Signature="
            + Digests.hmacSha256Hex(key, toSign);
    return HttpRequest.of("POST", endpoint, "/")
        .headers(
            List.of(
                new Header("Content-Type", "application/json"),
                new Header("X-TC-Action", action),
                new Header("X-TC-Version", "2017-03-12"),
                new Header("X-TC-Timestamp", timestamp),
                new Header("X-TC-Region", region),
                new Header("Authorization", authorization)))
        .body(HttpBody.utf8(body))
        .with(Duration.ofSeconds(30), action.equals("TerminateInstances"));
  }

  public static JsonValue body(SimulatedOutcome outcome) {
    return JsonValue.parse(outcome.response().body().bytes()).orElseThrow().get("Response");
  }

  public static String ids(List<String> ids) {
    return "[\"" + String.join("\",\"", ids) + "\"]";
  }
}
