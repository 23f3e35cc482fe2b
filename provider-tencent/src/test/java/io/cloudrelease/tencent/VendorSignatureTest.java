package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.AbstractClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.signing.SigningContext;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our signatures beside those of the vendor's own SDK, over random requests. */
class VendorSignatureTest {

  private static final int REQUESTS = 2_000;
  private static final String ALPHABET =
      "abcXYZ0189 \t\n"
          + "\"'\\/*~+%&=?;:,.<>{}[]|-_@#$^`!()\u00e9\u0130\u0131\u672a\u547d\u540d\ud83d\ude00";

  /** First labels differ on purpose: the vendor takes its service name from there. */
  private static final List<String> HOSTS =
      List.of(
          "cvm.tencentcloudapi.com",
          "cvm.ap-shanghai-fsi.tencentcloudapi.com",
          "cvm.intl.tencentcloudapi.com",
          "cvm.internal.example:8443",
          "127.0.0.1:39215",
          "proxy.example:444");

  /** Days on which a week year is not the year, and the seconds around midnight in UTC. */
  private static final List<Instant> EDGES =
      List.of(
          Instant.parse("2024-12-30T00:00:00Z"),
          Instant.parse("2024-12-31T23:59:59Z"),
          Instant.parse("2021-01-01T00:00:00Z"),
          Instant.parse("2027-01-02T12:00:00Z"),
          Instant.parse("2026-11-19T23:59:59Z"),
          Instant.parse("2026-11-20T00:00:00Z"));

  @Test
  void two_thousand_random_requests_are_signed_as_the_vendor_signs_them() throws Exception {
    Random random = new Random(20260101);
    for (int i = 0; i < REQUESTS; i++) {
      String host = HOSTS.get(random.nextInt(HOSTS.size()));
      Instant now = instant(random);
      String id = "AKID" + random.nextInt(1_000_000);
      // No key has a line end or a tab inside.
      String secret = text(random, 1 + random.nextInt(40)).replaceAll("\\s", "n") + "s";
      String token = random.nextBoolean() ? "t" + random.nextLong() + "+/=" : "";
      String type = random.nextBoolean() ? "application/json" : "application/json; charset=utf-8";
      byte[] body = text(random, random.nextInt(200)).getBytes(StandardCharsets.UTF_8);
      assertThat(ours(host, now, id, secret, token, type, body))
          .as("request %d on %s at %s", i, host, now)
          .isEqualTo(vendors(host, now, id, secret, token, type, body));
    }
  }

  private static String ours(
      String host, Instant now, String id, String secret, String token, String type, byte[] body) {
    String service = host.substring(0, host.indexOf('.'));
    ApiRequest request =
        ApiRequest.of("POST", Endpoint.parse("https://" + host), "/")
            .action("TerminateInstances", "2017-03-12")
            .region("ap-guangzhou")
            .body(type, HttpBody.wrap(body));
    Credentials credentials =
        token.isEmpty() ? Credentials.ofKey(id, secret) : Credentials.ofSession(id, secret, token);
    return new Tc3Signer(service)
        .withoutAction()
        .sign(request, credentials, new SigningContext(now, "unused"))
        .header("Authorization")
        .orElseThrow();
  }

  /** The vendor's code takes the time from the header it is handed, so any second can be signed. */
  private static String vendors(
      String host, Instant now, String id, String secret, String token, String type, byte[] body)
      throws Exception {
    ClientProfile profile = new ClientProfile();
    profile.getHttpProfile().setEndpoint(host);
    CvmClient client = new CvmClient(new Credential(id, secret, token), "ap-guangzhou", profile);
    Method sign =
        AbstractClient.class.getDeclaredMethod("getAuthorization", HashMap.class, byte[].class);
    sign.setAccessible(true);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", type);
    headers.put("Host", host);
    headers.put("X-TC-Timestamp", String.valueOf(now.getEpochSecond()));
    return (String) sign.invoke(client, headers, body);
  }

  private static Instant instant(Random random) {
    return random.nextInt(4) == 0
        ? EDGES.get(random.nextInt(EDGES.size()))
        : Instant.ofEpochSecond(946_684_800L + (long) (random.nextDouble() * 3_000_000_000L));
  }

  private static String text(Random random, int length) {
    int[] alphabet = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
