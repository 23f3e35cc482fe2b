package io.cloudrelease.spi;

import io.cloudrelease.credentials.AssumedRole;
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
  private final String profile;
  private final @Nullable AssumedRole role;
  private final boolean commandsAllowed;

  private ProviderSettings(
      String name,
      Environment environment,
      @Nullable Endpoint endpoint,
      @Nullable CredentialsProvider credentials,
      String profile,
      @Nullable AssumedRole role,
      boolean commandsAllowed) {
    this.name = Objects.requireNonNull(name, "name");
    this.environment = Objects.requireNonNull(environment, "environment");
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.profile = Objects.requireNonNull(profile, "profile");
    this.role = role;
    this.commandsAllowed = commandsAllowed;
  }

  /** The provider's own name and defaults, with credentials from this environment. */
  public static ProviderSettings of(String name, Environment environment) {
    return new ProviderSettings(name, environment, null, null, "", null, false);
  }

  /** These settings with an endpoint in place of the cloud's own. */
  public ProviderSettings endpoint(Endpoint value) {
    return new ProviderSettings(
        name, environment, value, credentials, profile, role, commandsAllowed);
  }

  /** These settings with these credentials in place of the environment's. */
  public ProviderSettings credentials(CredentialsProvider value) {
    return new ProviderSettings(name, environment, endpoint, value, profile, role, commandsAllowed);
  }

  /**
   * These settings with that profile of the vendor's command-line tool as the only source of
   * credentials: variables and other files are not looked at.
   */
  public ProviderSettings profile(String value) {
    return new ProviderSettings(
        name, environment, endpoint, credentials, value, role, commandsAllowed);
  }

  /** These settings calling as that role, assumed with the credentials found or given. */
  public ProviderSettings assuming(AssumedRole value) {
    return new ProviderSettings(
        name, environment, endpoint, credentials, profile, value, commandsAllowed);
  }

  /**
   * These settings with leave to run the command that a profile names as its source of credentials;
   * without it such a profile is refused.
   */
  public ProviderSettings allowCredentialCommands() {
    return new ProviderSettings(name, environment, endpoint, credentials, profile, role, true);
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
}
