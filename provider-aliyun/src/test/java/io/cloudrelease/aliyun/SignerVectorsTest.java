package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.signing.SigningContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the published and computed signatures, with every step on the way to them. */
class SignerVectorsTest {

  private record Vector(String name, String algorithm, JsonValue all) {
    JsonValue inputs() {
      return all.get("inputs");
    }

    String step(String name) {
      return all.get("intermediate").text(name);
    }

    String expected(String name) {
      return all.get("expected").text(name);
    }

    Credentials credentials() {
      String id = inputs().text("access_key_id");
      String secret = inputs().text("secret");
      String token = inputs().text("token");
      return token.isEmpty()
          ? Credentials.ofKey(id, secret)
          : Credentials.ofSession(id, secret, token);
    }

    SigningContext context() {
      Instant now = Instant.ofEpochSecond(inputs().number("timestamp", -1));
      // What is below a second must not show.
      return new SigningContext(now.plusMillis(987), inputs().text("nonce"));
    }

    ApiRequest request() {
      Parameters query = new Parameters();
      inputs().get("query").members().forEach((name, value) -> query.put(name, value.text()));
      if (!inputs().text("format").isEmpty()) {
        query.put("Format", inputs().text("format"));
      }
      byte[] body = Base64.getDecoder().decode(inputs().text("body_base64"));
      return ApiRequest.of(
              inputs().text("method"),
              Endpoint.parse("https://" + inputs().text("host")),
              inputs().text("path"))
          .query(query.toQuery())
          .action(inputs().text("action"), inputs().text("version"))
          .region(inputs().text("region"))
          .body(inputs().text("content_type"), HttpBody.wrap(body));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> v3() {
    return vectors("ACS3-HMAC-SHA256");
  }

  static List<Vector> v1() {
    return vectors("RPC-HMAC-SHA1");
  }

  @Test
  void every_vector_is_replayed() {
    assertThat(v3()).hasSize(6);
    assertThat(v1()).hasSize(6);
    assertThat(vectors("")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("v3")
  void v3_gives_each_step_and_the_signature(Vector vector) {
    ApiRequest request = vector.request();
    List<Header> signed = Acs3Signer.signedHeaders(request, vector.credentials(), vector.context());
    List<String> names =
        vector.inputs().get("signed_headers").items().stream().map(JsonValue::text).toList();
    assertThat(signed).extracting(Header::name).containsExactlyElementsOf(names);
    assertThat(signed).contains(new Header("x-acs-content-sha256", vector.step("payload_hash")));
    assertThat(request.query()).isEqualTo(vector.step("canonical_query"));
    String canonical = Acs3Signer.canonicalRequest(request, signed);
    assertThat(canonical).isEqualTo(vector.step("canonical_request"));
    assertThat(Hashes.sha256Hex(canonical)).isEqualTo(vector.step("canonical_request_hash"));
    assertThat(Acs3Signer.stringToSign(canonical)).isEqualTo(vector.step("string_to_sign"));

    HttpRequest sent = new Acs3Signer().sign(request, vector.credentials(), vector.context());
    assertThat(sent.header("authorization")).contains(vector.expected("authorization"));
    assertThat(vector.expected("authorization")).endsWith("=" + vector.expected("signature"));
    vector
        .all()
        .get("expected")
        .get("headers")
        .members()
        .forEach(
            (name, value) -> {
              String carried =
                  name.equals("host") ? sent.endpoint().hostHeader() : sent.header(name).orElse("");
              assertThat(carried).as(name).isEqualTo(value.text());
            });
    assertThat(sent.header("accept")).contains("application/json");
    String query = vector.step("canonical_query");
    assertThat(sent.target()).isEqualTo(query.isEmpty() ? "/" : "/?" + query);
    assertThat(sent.body()).isEqualTo(request.body());
    assertThat(sent.method()).isEqualTo(request.method());
  }

  @ParameterizedTest
  @MethodSource("v1")
  void v1_gives_each_step_and_the_signature(Vector vector) {
    ApiRequest request = vector.request();
    String canonical = RpcV1Signer.canonicalQuery(request, vector.credentials(), vector.context());
    assertThat(canonical).isEqualTo(vector.step("canonical_query"));
    Map<String, String> parameters = Ecs.decoded(canonical);
    vector
        .all()
        .get("intermediate")
        .get("signed_parameters")
        .members()
        .forEach((name, value) -> assertThat(parameters).containsEntry(name, value.text()));
    String stringToSign = RpcV1Signer.stringToSign(request.method(), canonical);
    assertThat(stringToSign).isEqualTo(vector.step("string_to_sign"));

    HttpRequest sent = new RpcV1Signer().sign(request, vector.credentials(), vector.context());
    Set<String> pairs =
        Arrays.stream(sent.target().substring(2).split("&"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(pairs).contains(vector.expected("signature_parameter"));
    pairs.remove(vector.expected("signature_parameter"));
    assertThat(pairs).containsExactlyInAnyOrder(canonical.split("&"));
    assertThat(sent.headers()).extracting(Header::name).doesNotContain("Authorization");
  }

  @Test
  void the_documented_example_with_odd_characters_is_signed_as_documented() {
    ApiRequest query = odd();
    SigningContext context = new SigningContext(Ecs.NOW, "3ee8c1b883d344afa94f4e0ad82fd6cf");
    Credentials key = Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE");
    Credentials session =
        Credentials.ofSession("AKIDEXAMPLE", "SECRETEXAMPLE", "STSTOKENEXAMPLE/+==");
    assertThat(authorization(query, key, context))
        .endsWith("ee48f9ded03b8bc34b2eece9bdbe8e0c53ff6fd41a62f03f4e78aae29a18792e");
    assertThat(authorization(query, session, context))
        .endsWith("8cf1ba450a534b857e03a05e8b5a2bbb379abce8ad9072fb2bbbaf50b3d8f909");
    HttpBody form = HttpBody.utf8(query.query());
    ApiRequest asForm =
        ApiRequest.of("POST", query.endpoint(), "/")
            .action(query.action(), query.version())
            .region(query.region())
            .body("application/x-www-form-urlencoded", form);
    assertThat(authorization(asForm, key, context))
        .endsWith("7ac486958eddfb8c4c771f6f7b1e06c636d11dad8322cfb8ad91e03797e3547a");
  }

  @Test
  void v1_signs_query_and_form_alike() {
    SigningContext context = new SigningContext(Ecs.NOW, "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf");
    Credentials key = Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE");
    Credentials session =
        Credentials.ofSession("AKIDEXAMPLE", "SECRETEXAMPLE", "STSTOKENEXAMPLE/+==");
    ApiRequest query = odd();
    assertThat(v1Signature(query, key, context)).isEqualTo("DZf5UuIxuu87NNpXQ0f9ecGkYVo=");
    assertThat(v1Signature(query, session, context)).isEqualTo("t8cHYAXcKGnrEtyRPviQ2I9WvUM=");
    ApiRequest get =
        ApiRequest.of("GET", query.endpoint(), "/")
            .query(query.query())
            .action(query.action(), query.version())
            .region(query.region())
            .body("", HttpBody.empty());
    assertThat(v1Signature(get, key, context)).isEqualTo("R8gHh+Dyp1PPDb34/3dKA8oR5NE=");

    // Encoded otherwise than for signing: a plus for the space, the star bare.
    String looseForm = query.query().replace("%20", "+").replace("%2A", "*").replace("~", "%7e");
    ApiRequest form =
        ApiRequest.of("POST", query.endpoint(), "/")
            .action(query.action(), query.version())
            .region(query.region())
            .body("application/x-www-form-urlencoded; charset=UTF-8", HttpBody.utf8(looseForm));
    assertThat(v1Signature(form, key, context)).isEqualTo("DZf5UuIxuu87NNpXQ0f9ecGkYVo=");
  }

  private static ApiRequest odd() {
    String all =
        new Parameters()
            .put("RegionId", "cn-hangzhou")
            .put("InstanceId.1", "i-bp1aaaaaaaaaaaaaaaa1")
            .put("InstanceId.2", "i b*c~d+\u00e9")
            .put("Force", "true")
            .put("ClientToken", "123e4567-e89b-12d3-a456-426655440000")
            .toQuery();
    return ApiRequest.of("POST", Endpoint.https("ecs.cn-hangzhou.aliyuncs.com"), "/")
        .query(all)
        .action("DeleteInstances", "2014-05-26")
        .region("cn-hangzhou")
        .body("", HttpBody.empty());
  }

  private static String authorization(
      ApiRequest request, Credentials credentials, SigningContext context) {
    return new Acs3Signer().sign(request, credentials, context).header("Authorization").orElse("");
  }

  private static String v1Signature(
      ApiRequest request, Credentials credentials, SigningContext context) {
    HttpRequest sent = new RpcV1Signer().sign(request, credentials, context);
    return Ecs.decoded(sent.target().substring(2)).getOrDefault("Signature", "");
  }

  private static List<Vector> vectors(String algorithm) {
    try (InputStream in = SignerVectorsTest.class.getResourceAsStream("/aliyun-vectors.json")) {
      return JsonValue.parse(in.readAllBytes()).orElseThrow().items().stream()
          .map(v -> new Vector(v.text("name"), v.text("algorithm"), v))
          .filter(v -> v.algorithm.equals(algorithm))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
