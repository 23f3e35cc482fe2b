package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that must not be kept, in every form in which a cloud or a gateway may quote them: with the
 * escapes of the request taken off, and in Base64. Case is ignored: digits of encodings come in
 * both. Thread-safe.
 */
final class Secrets {
  /** Shorter ones would be found by chance. */
  private static final int SHORTEST = 4;

  /** Of shorter ones the Base64 form could be a word by chance. */
  private static final int SHORTEST_IN_BASE64 = 8;

  private static final int LONGEST_CUT_ESCAPE = 24;
  private static final String SIGNATURE = "Signature=";

  /** Without escapes. */
  private final Set<String> plain = new LinkedHashSet<>();

  private int shortest = Integer.MAX_VALUE;

  /** In lower case; only when a text is as long as one of them, which few are. */
  private volatile @Nullable Set<String> forms;

  private Secrets() {}

  /** The secret key and the token. */
  static Secrets of(Credentials credentials) {
    Secrets secrets = new Secrets();
    if (!credentials.isBearer()) {
      secrets.add(credentials.secretKey().reveal());
    }
    credentials.token().ifPresent(token -> secrets.add(token.reveal()));
    return secrets;
  }

  /** What was made of them for that request. */
  static Secrets of(HttpRequest signed) {
    Secrets secrets = new Secrets();
    signed.header("Authorization").ifPresent(secrets::addAuthorization);
    int signature = signed.query().indexOf(SIGNATURE);
    while (signature >= 0) {
      int from = signature + SIGNATURE.length();
      int end = signed.query().indexOf('&', from);
      secrets.add(signed.query().substring(from, end < 0 ? signed.query().length() : end));
      signature = signed.query().indexOf(SIGNATURE, from);
    }
    return secrets;
  }

  private void addAuthorization(String authorization) {
    add(authorization);
    int signature = authorization.indexOf(SIGNATURE);
    if (signature >= 0) {
      add(authorization.substring(signature + SIGNATURE.length()));
    }
  }

  private void add(String secret) {
    for (Unescaped layer : Unescaped.layers(secret)) {
      if (layer.text().length() >= SHORTEST) {
        plain.add(layer.text());
        shortest = Math.min(shortest, layer.text().length());
      }
    }
  }

  /** Whether that text is long enough for one of them: Base64 and escapes only make it longer. */
  boolean mayBeIn(String text) {
    return text.length() >= shortest || text.endsWith(Unescaped.CUT_OFF);
  }

  /** Marks where one of them stands in a text, or the beginning of one at the end of a cut text. */
  void mark(Unescaped layer, BitSet hidden) {
    String text = layer.text();
    if (!mayBeIn(text)) {
      return;
    }
    String lower = lowerCase(text);
    for (String secret : forms()) {
      int at = lower.indexOf(secret);
      while (at >= 0) {
        hidden.set(layer.origin(at), layer.origin(at + secret.length()));
        at = lower.indexOf(secret, at + 1);
      }
    }
    if (text.endsWith(Unescaped.CUT_OFF)) {
      int end = text.length() - Unescaped.CUT_OFF.length();
      // The cut may have gone through an escape that was itself escaped: %26%2, &#x26;am.
      for (int whole = end; whole >= Math.max(0, end - LONGEST_CUT_ESCAPE); whole--) {
        if (whole == end || beginsEscape(text.charAt(whole))) {
          for (String secret : forms()) {
            markCutOff(layer, lower, whole, end, secret, hidden);
          }
        }
      }
    }
  }

  /** A long text was cut, perhaps in the middle of a secret. */
  private static void markCutOff(
      Unescaped layer, String text, int whole, int end, String secret, BitSet hidden) {
    for (int length = Math.min(secret.length() - 1, whole); length >= SHORTEST; length--) {
      if (text.regionMatches(whole - length, secret, 0, length)) {
        hidden.set(layer.origin(whole - length), layer.origin(end));
        return;
      }
    }
  }

  private static boolean beginsEscape(char c) {
    return c == '%' || c == '\\' || c == '&';
  }

  private Set<String> forms() {
    Set<String> made = forms;
    if (made == null) {
      made = new LinkedHashSet<>();
      for (String secret : plain) {
        made.add(lowerCase(secret));
        if (secret.length() >= SHORTEST_IN_BASE64) {
          byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
          addBase64(bytes, Base64.getEncoder(), made);
          addBase64(bytes, Base64.getUrlEncoder(), made);
        }
      }
      forms = made;
    }
    return made;
  }

  /** Alone, with padding and without; and in the midst of a longer text, at each alignment. */
  private static void addBase64(byte[] secret, Base64.Encoder encoder, Set<String> forms) {
    forms.add(lowerCase(encoder.encodeToString(secret)));
    forms.add(lowerCase(encoder.withoutPadding().encodeToString(secret)));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      String encoded = encoder.withoutPadding().encodeToString(shifted);
      // The first and the last character also hold bits of what stands around the secret.
      int from = before == 0 ? 0 : before + 1;
      forms.add(lowerCase(encoded.substring(from, shifted.length * 8 / 6)));
    }
  }

  private static String lowerCase(String text) {
    // By characters, not by words: the length must stay as it is.
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = Character.toLowerCase(characters[i]);
    }
    return String.valueOf(characters);
  }
}
