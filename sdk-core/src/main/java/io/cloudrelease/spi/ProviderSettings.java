package io.cloudrelease.spi;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Environment;
import io.cloudrelease.http.Endpoint;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ProviderFactory} may be told. Everything else is a setting of the provider's own
 * builder.
 */
public final class ProviderSettings {
  private final String name;
  private final Environment environment;
  private final @Nullable Endpoint endpoint;
  private final @Nullable CredentialsProvider credentials;

  private ProviderSettings(
      String name,
      Environment environment,
      @Nullable Endpoint endpoint,
      @Nullable CredentialsProvider credentials) {
    this.name = Objects.requireNonNull(name, "name");
    this.environment = Objects.requireNonNull(environment, "environment");
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /** The provider's own name and defaults, with credentials from this environment. */
  public static ProviderSettings of(String name, Environment environment) {
    return new ProviderSettings(name, environment, null, null);
  }

  /** These settings with an endpoint in place of the cloud's own. */
  public ProviderSettings endpoint(Endpoint value) {
    return new ProviderSettings(name, environment, value, credentials);
  }

  /** These settings with these credentials in place of the environment's. */
  public ProviderSettings credentials(CredentialsProvider value) {
    return new ProviderSettings(name, environment, endpoint, value);
  }

  /** The name to register under. */
  public String name() {
    return name;
  }

  public Environment environment() {
    return environment;
  }

  public Optional<Endpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  public Optional<CredentialsProvider> credentials() {
    return Optional.ofNullable(credentials);
  }
}
