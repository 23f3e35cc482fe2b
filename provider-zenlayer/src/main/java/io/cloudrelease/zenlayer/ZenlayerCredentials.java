package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import io.cloudrelease.error.ConfigurationException;
import java.util.List;

/**
 * Where Zenlayer credentials come from when none are given: the variables of the Terraform
 * provider, then those of the {@code zeno} command-line tool (where a token wins over a key), then
 * its files.
 */
final class ZenlayerCredentials {
  private static final String TOKEN = "ZENLAYER_TOKEN";

  private ZenlayerCredentials() {}

  static CredentialsProvider of(String provider, Environment environment) {
    return CredentialsProvider.cached(
        CredentialsProvider.firstOf(
            provider,
            List.of(
                key(
                    environment,
                    "ZENLAYERCLOUD_ACCESS_KEY_ID",
                    "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD"),
                () -> token(environment),
                key(environment, "ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET"),
                new ZenoProfile(environment))));
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
}
