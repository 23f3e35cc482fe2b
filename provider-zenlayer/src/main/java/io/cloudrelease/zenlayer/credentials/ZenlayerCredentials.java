package io.cloudrelease.zenlayer.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import io.cloudrelease.credentials.sources.KeyChain;
import io.cloudrelease.credentials.sources.LazyCredentials;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.List;

/**
 * Where Zenlayer credentials come from when none are given: the variables of the Terraform
 * provider, then those of the {@code zeno} command-line tool (where a token wins over a key), those
 * of the Go SDK's examples, then the files of {@code zeno}. The cloud knows no roles, no token
 * service and no metadata credentials.
 */
public final class ZenlayerCredentials {
  private static final String TOKEN = "ZENLAYER_TOKEN";

  private ZenlayerCredentials() {}

  /**
   * The usual sources, or those of the settings.
   *
   * @throws ConfigurationException when a role is to be assumed, which this cloud does not know
   */
  public static CredentialsProvider of(ProviderSettings settings) {
    if (settings.role().isPresent()) {
      throw new ConfigurationException(
          settings.name() + ": Zenlayer knows no roles; give a key of a member with fewer rights");
    }
    return settings
        .credentials()
        .orElseGet(() -> new KeyChain(settings.name(), new SourceHttp(), sources(settings)));
  }

  private static List<CredentialsProvider> sources(ProviderSettings settings) {
    Environment environment = environment(settings);
    CredentialsProvider files =
        new LazyCredentials(() -> new ZenoProfile(environment, settings.profile()));
    return settings.profile().isEmpty()
        ? List.of(
            key(environment, "ZENLAYERCLOUD_ACCESS_KEY_ID", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD"),
            () -> token(environment),
            key(environment, "ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET"),
            key(environment, "ZENLAYERCLOUD_SECRET_KEY_ID", "ZENLAYERCLOUD_SECRET_KEY_PASSWORD"),
            files)
        : List.of(files);
  }

  private static CredentialsProvider key(Environment environment, String id, String secret) {
    return new EnvironmentCredentials(environment, id, secret, List.of());
  }

  private static Credentials token(Environment environment) {
    String token = environment.variable(TOKEN);
    if (token.isEmpty()) {
      throw ConfigurationException.absent("set " + TOKEN);
    }
    return Credentials.ofBearer(token);
  }

  private static Environment environment(ProviderSettings settings) {
    return Environment.of(
        settings::variable, settings::property, settings.home(), settings.isOfThisMachine());
  }
}
