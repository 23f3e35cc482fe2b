package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Registers every provider on the class path, at the endpoints that were asked for. */
final class Accounts {

  private Accounts() {}

  /** What they are called. */
  static Set<String> names() {
    return factories().keySet();
  }

  private static Map<String, ProviderFactory> factories() {
    Map<String, ProviderFactory> factories = new TreeMap<>();
    ServiceLoader.load(ProviderFactory.class).forEach(f -> factories.put(f.kind(), f));
    return factories;
  }

  /** Registers them. */
  static void register(
      ReleaseClientBuilder client, Environment environment, Map<String, Endpoint> endpoints) {
    factories()
        .forEach(
            (kind, factory) -> {
              // On this machine with all that its vendor's users have, a role of it included; what
              // has to be asked for over the network is asked for last, and when it is needed.
              ProviderSettings settings =
                  environment.isOfThisMachine()
                      ? ProviderSettings.of(kind)
                      : ProviderSettings.of(kind, environment::variable, environment.home());
              Endpoint endpoint = endpoints.get(kind);
              client.provider(
                  factory.create(endpoint == null ? settings : settings.endpoint(endpoint)));
            });
  }
}
