package io.cloudrelease.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HmacKeyTest {

  @Test
  void every_key_length_signs_as_the_platform_does() throws Exception {
    Random random = new Random(2104);
    for (int length = 1; length < 200; length++) {
      byte[] key = new byte[length];
      byte[] data = new byte[random.nextInt(300)];
      random.nextBytes(key);
      random.nextBytes(data);
      assertThat(HmacKey.sha256(key).sign(data)).isEqualTo(platform("HmacSHA256", key, data));
      assertThat(HmacKey.sha1(key).sign(data)).isEqualTo(platform("HmacSHA1", key, data));
    }
  }

  @Test
  void a_key_signs_any_number_of_times() throws Exception {
    byte[] key = "key".getBytes(StandardCharsets.US_ASCII);
    HmacKey hmac = HmacKey.sha256(key);
    for (int i = 0; i < 3; i++) {
      byte[] data = {(byte) i};
      assertThat(hmac.sign(data)).isEqualTo(platform("HmacSHA256", key, data));
    }
  }

  @Test
  void no_text_form_holds_the_key() {
    DerivedKey derived = new DerivedKey((s, d) -> HmacKey.sha256((s + d).getBytes()));
    HmacKey key = derived.of(Secret.of("CANARY"), "CANARY");
    assertThat(key.toString() + derived).doesNotContain("CANARY");
  }

  @Test
  void a_key_is_derived_anew_for_another_secret_or_scope_only() {
    List<String> derivations = new ArrayList<>();
    DerivedKey derived =
        new DerivedKey(
            (secret, scope) -> {
              derivations.add(secret + ' ' + scope);
              return HmacKey.sha256(secret.getBytes(StandardCharsets.UTF_8));
            });
    derived.of(Secret.of("a"), "monday");
    derived.of(Secret.of("a"), "monday");
    derived.of(Secret.of("b"), "monday");
    derived.of(Secret.of("b"), "tuesday");
    derived.of(Secret.of("a"), "monday");
    assertThat(derivations).containsExactly("a monday", "b monday", "b tuesday", "a monday");
  }

  @Test
  void a_text_in_a_buffer_is_signed_as_its_bytes_are() {
    HmacKey key = HmacKey.sha256(new byte[] {1, 2, 3});
    AsciiBuffer text = new AsciiBuffer(1).append("some text").append('\n').append(17);
    assertThat(key.sign(text))
        .isEqualTo(key.sign("some text\n17".getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] platform(String algorithm, byte[] key, byte[] data) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(data);
  }
}
