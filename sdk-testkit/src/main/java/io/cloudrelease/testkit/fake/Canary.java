package io.cloudrelease.testkit.fake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A secret that is planted in order to be searched for: it must not turn up in any log, message or
 * record, neither plain nor encoded.
 *
 * @param secret at least 12 characters, so that it is not found by chance
 */
public record Canary(String secret) {
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  public Canary {
    Objects.requireNonNull(secret, "secret");
    if (secret.length() < 12) {
      throw new IllegalArgumentException("a canary needs at least 12 characters");
    }
  }

  /**
   * Fails when the text holds the secret in any form: plain, escaped as in JSON, percent-encoded,
   * in hex, in Base64 alone or amid other bytes.
   *
   * @param where what is searched, for the message
   * @throws AssertionError naming where and in which form, without the secret
   */
  public void assertNotIn(String where, String text) {
    // The alphabet of URLs has two other letters.
    String base64 = text.replace('-', '+').replace('_', '/').replace("\\/", "/");
    String lower = text.toLowerCase(Locale.ROOT);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    found("plain", text.contains(secret), where);
    found("as in JSON", unescaped(text).contains(unescaped(secret)), where);
    found("percent-encoded", lower.contains(percentEncoded()), where);
    found("in hex", lower.contains(HexFormat.of().formatHex(bytes)), where);
    found("in Base64", inBase64(bytes).anyMatch(base64::contains), where);
  }

  private static void found(String form, boolean isThere, String where) {
    if (isThere) {
      throw new AssertionError("the canary secret stands " + form + " in " + where);
    }
  }

  private static String unescaped(String json) {
    return ESCAPED
        .matcher(json)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))))
        .replace("\\", "");
  }

  private String percentEncoded() {
    return URLEncoder.encode(secret, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }

  /** As it stands behind 0, 1 or 2 other bytes, without the letters that these have a part in. */
  private static Stream<String> inBase64(byte[] bytes) {
    return IntStream.range(0, 3)
        .mapToObj(
            before -> {
              byte[] shifted = new byte[before + bytes.length];
              System.arraycopy(bytes, 0, shifted, before, bytes.length);
              int from = (before * 8 + 5) / 6;
              int to = shifted.length * 8 / 6;
              return Base64.getEncoder().encodeToString(shifted).substring(from, to);
            });
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "Canary";
  }
}
