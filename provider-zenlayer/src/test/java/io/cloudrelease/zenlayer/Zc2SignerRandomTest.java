package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.signing.SigningContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The signer beside a second one, written from the description with nothing of ours in it. */
class Zc2SignerRandomTest {
  private static final long SEED = 20260329;
  private static final int REQUESTS = 2_000;
  private static final String[] ALPHABET = {
    "a",
    "Z",
    "0",
    "\"",
    "'",
    " ",
    "*",
    "~",
    "+",
    "%",
    "&",
    "=",
    "/",
    "\\",
    "\n",
    "\u0131",
    "\u0130",
    "\u00e9",
    "\u4f60",
    "\u597d",
    "\ud83d\ude80",
    "-",
    "_",
    ".",
    "i-1",
    "{",
    "}",
    "[",
    "]",
    ","
  };
  private static final String[] TYPES = {
    "application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"
  };
  private static final String[] HOSTS = {
    "https://console.zenlayer.com",
    "https://console.zenlayer.com:443",
    "https://console.zenlayer.com:8443",
    "http://127.0.0.1:8080",
    "http://localhost",
    "http://[::1]:9000",
    "https://API.Example.ORG:444"
  };

  @Test
  void random_requests_are_signed_as_a_second_implementation_signs_them()
      throws GeneralSecurityException {
    Zc2Signer signer = new Zc2Signer();
    Random random = new Random(SEED);
    for (int i = 0; i < REQUESTS; i++) {
      String type = TYPES[random.nextInt(TYPES.length)];
      String host = HOSTS[random.nextInt(HOSTS.length)];
      String body = text(random, random.nextInt(200));
      String id = "id" + random.nextInt(1_000_000);
      // No key has a line end inside.
      String secret = "s" + text(random, random.nextInt(40)).replace('\n', 'n') + "t";
      long second = random.nextInt() + 2_500_000_000L;
      ApiRequest call =
          ApiRequest.of(
                  "POST", Endpoint.parse(host), "/api/v2/" + (random.nextBoolean() ? "zec" : "bmc"))
              .action("Action" + random.nextInt(10), "2025-09-01")
              .body(type, HttpBody.utf8(body));
      SigningContext context =
          new SigningContext(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)), "");

      assertThat(signer.sign(call, Credentials.ofKey(id, secret), context).header("Authorization"))
          .as("request %d of seed %d", i, SEED)
          .contains(reference(type, hostOnTheWire(host), body, id, secret, second));
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }

  private static String hostOnTheWire(String url) {
    String host = url.replaceFirst("^https?://", "").toLowerCase(Locale.ROOT);
    return url.startsWith("https") ? host.replaceFirst(":443$", "") : host.replaceFirst(":80$", "");
  }

  private static String reference(
      String type, String host, String body, String id, String secret, long second)
      throws GeneralSecurityException {
    Map<String, String> signed = new TreeMap<>(Map.of("host", host, "content-type", type));
    StringBuilder lines = new StringBuilder();
    signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    String canonical = String.join("\n", "POST", "/", "", lines.toString(), names, sha256(body));
    String toSign = String.join("\n", "ZC2-HMAC-SHA256", "" + second, sha256(canonical));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = hex(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
    return String.format(
        Locale.ROOT,
        "ZC2-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s",
        id,
        names,
        signature);
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return hex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String hex(byte[] bytes) {
    return String.format(Locale.ROOT, "%064x", new BigInteger(1, bytes));
  }
}
