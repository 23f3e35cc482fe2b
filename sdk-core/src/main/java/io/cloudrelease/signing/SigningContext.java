package io.cloudrelease.signing;

import java.time.Instant;
import java.util.Objects;

/**
 * The inputs of a signature that change with each attempt.
 *
 * @param now the cloud's time as far as we know it
 * @param nonce never used before; lower-case hex, 32 characters
 */
public record SigningContext(Instant now, String nonce) {

  public SigningContext {
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(nonce, "nonce");
  }
}
