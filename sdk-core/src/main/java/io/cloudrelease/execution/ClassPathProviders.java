package io.cloudrelease.execution;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/** The providers that {@link ServiceLoader} finds, each under its own kind as its name. */
public final class ClassPathProviders {

  private ClassPathProviders() {}

  /**
   * All of them but those whose name is taken.
   *
   * @param settings what each is told, by its name
   */
  public static List<CloudProvider> except(
      Set<String> taken, Function<String, ProviderSettings> settings) {
    List<CloudProvider> found = new ArrayList<>();
    for (ProviderFactory factory : ServiceLoader.load(ProviderFactory.class)) {
      if (!taken.contains(factory.kind())) {
        found.add(factory.create(settings.apply(factory.kind())));
      }
    }
    return found;
  }
}
