package io.cloudrelease.testkit;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** The signer vectors, as requests that a client would have sent. */
public final class SignatureVectors {

  private SignatureVectors() {}

  /** All entries of that file. */
  public static List<JsonValue> load(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SignatureVectors.class.getResourceAsStream("/vectors/" + file))) {
      return JsonValue.parse(in.readAllBytes()).orElseThrow().items();
    }
  }

  /** The request whose headers are given whole in the entry. */
  public static HttpRequest request(JsonValue vector, Header... extra) {
    JsonValue inputs = vector.get("inputs");
    List<Header> headers = new ArrayList<>(List.of(extra));
    vector
        .get("expected")
        .get("headers")
        .members()
        .forEach((name, value) -> headers.add(new Header(name, value.text())));
    byte[] body = Base64.getDecoder().decode(inputs.text("body_base64"));
    return HttpRequest.of(
            inputs.text("method"), Endpoint.https(inputs.text("host")), inputs.text("path"))
        .headers(headers)
        .body(HttpBody.wrap(body))
        .with(Duration.ofSeconds(30), true);
  }
}
