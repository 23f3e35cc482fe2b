package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.wire.Digests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A plain client of the simulated Zenlayer that signs by the book. */
public final class ZenlayerCalls {
  private static final Map<String, String> VERSIONS =
      Map.of("zec", "2025-09-01", "bmc", "2026-02-01", "vm", "2026-04-01");

  private ZenlayerCalls() {}

  public static HttpRequest request(Instant time, String service, String action, String body) {
    return request(
        Endpoint.https("console.zenlayer.com"), time, service, action, body, "AKIDEXAMPLE");
  }

  public static HttpRequest request(
      Endpoint endpoint, Instant time, String service, String action, String body, String keyId) {
    String timestamp = Long.toString(time.getEpochSecond());
    String canonical =
        "POST\n/\n\ncontent-type:application/json\nhost:"
            + endpoint.hostHeader()
            + "\n\ncontent-type;host\n"
            + Digests.sha256(body);
    String signature =
        Digests.hmacSha256Hex(
            Digests.utf8("SECRETEXAMPLE"),
            "ZC2-HMAC-SHA256\n" + timestamp + "\n" + Digests.sha256(canonical));
    return HttpRequest.of("POST", endpoint, "/api/v2/" + service)
        .headers(
            List.of(
                new Header("Content-Type", "application/json"),
                new Header("X-ZC-Action", action),
                new Header("X-ZC-Version", VERSIONS.get(service)),
                new Header("X-ZC-Timestamp", timestamp),
                new Header("X-ZC-Signature-Method", "ZC2-HMAC-SHA256"),
                new Header(
                    "Authorization",
                    "ZC2-HMAC-SHA256 Credential="
                        + keyId
                        + ", SignedHeaders=content-type;host, Signature="
                        + signature)))
        .body(HttpBody.utf8(body))
        .with(Duration.ofSeconds(30), !action.startsWith("Describe"));
  }

  public static JsonValue body(SimulatedOutcome outcome) {
    return JsonValue.parse(outcome.response().body().bytes()).orElseThrow();
  }
}
