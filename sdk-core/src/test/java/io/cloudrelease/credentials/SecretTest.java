package io.cloudrelease.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.InvalidRequestException;
import java.io.Serializable;
import java.util.Collections;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final String CANARY = "c4n4ry-S3cret";

  @Test
  void a_secret_has_no_printable_form() {
    Secret secret = Secret.of(CANARY);
    assertThat(secret).hasToString("***");
    assertThat("" + secret).doesNotContain(CANARY);
    assertThat(String.format("%s", secret)).doesNotContain(CANARY);
    assertThat(secret).isNotInstanceOf(Serializable.class).isNotInstanceOf(CharSequence.class);
    assertThat(secret.reveal()).isEqualTo(CANARY);
  }

  @Test
  void credentials_have_no_printable_form() {
    assertThat(Credentials.ofKey(CANARY + "id", CANARY).toString()).doesNotContain(CANARY);
    assertThat(Credentials.ofSession("id", CANARY, CANARY).toString()).doesNotContain(CANARY);
    assertThat(Credentials.ofBearer(CANARY).toString()).doesNotContain(CANARY);
    assertThat(CredentialsProvider.of(Credentials.ofBearer(CANARY)).toString())
        .doesNotContain(CANARY);
  }

  @Test
  void an_access_key_id_that_no_header_holds_is_refused_without_repeating_it() {
    for (String wrong :
        new String[] {"AKID EXAMPLE", "AKID\nEXAMPLE", "AKID\u00e4", "AKID\u0000X"}) {
      assertThatThrownBy(() -> Credentials.ofKey(wrong, "secret"))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("the access key id holds")
          .hasMessageNotContaining("AKID");
    }
    assertThat(Credentials.ofKey(" AKIDexample/._-+= ", "secret").accessKeyId())
        .isEqualTo("AKIDexample/._-+=");
  }

  @Test
  void a_blank_secret_is_refused_without_repeating_it() {
    assertThatThrownBy(() -> Secret.of(" \t")).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> Credentials.ofKey("id", " "))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> Credentials.ofKey("\n", CANARY))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("access key id is blank")
        .satisfies(e -> assertThat(e.toString()).doesNotContain(CANARY));
    assertThatThrownBy(() -> Credentials.ofSession("id", CANARY, ""))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void white_space_around_keys_is_dropped() {
    Credentials read = Credentials.ofSession(" id\n", CANARY + "\r\n", "\tt ");
    assertThat(read).isEqualTo(Credentials.ofSession("id", CANARY, "t"));
    assertThat(read).hasSameHashCodeAs(Credentials.ofSession("id", CANARY, "t"));
    assertThat(read.secretKey().reveal()).isEqualTo(CANARY);
  }

  @Test
  void a_bearer_token_signs_nothing() {
    Credentials bearer = Credentials.ofBearer("t");
    assertThat(bearer.isBearer()).isTrue();
    assertThat(bearer.accessKeyId()).isEmpty();
    assertThat(bearer.token().orElseThrow().reveal()).isEqualTo("t");
    assertThatThrownBy(bearer::secretKey).isInstanceOf(IllegalStateException.class);
    assertThat(bearer).isNotEqualTo(Credentials.ofKey("id", "t"));
  }

  @Test
  void credentials_differ_by_every_part() {
    Credentials one = Credentials.ofSession("id", "key", "token");
    assertThat(one)
        .isNotEqualTo(Credentials.ofSession("id2", "key", "token"))
        .isNotEqualTo(Credentials.ofSession("id", "key2", "token"))
        .isNotEqualTo(Credentials.ofSession("id", "key", "token2"))
        .isNotEqualTo(Credentials.ofKey("id", "key"));
  }

  @Test
  void a_line_end_or_control_character_inside_is_refused_by_the_name_of_its_part() {
    for (String end :
        new String[] {"\n", "\r\n", "\u0000", "\t", "\u001b", "\u007f", "\u0085", "\u2028"}) {
      String torn = "c4n" + end + "4ry";
      refused(() -> Credentials.ofKey("id", torn), "the secret key holds a line end");
      refused(() -> Credentials.ofSession("id", torn, "t"), "the secret key holds a line end");
      refused(() -> Credentials.ofSession("id", "k", torn), "the session token holds");
      refused(() -> Credentials.ofBearer(torn), "the bearer token holds");
      refused(() -> Secret.of(torn), "the secret holds a line end");
    }
  }

  @Test
  void a_token_that_no_header_may_hold_is_refused_when_it_is_given() {
    refused(
        () -> Credentials.ofSession("id", "k", "c4nä4ry"), "the session token holds a character");
    refused(() -> Credentials.ofBearer("c4n\u20144ry"), "the bearer token holds a character");
  }

  @Test
  void a_blank_part_is_named() {
    refused(() -> Credentials.ofKey("id", " "), "the secret key is blank");
    refused(() -> Credentials.ofSession("id", "k", "\n"), "the session token is blank");
    refused(() -> Credentials.ofBearer(""), "the bearer token is blank");
  }

  private static void refused(ThrowingCallable given, String says) {
    assertThatThrownBy(given)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("c4n")
        .hasMessageNotContaining("4ry")
        .hasNoCause();
  }

  @Test
  void what_cannot_be_seen_is_in_no_key() {
    for (String hidden : new String[] {"\u200b", "\u00ad", "\ufeff", "\u202e", "\ud83d"}) {
      String pasted = "c4n" + hidden + "4ry";
      refused(() -> Credentials.ofKey("id", pasted), "the secret key holds a line end or another");
      refused(() -> Secret.of(pasted), "the secret holds a line end or another");
    }
    for (String space : new String[] {"\u00a0", "\u2003", "\u3000"}) {
      String pasted = "c4n" + space + "4ry";
      refused(() -> Credentials.ofKey("id", pasted), "the secret key holds a no-break space");
      assertThat(Secret.of(pasted).reveal()).isEqualTo(pasted);
    }
    assertThat(Secret.of("pass wörd \ud83d\ude00").reveal()).isEqualTo("pass wörd \ud83d\ude00");
  }

  @Test
  void credentials_that_are_null_are_named() {
    assertThatThrownBy(() -> CredentialsProvider.of(nothing()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("credentials");
    assertThatThrownBy(() -> CredentialsProvider.firstOf("x", Collections.singletonList(null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("source");
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // of a caller without checks
  private static <T> T nothing() {
    return null;
  }
}
