package io.cloudrelease.testkit.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An Authorization header of the form {@code ALGORITHM Credential=…, SignedHeaders=…, Signature=…}.
 *
 * @param algorithm its first word
 * @param parts its members by name
 */
public record AuthorizationHeader(String algorithm, Map<String, String> parts) {

  public AuthorizationHeader {
    parts = Map.copyOf(parts);
  }

  /** Reads it; empty when it is not of that form. */
  public static Optional<AuthorizationHeader> parse(String text) {
    int space = text.indexOf(' ');
    if (space <= 0) {
      return Optional.empty();
    }
    Map<String, String> parts = new LinkedHashMap<>();
    int from = space + 1;
    while (from < text.length()) {
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      String part = text.substring(from, end).trim();
      int equals = part.indexOf('=');
      if (equals <= 0) {
        return Optional.empty();
      }
      parts.put(part.substring(0, equals), part.substring(equals + 1));
      from = end + 1;
    }
    return Optional.of(new AuthorizationHeader(text.substring(0, space), parts));
  }

  /** That member, or empty text. */
  public String part(String name) {
    return parts.getOrDefault(name, "");
  }

  /** The signed names, in lower case, in the order given. */
  public List<String> signedHeaders() {
    List<String> names = new ArrayList<>();
    String text = part("SignedHeaders").toLowerCase(Locale.ROOT);
    int from = 0;
    while (from < text.length()) {
      int semicolon = text.indexOf(';', from);
      int end = semicolon < 0 ? text.length() : semicolon;
      names.add(text.substring(from, end));
      from = end + 1;
    }
    return names;
  }
}
