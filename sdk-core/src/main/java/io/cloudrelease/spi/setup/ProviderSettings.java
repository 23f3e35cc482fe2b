package io.cloudrelease.spi.setup;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import java.nio.file.Path;
import java.util.Map;
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
  private final Environment environment;
  private final @Nullable Endpoint endpoint;
  private final @Nullable CredentialsProvider credentials;
  private final String profile;
  private final @Nullable AssumedRole role;
  private final boolean commandsAllowed;
  private final Map<String, String> options;

  private ProviderSettings(
      String name,
      Environment environment,
      @Nullable Endpoint endpoint,
      @Nullable CredentialsProvider credentials,
      String profile,
      @Nullable AssumedRole role,
      boolean commandsAllowed,
      Map<String, String> options) {
    this.name = Objects.requireNonNull(name, "name");
    this.environment = Objects.requireNonNull(environment, "environment");
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.profile = Objects.requireNonNull(profile, "profile");
    this.role = role;
    this.commandsAllowed = commandsAllowed;
    this.options = Map.copyOf(options);
    if (credentials != null && !profile.isEmpty()) {
      throw new ConfigurationException(
          "the profile '"
              + profile
              + "' of '"
              + name
              + "' is another place for the keys that credentials give; leave one out");
    }
  }

  /** That name and the provider's own defaults, with keys from the surroundings of this process. */
  public static ProviderSettings of(String name) {
    return new ProviderSettings(name, Environment.system(), null, null, "", null, false, Map.of());
  }

  /**
   * That name and the provider's own defaults, with keys from another environment, which has no
   * system properties and no metadata service.
   *
   * @param variables the value of an environment variable, empty text when it is not set
   * @param home the user's home folder
   */
  public static ProviderSettings of(String name, UnaryOperator<String> variables, Path home) {
    return new ProviderSettings(
        name, Environment.of(variables, home), null, null, "", null, false, Map.of());
  }

  /** These settings with an endpoint in place of the cloud's own. */
  public ProviderSettings endpoint(Endpoint value) {
    return new ProviderSettings(
        name, environment, value, credentials, profile, role, commandsAllowed, options);
  }

  /**
   * These settings with these credentials in place of the environment's.
   *
   * @throws ConfigurationException when a profile is named too
   */
  public ProviderSettings credentials(CredentialsProvider value) {
    return new ProviderSettings(
        name, environment, endpoint, value, profile, role, commandsAllowed, options);
  }

  /**
   * These settings with that profile of the vendor's command-line tool as the only source of
   * credentials: variables and other files are not looked at.
   *
   * @throws ConfigurationException when credentials are given too
   */
  public ProviderSettings profile(String value) {
    return new ProviderSettings(
        name, environment, endpoint, credentials, value, role, commandsAllowed, options);
  }

  /** These settings calling as that role, assumed with the credentials found or given. */
  public ProviderSettings assumeRole(AssumedRole value) {
    return new ProviderSettings(
        name, environment, endpoint, credentials, profile, value, commandsAllowed, options);
  }

  /**
   * These settings with leave to run the command that a profile names as its source of credentials;
   * without it such a profile is refused.
   */
  public ProviderSettings allowCredentialCommands() {
    return new ProviderSettings(
        name, environment, endpoint, credentials, profile, role, true, options);
  }

  /** These settings with those {@linkplain ProviderFactory#options of the kind's own}. */
  public ProviderSettings options(Map<String, String> values) {
    return new ProviderSettings(
        name, environment, endpoint, credentials, profile, role, commandsAllowed, values);
  }

  /** The name to register under. */
  public String name() {
    return name;
  }

  /** The value of that environment variable; empty text when it is not set. */
  public String variable(String variableName) {
    return environment.variable(variableName);
  }

  /** The user's home folder. */
  public Path home() {
    return environment.home();
  }

  /** The value of that system property; empty text when it is not set. */
  public String property(String propertyName) {
    return environment.property(propertyName);
  }

  /** Whether keys may be had from the metadata service of the machine. */
  public boolean isOfThisMachine() {
    return environment.isOfThisMachine();
  }

  public Optional<Endpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  public Optional<CredentialsProvider> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** Empty for the usual sources. */
  public String profile() {
    return profile;
  }

  public Optional<AssumedRole> role() {
    return Optional.ofNullable(role);
  }

  public boolean areCommandsAllowed() {
    return commandsAllowed;
  }

  /** What was said of {@link ProviderFactory#options}; empty for the defaults. */
  public Map<String, String> options() {
    return options;
  }
}
