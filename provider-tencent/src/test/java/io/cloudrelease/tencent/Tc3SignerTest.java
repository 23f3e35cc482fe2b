package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.signing.SigningContext;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Tc3SignerTest {

  /** A vector with its name as the test's. */
  record Vector(String name, JsonValue inputs, JsonValue intermediate, JsonValue expected) {
    ApiRequest request() {
      return ApiRequest.of(
              inputs.text("method"),
              Endpoint.parse("https://" + inputs.text("host")),
              inputs.text("path"))
          .action(inputs.text("action"), inputs.text("version"))
          .region(inputs.text("region"))
          .body(
              inputs.text("content_type"),
              HttpBody.wrap(Base64.getDecoder().decode(inputs.text("body_base64"))));
    }

    Credentials credentials() {
      String id = inputs.text("access_key_id");
      return inputs.text("token").isEmpty()
          ? Credentials.ofKey(id, inputs.text("secret"))
          : Credentials.ofSession(id, inputs.text("secret"), inputs.text("token"));
    }

    Tc3Signer signer() {
      List<String> names =
          inputs.get("signed_headers").items().stream().map(JsonValue::text).toList();
      Tc3Signer signer = new Tc3Signer(inputs.text("service"));
      return names.contains("x-tc-action") ? signer : signer.withoutAction();
    }

    Instant now() {
      return Instant.ofEpochSecond(inputs.number("timestamp", 0));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() {
    return JsonValue.parse(Fixtures.resource("tc3-vectors.json")).orElseThrow().items().stream()
        .map(
            v ->
                new Vector(
                    v.text("name"), v.get("inputs"), v.get("intermediate"), v.get("expected")));
  }

  @Test
  void there_are_twelve_vectors() {
    assertThat(vectors()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_step_of_the_signature_is_as_in_the_vector(Vector vector) {
    ApiRequest request = vector.request();
    Tc3Signer signer = vector.signer();
    JsonValue steps = vector.intermediate();
    String canonical = signer.canonicalRequest(request);
    String date = vector.inputs().text("date");
    assertThat(canonical).isEqualTo(steps.text("canonical_request"));
    assertThat(canonical).endsWith("\n" + steps.text("payload_hash"));
    assertThat(Hashes.sha256Hex(canonical)).isEqualTo(steps.text("canonical_request_hash"));
    assertThat(signer.scope(date)).isEqualTo(steps.text("credential_scope"));
    assertThat(signer.stringToSign(canonical, vector.inputs().text("timestamp"), date))
        .isEqualTo(steps.text("string_to_sign"));
    assertThat(Hashes.hex(signer.signingKey(vector.inputs().text("secret"), date)))
        .isEqualTo(steps.text("k_signing"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_signed_request_is_as_in_the_vector(Vector vector) {
    HttpRequest signed =
        vector
            .signer()
            .sign(
                vector.request(), vector.credentials(), new SigningContext(vector.now(), "unused"));
    Map<String, String> expected = new HashMap<>();
    vector.expected().get("headers").members().forEach((k, v) -> expected.put(k, v.text()));
    assertThat(signed.endpoint().hostHeader()).isEqualTo(expected.remove("Host"));
    assertThat(headers(signed)).isEqualTo(expected);
    assertThat(signed.header("Authorization")).hasValue(vector.expected().text("authorization"));
    assertThat(signed.header("Authorization").orElseThrow())
        .endsWith("Signature=" + vector.expected().text("signature"));
    assertThat(signed.body()).isEqualTo(vector.request().body());
    assertThat(signed.target()).isEqualTo("/");
  }

  /** One signer serves all hosts; what it keeps of one call must not sign another. */
  @Test
  void what_is_kept_of_one_call_signs_no_other() {
    ApiRequest first =
        ApiRequest.of("POST", Endpoint.https("cvm.tencentcloudapi.com"), "/")
            .action("DescribeInstances", "2017-03-12")
            .region("ap-guangzhou")
            .body("application/json", HttpBody.utf8("{}"));
    List<ApiRequest> others =
        List.of(
            other(first, "GET", first.endpoint(), "/", "", "application/json"),
            other(first, "POST", Endpoint.https("cvm.ap-x.com"), "/", "", "application/json"),
            other(first, "POST", Endpoint.https(hostOf(first)), "/", "", "application/json"),
            other(first, "POST", first.endpoint(), "/v2", "", "application/json"),
            other(first, "POST", first.endpoint(), "/", "a=1", "application/json"),
            other(first, "POST", first.endpoint(), "/", "", "application/json; charset=utf-8"));
    for (ApiRequest other : others) {
      Tc3Signer signer = new Tc3Signer("cvm");
      sign(signer, first);
      assertThat(sign(signer, other).header("Authorization"))
          .isEqualTo(sign(new Tc3Signer("cvm"), other).header("Authorization"));
      assertThat(sign(signer, first).header("Authorization"))
          .isEqualTo(sign(new Tc3Signer("cvm"), first).header("Authorization"));
    }
  }

  private static String hostOf(ApiRequest request) {
    return request.endpoint().hostHeader();
  }

  private static ApiRequest other(
      ApiRequest like, String method, Endpoint endpoint, String path, String query, String type) {
    return ApiRequest.of(method, endpoint, path)
        .query(query)
        .action(like.action(), like.version())
        .region(like.region())
        .body(type, like.body());
  }

  @Test
  void what_is_kept_of_one_day_signs_no_other() {
    ApiRequest request = Fixtures.provider().encodeRelease(Fixtures.batch("ins-1"));
    Tc3Signer signer = new Tc3Signer("cvm");
    Credentials key = Credentials.ofKey("id", "key");
    for (String at :
        List.of("2024-12-30T23:59:59Z", "2024-12-31T00:00:00Z", "2024-12-30T00:00:00Z")) {
      SigningContext now = new SigningContext(Instant.parse(at), "unused");
      assertThat(signer.sign(request, key, now).header("Authorization"))
          .isEqualTo(new Tc3Signer("cvm").sign(request, key, now).header("Authorization"));
    }
  }

  @Test
  void the_action_is_signed_unless_told_otherwise() {
    ApiRequest request = Fixtures.provider().encodeRelease(Fixtures.batch("ins-1"));
    assertThat(sign(new Tc3Signer("cvm"), request).header("Authorization").orElseThrow())
        .contains("SignedHeaders=content-type;host;x-tc-action,");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-12-30T23:59:59Z, 2024-12-30",
    "2024-12-31T00:00:00Z, 2024-12-31",
    "2021-01-01T00:30:00Z, 2021-01-01",
    "2025-10-09T13:30:00Z, 2025-10-09",
    "2026-02-28T23:59:59Z, 2026-02-28"
  })
  void the_date_is_the_utc_day_of_the_timestamp_and_never_of_a_week_year(String at, String date) {
    ApiRequest request = Fixtures.provider().encodeRelease(Fixtures.batch("ins-1"));
    Instant now = Instant.parse(at);
    HttpRequest signed =
        new Tc3Signer("cvm")
            .sign(request, Credentials.ofKey("id", "key"), new SigningContext(now, "unused"));
    assertThat(signed.header("X-TC-Timestamp")).hasValue(String.valueOf(now.getEpochSecond()));
    assertThat(signed.header("Authorization").orElseThrow())
        .startsWith("TC3-HMAC-SHA256 Credential=id/" + date + "/cvm/tc3_request, ");
  }

  @Test
  void an_empty_region_and_an_empty_language_send_no_header() {
    ApiRequest request =
        ApiRequest.of("POST", Endpoint.https("sts.tencentcloudapi.com"), "/")
            .action("AssumeRole", "2018-08-13")
            .body("application/json", HttpBody.utf8("{}"));
    HttpRequest signed = sign(new Tc3Signer("sts"), request);
    assertThat(headers(signed))
        .containsOnlyKeys(
            "Content-Type", "X-TC-Action", "X-TC-Version", "X-TC-Timestamp", "Authorization");
  }

  @Test
  void a_language_is_sent_as_it_is() {
    ApiRequest request = Fixtures.provider().encodeRelease(Fixtures.batch("ins-1"));
    assertThat(sign(new Tc3Signer("cvm").language("zh-CN"), request).header("X-TC-Language"))
        .hasValue("zh-CN");
  }

  @Test
  void a_bearer_token_is_refused_by_name() {
    ApiRequest request = Fixtures.provider().encodeRelease(Fixtures.batch("ins-1"));
    assertThatThrownBy(
            () ->
                new Tc3Signer("cvm")
                    .sign(request, Credentials.ofBearer("BEARERCANARY"), Fixtures.CONTEXT))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("key pair")
        .hasMessageNotContaining("BEARERCANARY");
  }

  @Test
  void nothing_that_is_printed_holds_a_secret() {
    ApiRequest request = Fixtures.provider().encodeRelease(Fixtures.batch("ins-1"));
    Tc3Signer signer = new Tc3Signer("cvm");
    Credentials credentials = Credentials.ofSession("AKIDCANARY", "KEYCANARY", "TOKENCANARY");
    HttpRequest signed = signer.sign(request, credentials, Fixtures.CONTEXT);
    String authorization = signed.header("Authorization").orElseThrow();
    String signature = authorization.substring(authorization.indexOf("Signature=") + 10);
    assertThat(signed.header("X-TC-Token")).hasValue("TOKENCANARY");
    assertThat(List.of(request, signed, signed.headers(), signer, credentials).toString())
        .doesNotContain("CANARY", signature);
  }

  private static HttpRequest sign(Tc3Signer signer, ApiRequest request) {
    return signer.sign(request, Credentials.ofKey("id", "key"), Fixtures.CONTEXT);
  }

  private static Map<String, String> headers(HttpRequest signed) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : signed.headers()) {
      assertThat(headers.put(header.name(), header.value())).isNull();
    }
    return headers;
  }
}
