package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.ProviderFactory;
import io.cloudrelease.spi.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Registers them.
   *
   * @throws UsageException when an endpoint is given for a provider that is not there
   */
  static void register(
      ReleaseClientBuilder client, Environment environment, Map<String, Endpoint> endpoints)
      throws UsageException {
    Map<String, ProviderFactory> factories = factories();
    List<Message> problems = new ArrayList<>();
    for (String provider : endpoints.keySet()) {
      if (!factories.containsKey(provider)) {
        problems.add(
            Message.of("endpoint.unknown", provider, String.join(", ", factories.keySet())));
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    factories.forEach(
        (kind, factory) -> {
          ProviderSettings settings =
              ProviderSettings.of(kind, environment::variable, environment.home());
          Endpoint endpoint = endpoints.get(kind);
          client.provider(
              factory.create(endpoint == null ? settings : settings.endpoint(endpoint)));
        });
  }
}
