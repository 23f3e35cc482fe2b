package io.cloudrelease.text;

import java.util.Optional;

/**
 * What a configuration writes in place of a value: {@code ${env:NAME}} or {@code ${file:PATH}},
 * white space around the name or not. Whoever asks where a value is read from asks this, so that
 * nobody takes for a plain text what another reads as a file. Immutable.
 *
 * @param name of the variable, or the path of the file
 */
public record Reference(Place place, String name) {
  private static final String BEGIN = "${";

  /** Where the value is. */
  public enum Place {
    VARIABLE("env:"),
    FILE("file:");

    private final String prefix;

    Place(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * The reference that the text is; empty when it is the value itself.
   *
   * @throws IllegalArgumentException when it begins like a reference and is none, or one stands
   *     within it: nobody would put them together
   */
  public static Optional<Reference> parse(String text) {
    String whole = text.strip();
    if (!whole.contains(BEGIN)) {
      return Optional.empty();
    }
    Optional<Place> place = placeOf(whole);
    if (place.isPresent() && whole.indexOf('}') == whole.length() - 1) {
      String inner = whole.substring(BEGIN.length(), whole.length() - 1).strip();
      String name = inner.substring(place.get().prefix.length()).strip();
      if (!name.isEmpty()) {
        return Optional.of(new Reference(place.get(), name));
      }
    }
    throw new IllegalArgumentException(
        "a reference is ${env:NAME} or ${file:PATH}, with nothing before or behind it");
  }

  /** Whether the text is meant as a reference, be it whole or not. */
  public static boolean isMeantBy(String text) {
    return placeOf(text.strip()).isPresent();
  }

  private static Optional<Place> placeOf(String text) {
    if (text.startsWith(BEGIN)) {
      String inner = text.substring(BEGIN.length()).strip();
      for (Place place : Place.values()) {
        if (inner.startsWith(place.prefix)) {
          return Optional.of(place);
        }
      }
    }
    return Optional.empty();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return BEGIN + place.prefix + name + "}";
  }
}
