package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.spi.CloudFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String KEY = "c4n/Ry+k*y~==";
  private static final String TOKEN = "t0k/en+==";
  private static final String SIGNATURE = "s1g/nat+ure=";

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpRequest request(String target, String authorization) {
    return new HttpRequest(
        "POST",
        Endpoint.https("h"),
        target,
        List.of(new Header("authorization", authorization)),
        HttpBody.empty(),
        Duration.ofSeconds(1),
        true);
  }

  private static Redaction redaction() {
    return new Redaction(
        Credentials.ofSession("AKID", KEY, TOKEN),
        request(
            "/?a=1&Signature=" + encode(SIGNATURE) + "&b=2",
            "TC3 Credential=AKID, SignedHeaders=host, Signature=feedbeef"));
  }

  private static void hides(String secret) {
    assertThat(redaction().apply("before " + secret + " after"))
        .as(secret)
        .isEqualTo("before *** after");
  }

  @Test
  void key_token_and_signatures_are_taken_out() {
    hides(KEY);
    hides(TOKEN);
    hides(SIGNATURE);
    hides("feedbeef");
    hides("TC3 Credential=AKID, SignedHeaders=host, Signature=feedbeef");
  }

  @Test
  void every_encoded_form_is_taken_out() {
    for (String secret : List.of(KEY, TOKEN, SIGNATURE)) {
      String once = encode(secret);
      String strict = once.replace("*", "%2A").replace("%7E", "~");
      for (String form : List.of(once, strict, encode(once), encode(strict))) {
        hides(form);
        hides(form.toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void a_bearer_token_is_taken_out() {
    Redaction redaction =
        new Redaction(Credentials.ofBearer("b34r3r"), request("/", "Bearer b34r3r"));
    assertThat(redaction.apply("got 'Bearer b34r3r' and b34r3r")).isEqualTo("got '***' and ***");
  }

  @Test
  void overlapping_secrets_leave_no_rest_of_either() {
    Redaction redaction =
        new Redaction(Credentials.ofSession("id", "abcdef", "efghij"), request("/", "none"));
    assertThat(redaction.apply("x abcdefghij y")).isEqualTo("x *** y");
    Redaction inner =
        new Redaction(Credentials.ofSession("id", "abcdef", "bcde"), request("/", "none"));
    assertThat(inner.apply("abcdef bcde")).isEqualTo("*** ***");
  }

  @Test
  void a_secret_that_was_cut_off_with_the_message_is_taken_out_too() {
    String filler = "x".repeat(CloudFailure.MAX_MESSAGE - 7) + " ";
    CloudFailure failure = CloudFailure.of(400, "c", filler + KEY, "");
    assertThat(failure.message()).endsWith(KEY.substring(0, 6) + "...");
    assertThat(redaction().apply(failure.message())).isEqualTo(filler + "***...");
  }

  @Test
  void harmless_text_stays_as_it_is() {
    String text = "The instance ins-1 of AKID is busy...";
    assertThat(redaction().apply(text)).isEqualTo(text);
    assertThat(redaction().apply("")).isEmpty();
  }

  @Test
  void a_target_that_cannot_be_decoded_does_no_harm() {
    Redaction redaction =
        new Redaction(Credentials.ofKey("id", KEY), request("/?Signature=%zzzz", ""));
    assertThat(redaction.apply("a %zzzz b " + KEY)).isEqualTo("a *** b ***");
  }
}
