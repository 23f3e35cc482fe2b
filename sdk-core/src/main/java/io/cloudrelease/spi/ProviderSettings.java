package io.cloudrelease.spi;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ProviderFactory} may be told. Everything else is a setting of the provider's own
 * builder. Immutable.
 */
public final class ProviderSettings {
  private final String name;
  private final UnaryOperator<String> variables;
  private final Path home;
  private final @Nullable Endpoint endpoint;
  private final @Nullable CredentialsProvider credentials;

  private ProviderSettings(
      String name,
      UnaryOperator<String> variables,
      Path home,
      @Nullable Endpoint endpoint,
      @Nullable CredentialsProvider credentials) {
    this.name = Objects.requireNonNull(name, "name");
    this.variables = Objects.requireNonNull(variables, "variables");
    this.home = Objects.requireNonNull(home, "home");
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /** That name and the provider's own defaults, with keys from the environment of this process. */
  public static ProviderSettings of(String name) {
    Environment environment = Environment.system();
    return of(name, environment::variable, environment.home());
  }

  /**
   * That name and the provider's own defaults, with keys from another environment.
   *
   * @param variables the value of an environment variable, empty text when it is not set
   * @param home the user's home folder
   */
  public static ProviderSettings of(String name, UnaryOperator<String> variables, Path home) {
    return new ProviderSettings(name, variables, home, null, null);
  }

  /** These settings with an endpoint in place of the cloud's own. */
  public ProviderSettings endpoint(Endpoint value) {
    return new ProviderSettings(name, variables, home, value, credentials);
  }

  /** These settings with these credentials in place of the environment's. */
  public ProviderSettings credentials(CredentialsProvider value) {
    return new ProviderSettings(name, variables, home, endpoint, value);
  }

  /** The name to register under. */
  public String name() {
    return name;
  }

  /** The value of that environment variable; empty text when it is not set. */
  public String variable(String variableName) {
    return variables.apply(variableName);
  }

  /** The user's home folder. */
  public Path home() {
    return home;
  }

  public Optional<Endpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  public Optional<CredentialsProvider> credentials() {
    return Optional.ofNullable(credentials);
  }
}
