package io.cloudrelease.credentials;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.text.TerminalText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret without a printable form. Immutable and thread-safe. */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * A secret of that text.
   *
   * @throws InvalidRequestException when it is blank, or holds a control or format character, such
   *     as a zero-width space, or half a character
   */
  public static Secret of(String value) {
    return of("secret", value);
  }

  /**
   * A secret of that text.
   *
   * @param part which secret, for the message, which never holds its value
   */
  static Secret of(String part, String value) {
    if (value.isBlank()) {
      throw new InvalidRequestException("the " + part + " is blank; give the key or token itself");
    }
    // Whatever a terminal must not get is in no key and no password.
    if (!TerminalText.of(value).equals(value)) {
      throw new InvalidRequestException(
          "the "
              + part
              + " holds a line end or another control or invisible character; give it as the"
              + " cloud's console shows it, on one line");
    }
    return new Secret(value);
  }

  /** As the other, for a key: no space but the plain one, as pages put between what they show. */
  static Secret key(String part, String value) {
    Secret secret = of(part, value);
    if (value.chars().anyMatch(c -> c != ' ' && Character.isSpaceChar(c))) {
      throw new InvalidRequestException(
          "the " + part + " holds a no-break space or one like it; give it as it was issued");
    }
    return secret;
  }

  /** As the other, for a secret that stands in a header: printable ASCII only. */
  static Secret inHeader(String part, String value) {
    Secret secret = of(part, value);
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > '~') {
        throw new InvalidRequestException(
            "the " + part + " holds a character that no header may hold; give it as it was issued");
      }
    }
    return secret;
  }

  /** The secret itself; for signers only. Never log it, never put it into a message. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Secret secret
            && MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8),
                secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
