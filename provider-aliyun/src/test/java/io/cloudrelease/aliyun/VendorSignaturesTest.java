package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import com.aliyuncs.auth.HmacSHA1Signer;
import com.aliyuncs.auth.RpcSignatureComposer;
import com.aliyuncs.http.MethodType;
import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.SigningContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random requests, signed by us and by the vendor's own code. */
class VendorSignaturesTest {
  private static final long SEED = 20140526;
  private static final int REQUESTS = 2_000;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    "-",
    "_",
    ".",
    "~",
    "*",
    "+",
    " ",
    "\"",
    "'",
    "/",
    "%",
    "&",
    "=",
    "?",
    "#",
    "[",
    "]",
    "{",
    ",",
    ":",
    ";",
    "@",
    "!",
    "(",
    ")",
    "\\",
    "|",
    "<",
    "^",
    "`",
    "\t",
    "\n",
    "\u00e9",
    "\u0131",
    "\u4e2d\u6587",
    "\ud83d\ude00",
    "%20",
    "i-bp1"
  };

  private final Random random = new Random(SEED);

  /** One drawn request: our form of it, and its parameters as the vendor's code takes them. */
  private record Drawn(
      ApiRequest request,
      Map<String, String> query,
      Map<String, String> form,
      Credentials credentials,
      SigningContext context) {}

  @Test
  void v3_equals_openapiutil() throws Exception {
    int forms = 0;
    for (int i = 0; i < REQUESTS; i++) {
      Drawn drawn = draw();
      HttpRequest ours =
          new Acs3Signer().sign(drawn.request(), drawn.credentials(), drawn.context());
      TeaRequest theirs = TeaRequest.create();
      theirs.method = drawn.request().method();
      theirs.pathname = "/";
      theirs.query = drawn.query();
      theirs.headers = v3Headers(drawn);
      String payload = Hashes.sha256Hex(drawn.request().body().bytes());
      String expected =
          Client.getAuthorization(
              theirs,
              "ACS3-HMAC-SHA256",
              payload,
              drawn.credentials().accessKeyId(),
              drawn.credentials().secretKey().reveal());
      assertThat(ours.header("Authorization").orElse(""))
          .as("seed %d, request %d", SEED, i)
          .isEqualTo(expected);
      forms += drawn.form().isEmpty() ? 0 : 1;
    }
    assertThat(forms).isGreaterThan(REQUESTS / 10);
  }

  @Test
  void v1_equals_the_classic_sdk_and_openapiutil() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      Drawn drawn = draw();
      HttpRequest ours =
          new RpcV1Signer().sign(drawn.request(), drawn.credentials(), drawn.context());
      Map<String, String> sent = Ecs.decoded(ours.target().substring(2));
      String signature = sent.remove("Signature");
      assertThat(sent).containsAllEntriesOf(drawn.query());

      Map<String, String> all = new HashMap<>(v1Parameters(drawn));
      all.putAll(drawn.query());
      assertThat(sent).isEqualTo(new TreeMap<>(all));
      all.putAll(drawn.form());
      String secret = drawn.credentials().secretKey().reveal();
      String method = drawn.request().method();
      String composed =
          RpcSignatureComposer.getComposer()
              .composeStringToSign(
                  MethodType.valueOf(method), null, new HmacSHA1Signer(), all, null, null);
      assertThat(signature)
          .as("seed %d, request %d", SEED, i)
          .isEqualTo(new HmacSHA1Signer().signString(composed, secret + '&'))
          .isEqualTo(Client.getRPCSignature(all, method, secret));
    }
  }

  private static Map<String, String> v3Headers(Drawn drawn) {
    Map<String, String> headers = new HashMap<>();
    headers.put("host", drawn.request().endpoint().hostHeader());
    headers.put("x-acs-action", drawn.request().action());
    headers.put("x-acs-version", drawn.request().version());
    headers.put("x-acs-date", drawn.context().now().toString());
    headers.put("x-acs-signature-nonce", drawn.context().nonce());
    headers.put("x-acs-content-sha256", Hashes.sha256Hex(drawn.request().body().bytes()));
    headers.put("accept", "application/json");
    headers.put("user-agent", "not signed");
    drawn.credentials().token().ifPresent(t -> headers.put("x-acs-security-token", t.reveal()));
    if (!drawn.request().contentType().isEmpty()) {
      headers.put("content-type", drawn.request().contentType());
    }
    return headers;
  }

  private static Map<String, String> v1Parameters(Drawn drawn) {
    Map<String, String> common = new HashMap<>();
    common.put("Action", drawn.request().action());
    common.put("Version", drawn.request().version());
    common.put("Format", "JSON");
    common.put("AccessKeyId", drawn.credentials().accessKeyId());
    common.put("SignatureMethod", "HMAC-SHA1");
    common.put("SignatureVersion", "1.0");
    common.put("SignatureNonce", drawn.context().nonce());
    common.put("Timestamp", drawn.context().now().toString());
    drawn.credentials().token().ifPresent(t -> common.put("SecurityToken", t.reveal()));
    return common;
  }

  private Drawn draw() {
    Map<String, String> query = parameters();
    boolean post = random.nextInt(4) > 0;
    boolean asForm = post && random.nextInt(3) == 0;
    Map<String, String> form = asForm ? parameters() : Map.of();
    form.keySet().forEach(query::remove);
    ApiRequest request =
        ApiRequest.of(post ? "POST" : "GET", endpoint(), "/")
            .query(encoded(query))
            .action("DeleteInstances", "2014-05-26")
            .region("cn-hangzhou")
            .body(asForm ? FORM : "", asForm ? HttpBody.utf8(encoded(form)) : HttpBody.empty());
    String id = "LTAI" + Long.toHexString(random.nextLong());
    String secret = "s" + Long.toHexString(random.nextLong()) + "&+/=";
    Credentials credentials =
        random.nextBoolean()
            ? Credentials.ofKey(id, secret)
            : Credentials.ofSession(id, secret, "CAIS/+==" + Long.toHexString(random.nextLong()));
    // From 2000 on, the days around New Year among them, where week years differ.
    long second = 946_684_800L + (long) random.nextInt(1000) * 31_556_952L / 10;
    return new Drawn(
        request,
        query,
        form,
        credentials,
        new SigningContext(Instant.ofEpochSecond(second), Long.toHexString(random.nextLong())));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    int ids = random.nextInt(13);
    for (int i = 1; i <= ids; i++) {
      parameters.put("InstanceId." + i, text());
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      parameters.put("P" + text(), text());
    }
    return parameters;
  }

  private String text() {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private Endpoint endpoint() {
    return switch (random.nextInt(4)) {
      case 0 -> Endpoint.parse("http://127.0.0.1:" + (1024 + random.nextInt(60_000)));
      case 1 -> Endpoint.parse("https://ecs.cn-hangzhou.aliyuncs.com:8443");
      case 2 -> Endpoint.parse("https://[::1]:443");
      default -> Endpoint.https("ecs.ap-southeast-1.aliyuncs.com");
    };
  }

  private static String encoded(Map<String, String> parameters) {
    Parameters encoded = new Parameters();
    parameters.forEach(encoded::put);
    return encoded.toQuery();
  }
}
