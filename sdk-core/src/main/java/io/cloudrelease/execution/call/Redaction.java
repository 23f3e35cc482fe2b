package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes out of what a cloud says that which must not be kept: clouds and gateways quote strings to
 * sign, tokens and signatures back at the caller, in any of their texts and behind any escapes.
 *
 * <p>A text is cut to {@value #LONGEST} characters first, so that its length costs nothing. Sought
 * are key, token and signatures, as they are and in Base64, in the text as it came and with one to
 * three layers of escapes taken off. Case is ignored: digits of encodings come in both.
 */
final class Redaction {
  /** No text that is kept is longer. */
  static final int LONGEST = 1_000;

  private static final int SHORTEST = 4;

  /** Of shorter ones the Base64 form could be a word by chance. */
  private static final int SHORTEST_IN_BASE64 = 8;

  private static final int LAYERS = 3;
  private static final int LONGEST_CUT_ESCAPE = 24;
  private static final String SIGNATURE = "Signature=";
  private static final String CUT_OFF = Unescaped.CUT_OFF;

  private final Credentials credentials;
  private final HttpRequest signed;

  /** In lower case. */
  private final Set<String> sought = new LinkedHashSet<>();

  private int shortest = Integer.MAX_VALUE;

  Redaction(Credentials credentials, HttpRequest signed) {
    this.credentials = credentials;
    this.signed = signed;
  }

  /** The text without secrets, and not longer than what is kept. */
  String apply(String text) {
    return text.length() < SHORTEST ? text : inFull(bounded(text));
  }

  private String hide(String bounded) {
    // Escapes only make it longer, so that no secret hides in what is shorter than all of them.
    if (bounded.length() < shortest && !bounded.endsWith(CUT_OFF)) {
      return bounded;
    }
    BitSet hidden = new BitSet();
    // All are sought before any is taken out: one taken out first could hide the rest of another.
    layers(bounded).forEach(layer -> mark(layer, hidden));
    return hidden.isEmpty() ? bounded : without(bounded, hidden);
  }

  /** The text, and what it is with one layer of escapes after the other taken off. */
  private static Stream<Unescaped> layers(String text) {
    // The last one stays what it is.
    return Stream.iterate(Unescaped.of(text), Unescaped::further).limit(LAYERS + 1L).distinct();
  }

  /** The text without secrets, however long it is. */
  private String inFull(String text) {
    if (sought.isEmpty()) {
      collect();
    }
    return hide(text);
  }

  /** The failure without secrets in any of its texts. */
  CloudFailure apply(CloudFailure failure) {
    return CloudFailure.of(
            failure.status(),
            apply(failure.code()),
            apply(failure.message()),
            apply(failure.requestId()))
        .culprits(failure.culprits());
  }

  /** The snapshot without secrets in any of its texts; itself when it holds none. */
  Snapshot apply(Snapshot snapshot) {
    if (isClean(snapshot.state() + snapshot.zone() + snapshot.vpcs())
        && isClean(snapshot.name())
        && isClean(snapshot.chargeType())
        && isClean(snapshot.attributes())
        && isClean(snapshot.tags())) {
      return snapshot;
    }
    Snapshot.Builder clean =
        Snapshot.builder(snapshot.ref(), snapshot.takenAt(), snapshot.phase())
            .state(inFull(snapshot.state()))
            .name(inFull(snapshot.name()))
            .chargeType(inFull(snapshot.chargeType()))
            .zone(inFull(snapshot.zone()))
            .protectedFromRelease(snapshot.protectedFromRelease());
    snapshot.vpcs().forEach(vpc -> clean.vpc(inFull(vpc)));
    snapshot.createdAt().ifPresent(clean::createdAt);
    snapshot.expiresAt().ifPresent(clean::expiresAt);
    snapshot.attributes().forEach((name, value) -> clean.attribute(inFull(name), inFull(value)));
    snapshot.tags().forEach((key, value) -> clean.tag(inFull(key), inFull(value)));
    return clean.build();
  }

  private boolean isClean(Map<String, String> texts) {
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      if (!isClean(entry.getKey()) || !isClean(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isClean(String text) {
    return text.length() < SHORTEST || inFull(text).equals(text);
  }

  private static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + CUT_OFF;
  }

  /** Only when there is a text to clean: most calls have none. */
  private void collect() {
    if (!credentials.isBearer()) {
      add(credentials.secretKey().reveal());
    }
    credentials.token().ifPresent(token -> add(token.reveal()));
    signed.header("Authorization").ifPresent(this::addAuthorization);
    int signature = signed.query().indexOf(SIGNATURE);
    while (signature >= 0) {
      int from = signature + SIGNATURE.length();
      int end = signed.query().indexOf('&', from);
      add(signed.query().substring(from, end < 0 ? signed.query().length() : end));
      signature = signed.query().indexOf(SIGNATURE, from);
    }
  }

  private void addAuthorization(String authorization) {
    add(authorization);
    int signature = authorization.indexOf(SIGNATURE);
    if (signature >= 0) {
      add(authorization.substring(signature + SIGNATURE.length()));
    }
  }

  /** A secret, and what it is without the escapes in which the request carries it. */
  private void add(String secret) {
    layers(secret).forEach(layer -> addForms(layer.text()));
  }

  private void addForms(String secret) {
    addForm(secret);
    if (secret.length() >= SHORTEST_IN_BASE64) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      addBase64(bytes, Base64.getEncoder());
      addBase64(bytes, Base64.getUrlEncoder());
    }
  }

  /** Alone, with padding and without; and in the midst of a longer text, at each alignment. */
  private void addBase64(byte[] secret, Base64.Encoder encoder) {
    addForm(encoder.encodeToString(secret));
    addForm(encoder.withoutPadding().encodeToString(secret));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      String encoded = encoder.withoutPadding().encodeToString(shifted);
      // The first and the last character also hold bits of what stands around the secret.
      int from = before == 0 ? 0 : before + 1;
      addForm(encoded.substring(from, shifted.length * 8 / 6));
    }
  }

  private void addForm(String form) {
    if (form.length() >= SHORTEST) {
      sought.add(lowerCase(form));
      shortest = Math.min(shortest, form.length());
    }
  }

  private void mark(Unescaped layer, BitSet hidden) {
    String text = lowerCase(layer.text());
    for (String secret : sought) {
      int at = text.indexOf(secret);
      while (at >= 0) {
        hidden.set(layer.origin(at), layer.origin(at + secret.length()));
        at = text.indexOf(secret, at + 1);
      }
    }
    if (text.endsWith(CUT_OFF)) {
      int end = text.length() - CUT_OFF.length();
      // The cut may have gone through an escape that was itself escaped: %26%2, &#x26;am.
      for (int whole = end; whole >= Math.max(0, end - LONGEST_CUT_ESCAPE); whole--) {
        if (whole == end || beginsEscape(text.charAt(whole))) {
          for (String secret : sought) {
            markCutOff(layer, text, whole, end, secret, hidden);
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

  private static String lowerCase(String text) {
    // By characters, not by words: the length must stay as it is.
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = Character.toLowerCase(characters[i]);
    }
    return String.valueOf(characters);
  }

  private static String without(String text, BitSet hidden) {
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = hidden.nextSetBit(at);
      clean.append(text, at, from < 0 ? text.length() : from);
      if (from < 0) {
        break;
      }
      clean.append("***");
      at = hidden.nextClearBit(from);
    }
    return clean.toString();
  }
}
