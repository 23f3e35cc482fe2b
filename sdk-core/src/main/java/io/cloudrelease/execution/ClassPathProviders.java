package io.cloudrelease.execution;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFactory;
import io.cloudrelease.spi.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** The providers that {@link ServiceLoader} finds, each under its own kind as its name. */
public final class ClassPathProviders {

  private ClassPathProviders() {}

  /**
   * All of them but those whose name is taken.
   *
   * @param environment where they look for keys
   */
  public static List<CloudProvider> in(Environment environment, Set<String> taken) {
    List<CloudProvider> found = new ArrayList<>();
    for (ProviderFactory factory : ServiceLoader.load(ProviderFactory.class)) {
      if (!taken.contains(factory.kind())) {
        found.add(
            factory.create(
                ProviderSettings.of(factory.kind(), environment::variable, environment.home())));
      }
    }
    return found;
  }
}
