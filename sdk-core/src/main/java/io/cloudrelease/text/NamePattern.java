package io.cloudrelease.text;

import java.util.Arrays;
import java.util.List;

/** A text in which {@code *} stands for any text. Immutable and thread-safe. */
public final class NamePattern {
  private final List<String> parts;

  /** The pattern, as text. */
  public NamePattern(String pattern) {
    this.parts = Arrays.asList(pattern.split("\\*", -1));
  }

  /** Whether the name fits as a whole; letter case counts. */
  public boolean matches(String name) {
    String first = parts.get(0);
    if (parts.size() == 1) {
      return name.equals(first);
    }
    String last = parts.get(parts.size() - 1);
    if (!name.startsWith(first)
        || !name.endsWith(last)
        || name.length() < first.length() + last.length()) {
      return false;
    }
    int at = first.length();
    int end = name.length() - last.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = name.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
