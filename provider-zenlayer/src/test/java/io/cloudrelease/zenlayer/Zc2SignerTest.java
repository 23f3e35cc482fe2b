package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Zc2SignerTest {
  private static final Credentials KEY = Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE");

  private final Zc2Signer signer = new Zc2Signer();

  static Stream<Vector> vectors() throws IOException {
    return JsonValue.parse(Given.resource("vectors.json")).orElseThrow().items().stream()
        .map(Vector::new);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_published_and_computed_vector_is_reproduced(Vector vector) {
    HttpRequest signed = signer.sign(vector.request(), vector.credentials(), vector.context());

    vector
        .headers()
        .forEach(header -> assertThat(valueOf(signed, header)).contains(header.value()));
    vector.absentHeaders().forEach(name -> assertThat(signed.header(name)).as(name).isEmpty());
    assertThat(signed.body().bytes()).isEqualTo(vector.body());
    assertThat(signed.target()).isEqualTo(vector.inputs().text("path"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_step_on_the_way_to_a_signature_is_reproduced(Vector vector) {
    JsonValue steps = vector.json().get("intermediate");
    if (vector.isBearer()) {
      assertThat(steps.text("string_to_sign")).isEmpty();
      return;
    }
    String payloadHash = Hashes.sha256Hex(vector.body());
    String canonical =
        Zc2Signer.canonicalRequest(
            vector.inputs().text("content_type"), vector.inputs().text("host"), payloadHash);

    assertThat(payloadHash).isEqualTo(steps.text("payload_hash"));
    assertThat(canonical).isEqualTo(steps.text("canonical_request"));
    assertThat(Hashes.sha256Hex(canonical)).isEqualTo(steps.text("canonical_request_hash"));
    assertThat(Zc2Signer.stringToSign(vector.inputs().text("timestamp"), canonical))
        .isEqualTo(steps.text("string_to_sign"));
  }

  @Test
  void there_are_vectors() throws IOException {
    assertThat(vectors()).hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void nothing_beyond_the_documented_headers_is_sent() {
    HttpRequest signed = signer.sign(call("application/json"), KEY, at(1_700_000_000));

    assertThat(signed.headers())
        .extracting(Header::name)
        .containsExactly(
            "Content-Type",
            "X-ZC-Action",
            "X-ZC-Version",
            "X-ZC-Timestamp",
            "X-ZC-Signature-Method",
            "Authorization");
  }

  @Test
  void the_content_type_is_sent_as_it_is_signed_in_lower_case() {
    HttpRequest shouted =
        signer.sign(call(" APPLICATION/JSON; charset=UTF-8 "), KEY, at(1_700_000_000));
    HttpRequest plain =
        signer.sign(call("application/json; charset=utf-8"), KEY, at(1_700_000_000));

    assertThat(shouted.headers()).isEqualTo(plain.headers());
    assertThat(shouted.header("content-type")).contains("application/json; charset=utf-8");
  }

  @Test
  void a_new_second_gives_a_new_signature() {
    HttpRequest first = signer.sign(call("application/json"), KEY, at(1_700_000_000));
    HttpRequest second = signer.sign(call("application/json"), KEY, at(1_700_000_001));

    assertThat(first.header("Authorization")).isNotEqualTo(second.header("Authorization"));
  }

  @Test
  void a_call_that_the_scheme_does_not_cover_is_not_signed() {
    ApiRequest call = call("application/json");
    ApiRequest get = with(call, "GET", "", "application/json");
    ApiRequest query = with(call, "POST", "a=b", "application/json");
    ApiRequest untyped = with(call, "POST", "", "");

    for (ApiRequest wrong : List.of(get, query, untyped)) {
      assertThatIllegalArgumentException().isThrownBy(() -> signer.sign(wrong, KEY, at(1)));
    }
  }

  @Test
  void no_secret_shows_in_the_text_of_a_signed_request() {
    HttpRequest signed = signer.sign(call("application/json"), KEY, at(1_700_000_000));
    HttpRequest bearer =
        signer.sign(call("application/json"), Credentials.ofBearer("TOKENEXAMPLE"), at(1));

    String text = signed + " " + signed.headers() + " " + bearer + " " + bearer.headers();
    assertThat(text).doesNotContain("SECRETEXAMPLE", "AKIDEXAMPLE", "TOKENEXAMPLE", "Signature=");
  }

  private static java.util.Optional<String> valueOf(HttpRequest signed, Header header) {
    return header.name().equals("Host")
        ? java.util.Optional.of(signed.endpoint().hostHeader())
        : signed.header(header.name());
  }

  private static SigningContext at(long second) {
    return new SigningContext(Instant.ofEpochSecond(second, 999_999_999), "");
  }

  private static ApiRequest call(String contentType) {
    return ApiRequest.of("POST", Endpoint.https("console.zenlayer.com"), "/api/v2/zec")
        .action("ReleaseInstances", "2025-09-01")
        .body(contentType, HttpBody.utf8("{\"instanceIds\":[\"i-1\"]}"));
  }

  private static ApiRequest with(ApiRequest call, String method, String query, String type) {
    return ApiRequest.of(method, call.endpoint(), call.path())
        .query(query)
        .action(call.action(), call.version())
        .region(call.region())
        .body(type, call.body());
  }

  /** One entry of the vector file. */
  record Vector(JsonValue json) {

    JsonValue inputs() {
      return json.get("inputs");
    }

    boolean isBearer() {
      return json.text("algorithm").equals("BEARER");
    }

    byte[] body() {
      return Base64.getDecoder().decode(inputs().text("body_base64"));
    }

    Credentials credentials() {
      return isBearer()
          ? Credentials.ofBearer(inputs().text("token"))
          : Credentials.ofKey(inputs().text("access_key_id"), inputs().text("secret"));
    }

    SigningContext context() {
      return at(inputs().number("timestamp", 0));
    }

    ApiRequest request() {
      assertThat(new String(body(), StandardCharsets.UTF_8)).isEqualTo(inputs().text("body"));
      return ApiRequest.of(
              inputs().text("method"),
              Endpoint.parse("https://" + inputs().text("host")),
              inputs().text("path"))
          .action(inputs().text("action"), inputs().text("version"))
          .body(inputs().text("content_type"), HttpBody.wrap(body()));
    }

    List<Header> headers() {
      List<Header> headers =
          json.get("expected").get("headers").members().entrySet().stream()
              .map(e -> new Header(e.getKey(), e.getValue().text()))
              .toList();
      assertThat(headers).hasSizeGreaterThanOrEqualTo(5);
      return headers;
    }

    List<String> absentHeaders() {
      return json.get("expected").get("absent_headers").items().stream()
          .map(JsonValue::text)
          .toList();
    }

    @Override
    public String toString() {
      return json.text("name");
    }
  }
}
