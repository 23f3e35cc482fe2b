package io.cloudrelease.spi.identity;

import io.cloudrelease.text.TerminalText;
import java.util.Objects;

/**
 * Whose keys an account calls with, as the cloud says.
 *
 * @param accountId the cloud's own id of the account that owns the instances
 * @param kind what calls: a user, a role; in the cloud's words, empty where it does not say
 * @param name the cloud's name of it, an ARN for example; empty where it does not say
 */
public record Caller(String accountId, String kind, String name) {
  public Caller {
    if (accountId.isBlank()) {
      throw new IllegalArgumentException("the account id is blank");
    }
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return TerminalText.of(
        "Caller[accountId=" + accountId + ", kind=" + kind + ", name=" + name + "]");
  }
}
