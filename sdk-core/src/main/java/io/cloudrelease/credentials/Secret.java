package io.cloudrelease.credentials;

import io.cloudrelease.error.InvalidRequestException;
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
   * @throws InvalidRequestException when blank
   */
  public static Secret of(String value) {
    if (value.isBlank()) {
      throw new InvalidRequestException("a secret is blank; give the key or token itself");
    }
    return new Secret(value);
  }

  /** The secret itself; for signers only. Never log it, never put it into a message. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
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
