package io.cloudrelease.execution.call;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.fuzz.Draws;
import io.cloudrelease.fuzz.Target;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Takes secrets out of texts that quote them in every supported form: as they are, each character
 * behind an escape of its own, in Base64, and up to three layers of that around one another.
 */
public final class RedactionTarget implements Target {
  /** No cloud issues keys with characters that begin an escape themselves. */
  private static final String ALPHABET =
      "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789+/=_-.~*<>\"'";

  private static final List<IntFunction<String>> ESCAPES =
      List.of(
          c -> String.valueOf((char) c),
          c -> String.format(Locale.ROOT, "%%%02X", c),
          c -> String.format(Locale.ROOT, "%%%02x", c),
          c -> String.format(Locale.ROOT, "\\u%04x", c),
          c -> String.format(Locale.ROOT, "\\u%04X", c),
          c -> String.format(Locale.ROOT, "\\x%02x", c),
          c -> String.format(Locale.ROOT, "&#%d;", c),
          c -> String.format(Locale.ROOT, "&#x%x;", c),
          c -> String.format(Locale.ROOT, "&#X%04X;", c));

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      secrets.add(secret(draws));
    }
    Redaction redaction =
        new Redaction(
            Secrets.of(Credentials.ofSession("AKID", secrets.get(0), secrets.get(1))),
            HttpRequest.of(
                    "POST",
                    Endpoint.https("h"),
                    "/?a=1&Signature=" + URLEncoder.encode(secrets.get(2), StandardCharsets.UTF_8))
                .headers(
                    List.of(
                        new Header("authorization", "TC3 Credential=AKID, Signature=feedbeef01")))
                .with(Duration.ofSeconds(1), true));
    String secret = draws.below(8) == 7 ? "feedbeef01" : draws.oneOf(secrets);
    String form = form(secret, draws);
    String before = filler(draws) + draws.text(40) + ' ';
    String after = ' ' + draws.text(40) + filler(draws);
    String clean = redaction.apply(before + form + after);
    must(clean.length() <= Redaction.LONGEST + 3, "longer than what is kept", clean.length());
    hidden(form, before + '\n' + after, clean, secret);
  }

  private static String secret(Draws draws) {
    StringBuilder secret = new StringBuilder();
    int length = 10 + draws.below(30);
    for (int i = 0; i < length; i++) {
      // Also without draws left no two places look alike: a rest can be told from the text around.
      secret.append(ALPHABET.charAt((draws.below(256) + 7 * i) % ALPHABET.length()));
    }
    return secret.toString();
  }

  /** Long enough, now and then, that the text is cut in the middle of the secret. */
  private static String filler(Draws draws) {
    return draws.below(6) == 5 ? "~".repeat(draws.below(1100)) : "";
  }

  private static String form(String secret, Draws draws) {
    String form =
        switch (draws.below(4)) {
          case 0 -> secret;
          case 1 -> Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
          case 2 -> Base64.getUrlEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
          default -> escaped(secret, draws);
        };
    boolean mixed = !form.equals(secret);
    int more = draws.below(mixed ? 2 : 3);
    for (int i = 0; i < more; i++) {
      form = layer(form, draws);
    }
    return form;
  }

  private static String escaped(String text, Draws draws) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(draws.oneOf(ESCAPES).apply(c));
    }
    return escaped.toString();
  }

  private static String layer(String text, Draws draws) {
    return switch (draws.below(3)) {
      case 0 -> URLEncoder.encode(text, StandardCharsets.UTF_8);
      case 1 -> text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
      default -> text.replace("\\", "\\\\").replace("/", "\\/").replace("\"", "\\\"");
    };
  }

  /**
   * No half of the form is left that does not stand in the text around it as well. Half of an
   * escaped form may be few characters: less than what {@link Redaction} seeks at all is no secret.
   */
  private static void hidden(String form, String around, String clean, String secret) {
    int half = Math.max(8, form.length() / 2);
    for (int i = 0; i + half <= form.length(); i++) {
      String piece = form.substring(i, i + half);
      must(
          !clean.contains(piece) || around.contains(piece) || tellsLittle(piece, secret),
          "a secret is left",
          "secret: " + secret,
          "form:   " + form,
          "left:   " + piece,
          "text:   " + clean);
    }
  }

  /** Whether no four characters of the secret, or of its Base64, can be read in the piece. */
  private static boolean tellsLittle(String piece, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String plain =
        secret
            + '\n'
            + Base64.getEncoder().encodeToString(bytes)
            + '\n'
            + Base64.getUrlEncoder().encodeToString(bytes);
    Unescaped layer = Unescaped.of(piece);
    for (int layers = 0; layers < 4; layers++) {
      for (int i = 0; i + 4 <= layer.text().length(); i++) {
        if (plain.contains(layer.text().substring(i, i + 4))) {
          return false;
        }
      }
      layer = layer.further();
    }
    return true;
  }
}
