package io.cloudrelease.text;

import java.util.Map;
import java.util.Optional;

/** A tag in whose key and value {@code *} stands for any text. Immutable and thread-safe. */
public final class TagPattern {
  private final NamePattern key;
  private final NamePattern value;

  /** The patterns, as text. */
  public TagPattern(String key, String value) {
    this.key = new NamePattern(key);
    this.value = new NamePattern(value);
  }

  /** The first of these tags that fits, as {@code key=value}; letter case counts. */
  public Optional<String> firstOf(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> key.matches(tag.getKey()) && value.matches(tag.getValue()))
        .findFirst()
        .map(tag -> tag.getKey() + "=" + tag.getValue());
  }
}
