package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes out of a cloud's message what must not be printed: clouds quote strings to sign, tokens and
 * signatures back at the caller.
 */
final class Redaction {
  private static final int SHORTEST = 4;
  private static final String SIGNATURE = "Signature=";
  private static final String CUT_OFF = "...";

  private final Credentials credentials;
  private final HttpRequest signed;
  private final Set<String> secrets = new LinkedHashSet<>();

  Redaction(Credentials credentials, HttpRequest signed) {
    this.credentials = credentials;
    this.signed = signed;
  }

  /** Only when there is a message to clean: most calls have none. */
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
      addEncoded(signed.query().substring(from, end < 0 ? signed.query().length() : end));
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

  private void addEncoded(String encoded) {
    add(encoded);
    try {
      add(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      // Then it has no other form than the one that was just added.
      return;
    }
  }

  /** The secret, and as forms and RFC 3986 write it: once, and once more inside another text. */
  private void add(String secret) {
    if (secret.length() < SHORTEST) {
      return;
    }
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String strict = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    secrets.add(secret);
    secrets.add(form);
    secrets.add(strict);
    secrets.add(URLEncoder.encode(form, StandardCharsets.UTF_8));
    secrets.add(URLEncoder.encode(strict, StandardCharsets.UTF_8));
    secrets.add(strict.replace("%", "%25"));
  }

  String apply(String text) {
    if (secrets.isEmpty() && !text.isEmpty()) {
      collect();
    }
    // All are sought in the text as it came: one taken out first could hide the rest of another.
    BitSet hidden = new BitSet(text.length());
    for (String secret : secrets) {
      mark(text, secret, hidden);
    }
    return hidden.isEmpty() ? text : without(text, hidden);
  }

  private static void mark(String text, String secret, BitSet hidden) {
    int length = secret.length();
    for (int at = 0; at + length <= text.length(); at++) {
      // Ignoring case, since the digits of an encoding come in both.
      if (text.regionMatches(true, at, secret, 0, length)) {
        hidden.set(at, at + length);
      }
    }
    if (text.endsWith(CUT_OFF)) {
      markCutOff(text, text.length() - CUT_OFF.length(), secret, hidden);
    }
  }

  /** A long message was cut, perhaps in the middle of a secret. */
  private static void markCutOff(String text, int end, String secret, BitSet hidden) {
    for (int length = Math.min(secret.length() - 1, end); length >= SHORTEST; length--) {
      if (text.regionMatches(true, end - length, secret, 0, length)) {
        hidden.set(end - length, end);
        return;
      }
    }
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
