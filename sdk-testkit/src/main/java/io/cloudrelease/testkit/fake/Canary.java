package io.cloudrelease.testkit.fake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A secret that is planted in order to be searched for: it must not turn up in any log, message or
 * record, neither plain nor encoded.
 *
 * @param secret at least 12 characters, so that it is not found by chance
 */
public record Canary(String secret) {

  public Canary {
    Objects.requireNonNull(secret, "secret");
    if (secret.length() < 12) {
      throw new IllegalArgumentException("a canary needs at least 12 characters");
    }
  }

  /**
   * Fails when the text holds the secret in any form.
   *
   * @param where what is searched, for the message
   * @throws AssertionError naming where and in which form, without the secret
   */
  public void assertNotIn(String where, String text) {
    forms()
        .forEach(
            (form, look) -> {
              if (text.contains(look)) {
                throw new AssertionError("the canary secret stands " + form + " in " + where);
              }
            });
  }

  private Map<String, String> forms() {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("plain", secret);
    forms.put("percent-encoded", URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.put("in Base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.put("in hex", HexFormat.of().formatHex(bytes));
    return forms;
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "Canary";
  }
}
