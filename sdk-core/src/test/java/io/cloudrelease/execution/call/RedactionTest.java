package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String KEY = "c4n/Ry+k*y~==";
  private static final String TOKEN = "t0k/en+==";
  private static final String SIGNATURE = "s1g/nat+ure=";

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpRequest request(String target, String authorization) {
    return HttpRequest.of("POST", Endpoint.https("h"), target)
        .headers(List.of(new Header("authorization", authorization)))
        .with(Duration.ofSeconds(1), true);
  }

  private static Redaction redaction() {
    return new Redaction(
        Secrets.of(Credentials.ofSession("AKID", KEY, TOKEN)),
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
        new Redaction(Secrets.of(Credentials.ofBearer("b34r3r")), request("/", "Bearer b34r3r"));
    assertThat(redaction.apply("got 'Bearer b34r3r' and b34r3r")).isEqualTo("got '***' and ***");
  }

  @Test
  void overlapping_secrets_leave_no_rest_of_either() {
    Redaction redaction =
        new Redaction(
            Secrets.of(Credentials.ofSession("id", "abcdef", "efghij")), request("/", "none"));
    assertThat(redaction.apply("x abcdefghij y")).isEqualTo("x *** y");
    Redaction inner =
        new Redaction(
            Secrets.of(Credentials.ofSession("id", "abcdef", "bcde")), request("/", "none"));
    assertThat(inner.apply("abcdef bcde")).isEqualTo("*** ***");
  }

  @Test
  void a_secret_that_was_cut_off_with_the_message_is_taken_out_too() {
    String filler = "x".repeat(500 - 7) + " ";
    CloudFailure failure = CloudFailure.of(400, "c", filler + KEY, "");
    assertThat(failure.message()).endsWith(KEY.substring(0, 6) + "...");
    assertThat(redaction().apply(failure.message())).isEqualTo(filler + "***...");
  }

  @Test
  void a_secret_that_was_cut_off_within_an_escape_is_taken_out_wherever_the_cut_is() {
    for (String secret : List.of(KEY, TOKEN, SIGNATURE)) {
      for (String form : List.of("&#x%04x;", "&#%d;", "\\u%04x", "%%%02X", "&amp;#x%04X;")) {
        String escaped = each(secret, form);
        String four = each(secret.substring(0, 4), form);
        for (int length = four.length(); length < escaped.length(); length++) {
          String filler = "x".repeat(Redaction.LONGEST - length - 1) + " ";
          assertThat(redaction().apply(filler + escaped)).isEqualTo(filler + "***...");
        }
      }
    }
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
        new Redaction(Secrets.of(Credentials.ofKey("id", KEY)), request("/?Signature=%zzzz", ""));
    assertThat(redaction.apply("a %zzzz b " + KEY)).isEqualTo("a *** b ***");
  }

  @Test
  void html_escapes_hide_nothing() {
    for (String secret : List.of(KEY, TOKEN, SIGNATURE)) {
      hides(each(secret, "&#%d;"));
      hides(each(secret, "&#%d"));
      hides(each(secret, "&#x%x;"));
      hides(each(secret, "&#X%04X;"));
      hides(secret.replace("+", "&#43;").replace("=", "&#61;"));
      hides(secret.replace("+", "&plus;").replace("/", "&sol;").replace("=", "&equals;"));
    }
    Redaction odd =
        new Redaction(Secrets.of(Credentials.ofKey("id", "a&b<c>d\"e'f")), request("/", ""));
    assertThat(odd.apply("x a&amp;b&lt;c&gt;d&quot;e&#39;f y")).isEqualTo("x *** y");
  }

  @Test
  void json_escapes_hide_nothing() {
    for (String secret : List.of(KEY, TOKEN, SIGNATURE)) {
      hides(secret.replace("/", "\\/"));
      hides(each(secret, "\\u%04x"));
      hides(each(secret, "\\u%04X"));
      hides(each(secret, "\\x%02x"));
      hides(secret.replace("+", "\\u002b").replace("=", "\\u003D"));
    }
  }

  @Test
  void escapes_of_several_kinds_and_layers_hide_nothing() {
    for (String secret : List.of(KEY, TOKEN, SIGNATURE)) {
      hides(secret.replace("+", "&#43;").replace("/", "\\/").replace("=", "%3D"));
      hides(encode(secret).replace("%", "&#37;"));
      hides(secret.replace("+", "&amp;#43;").replace("/", "&#47;"));
      hides(each(secret, "\\\\u%04x"));
      hides(encode(encode(encode(secret))));
    }
  }

  @Test
  void base64_hides_nothing() {
    for (String secret : List.of(KEY, TOKEN, SIGNATURE)) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      hides(Base64.getEncoder().encodeToString(bytes));
      hides(Base64.getUrlEncoder().encodeToString(bytes));
      hides(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      hides(encode(Base64.getEncoder().encodeToString(bytes)));
    }
  }

  @Test
  void in_the_midst_of_a_base64_text_no_whole_character_of_a_secret_is_left() {
    for (String before : List.of("", "a", "ab", "abc", "{\"key\":\"")) {
      String quoted =
          Base64.getEncoder()
              .encodeToString((before + KEY + "\"} tail").getBytes(StandardCharsets.UTF_8));
      String clean = redaction().apply(quoted);
      assertThat(clean).contains("***");
      for (String rest : clean.split("\\*\\*\\*")) {
        assertThat(rest.length()).as(clean).isLessThan(quoted.length() - KEY.length());
        assertThat(quoted).contains(rest);
      }
      // All characters that hold nothing but bits of the secret are gone.
      int first = (before.length() * 8 + 5) / 6;
      int last = (before.length() + KEY.length()) * 8 / 6;
      assertThat(clean).startsWith(quoted.substring(0, first) + "***");
      assertThat(clean).endsWith("***" + quoted.substring(last));
    }
  }

  @Test
  void an_escape_that_was_cut_hides_no_beginning() {
    for (String end :
        List.of(
            "c4n%2",
            "c4n/Ry&#4",
            "c4n/Ry\\u00",
            "c4n%2FRy%",
            "c4n/Ry\\&qu",
            "c4n/Ry%26%2",
            "%5Cu0063%5Cu0034%5Cu006e%5Cu002f%26%23x5")) {
      assertThat(redaction().apply("said " + end + "..."))
          .as(end)
          .isEqualTo(end.length() < 6 ? "said " + end + "..." : "said ***...");
    }
  }

  @Test
  void a_long_text_is_cut_and_costs_no_more_than_a_short_one() {
    // 7 MB in which every place looks like the beginning of a secret.
    String beginning = KEY.substring(0, KEY.length() - 1);
    String clean = redaction().apply(beginning.repeat(7_000_000 / beginning.length()));
    assertThat(clean).hasSizeLessThanOrEqualTo(Redaction.LONGEST + 3).endsWith("...");
    String before = "x".repeat(Redaction.LONGEST - 6);
    assertThat(redaction().apply(before + KEY)).isEqualTo(before + "***...");
  }

  @Test
  void a_failure_is_cleaned_in_all_its_texts() {
    CloudFailure clean =
        redaction()
            .apply(
                CloudFailure.of(400, "c " + KEY, "m " + TOKEN, "r " + SIGNATURE)
                    .culprits(List.of("i-1")));
    assertThat(clean)
        .isEqualTo(CloudFailure.of(400, "c ***", "m ***", "r ***").culprits(List.of("i-1")));
  }

  @Test
  void a_snapshot_is_cleaned_in_all_its_texts() {
    InstanceRef ref = InstanceRef.of("fake", "i-1");
    Snapshot said =
        Snapshot.builder(ref, Instant.EPOCH, LifecyclePhase.STABLE)
            .state(KEY)
            .name("web-" + TOKEN)
            .chargeType(encode(SIGNATURE))
            .zone("z " + KEY)
            .vpc("v " + KEY)
            .protectedFromRelease(true)
            .createdAt(Instant.EPOCH)
            .expiresAt(Instant.EPOCH.plusSeconds(9))
            .attribute("a", KEY)
            .tag("t", TOKEN)
            .build();
    Snapshot clean =
        Snapshot.builder(ref, Instant.EPOCH, LifecyclePhase.STABLE)
            .state("***")
            .name("web-***")
            .chargeType("***")
            .zone("z ***")
            .vpc("v ***")
            .protectedFromRelease(true)
            .createdAt(Instant.EPOCH)
            .expiresAt(Instant.EPOCH.plusSeconds(9))
            .attribute("a", "***")
            .tag("t", "***")
            .build();
    assertThat(redaction().apply(said)).isEqualTo(clean);
    assertThat(redaction().apply(clean)).isSameAs(clean);
  }

  @Test
  void a_secret_in_any_one_text_of_a_snapshot_is_found() {
    InstanceRef ref = InstanceRef.of("fake", "i-1");
    List<UnaryOperator<Snapshot.Builder>> places =
        List.of(
            said -> said.state(KEY),
            said -> said.name(KEY),
            said -> said.chargeType(KEY),
            said -> said.zone(KEY),
            said -> said.vpc(KEY),
            said -> said.attribute("a", KEY),
            said -> said.attribute(KEY, "a"),
            said -> said.tag("t", KEY),
            said -> said.tag(KEY, "t"));
    for (UnaryOperator<Snapshot.Builder> place : places) {
      Snapshot.Builder said = Snapshot.builder(ref, Instant.EPOCH, LifecyclePhase.STABLE);
      said.name("web").attribute("b", "ok").tag("u", "ok");
      Snapshot clean = redaction().apply(place.apply(said).build());
      assertThat(
              clean.state()
                  + clean.name()
                  + clean.chargeType()
                  + clean.zone()
                  + clean.vpcs()
                  + clean.attributes()
                  + clean.tags())
          .contains("***")
          .doesNotContain(KEY);
    }
  }

  @Test
  void secrets_of_four_characters_are_taken_out_and_shorter_ones_could_be_anything() {
    Redaction four = new Redaction(Secrets.of(Credentials.ofKey("id", "k3y!")), request("/", ""));
    assertThat(four.apply("k3y!")).isEqualTo("***");
    assertThat(four.apply("a k3y! b")).isEqualTo("a *** b");
    Redaction three = new Redaction(Secrets.of(Credentials.ofKey("id", "k3y")), request("/", ""));
    assertThat(three.apply("a k3y b")).isEqualTo("a k3y b");
  }

  @Test
  void of_eight_characters_on_base64_is_sought_too() {
    String eight = "k3y!k3y?";
    String seven = "k3y!k3y";
    assertThat(inBase64(eight)).isEqualTo("a *** b");
    assertThat(inBase64(seven)).contains(base64(seven));
  }

  private static String inBase64(String key) {
    return new Redaction(Secrets.of(Credentials.ofKey("id", key)), request("/", ""))
        .apply("a " + base64(key) + " b");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_signature_at_the_beginning_and_at_the_end_of_a_target_is_known() {
    Redaction redaction =
        new Redaction(
            Secrets.of(Credentials.ofKey("id", KEY)),
            request("/?Signature=f1rst&a=1&Signature=l4st", ""));
    assertThat(redaction.apply("f1rst and l4st")).isEqualTo("*** and ***");
    Redaction header =
        new Redaction(Secrets.of(Credentials.ofKey("id", KEY)), request("/", "Signature=feedbeef"));
    assertThat(header.apply("a feedbeef b")).isEqualTo("a *** b");
  }

  @Test
  void a_text_of_the_greatest_length_is_not_cut() {
    String longest = "x".repeat(Redaction.LONGEST);
    assertThat(redaction().apply(longest)).isEqualTo(longest);
    assertThat(redaction().apply(longest + "x")).isEqualTo(longest + "...");
    String pair = "x".repeat(Redaction.LONGEST - 1) + "\uD83D\uDE00";
    assertThat(redaction().apply(pair)).isEqualTo("x".repeat(Redaction.LONGEST - 1) + "...");
  }

  @Test
  void a_name_that_is_a_secret_of_four_characters_is_taken_out() {
    Redaction four = new Redaction(Secrets.of(Credentials.ofKey("id", "k3y!")), request("/", ""));
    Snapshot said =
        Snapshot.builder(InstanceRef.of("fake", "i-1"), Instant.EPOCH, LifecyclePhase.STABLE)
            .name("k3y!")
            .build();
    assertThat(four.apply(said).name()).isEqualTo("***");
  }

  @Test
  void a_text_shorter_than_all_secrets_may_end_with_the_beginning_of_one() {
    Redaction redaction =
        new Redaction(Secrets.of(Credentials.ofKey("id", "k3y!k3y!k3y!")), request("/", ""));
    assertThat(redaction.apply("k3y!k...")).isEqualTo("***...");
    assertThat(redaction.apply("k3y!k")).isEqualTo("k3y!k");
  }

  @Test
  void a_secret_that_looks_like_an_escape_is_taken_out_where_it_was_cut_off() {
    Redaction redaction =
        new Redaction(Secrets.of(Credentials.ofKey("id", "k3y%zz!k3y")), request("/", ""));
    assertThat(redaction.apply("said k3y%zz...")).isEqualTo("said ***...");
    assertThat(redaction().apply("said c4n/&#x00005...")).isEqualTo("said ***...");
  }

  @Test
  void a_signature_that_the_request_carries_in_three_layers_of_escapes_is_known_without_them() {
    String target = "/?Signature=" + encode(encode(encode(SIGNATURE)));
    Redaction redaction =
        new Redaction(Secrets.of(Credentials.ofKey("id", KEY)), request(target, ""));
    assertThat(redaction.apply("a " + SIGNATURE + " b")).isEqualTo("a *** b");
  }

  @Test
  void both_alphabets_of_base64_are_known() {
    String key = "???>>>~~~";
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    Redaction redaction = new Redaction(Secrets.of(Credentials.ofKey("id", key)), request("/", ""));
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      assertThat(redaction.apply("a " + encoder.encodeToString(bytes) + " b")).isEqualTo("a *** b");
    }
  }

  private static String each(String text, String format) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, format, c)));
    return escaped.toString();
  }
}
