package io.cloudrelease.config;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.ConfigurationException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that several machines share. The core opens none: whoever has the driver does. Immutable;
 * each method that takes a value gives another one.
 */
public final class StoreConfig {
  private static final String POSTGRESQL = "jdbc:postgresql:";

  private final String url;
  private final String user;
  private final @Nullable Secret password;

  private StoreConfig(String url, String user, @Nullable Secret password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /**
   * A store without a password.
   *
   * @param url {@code jdbc:postgresql://host/database}
   * @param user empty for none
   * @throws ConfigurationException when the URL is blank
   */
  public static StoreConfig of(String url, String user) {
    if (Objects.requireNonNull(url, "url").isBlank()) {
      throw new ConfigurationException(
          "the store's URL is blank; write jdbc:postgresql://host/database");
    }
    return new StoreConfig(url, Objects.requireNonNull(user, "user"), null);
  }

  /** With that password, which is printed nowhere. */
  public StoreConfig password(Secret value) {
    return new StoreConfig(url, user, Objects.requireNonNull(value, "password"));
  }

  public String url() {
    return url;
  }

  /** Empty for none. */
  public String user() {
    return user;
  }

  public Optional<Secret> password() {
    return Optional.ofNullable(password);
  }

  /** Without host and user: a password may stand anywhere in a URL. */
  @Override
  public String toString() {
    return url.startsWith(POSTGRESQL) ? "StoreConfig[" + POSTGRESQL + "…]" : "StoreConfig[…]";
  }
}
