package io.cloudrelease.execution;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The providers that {@link ServiceLoader} finds, each under its own kind as its name. */
public final class ClassPathProviders {

  private static @Nullable BiConsumer<Object, Function<String, ProviderSettings>> door;

  private ClassPathProviders() {}

  /** How the front door's builder is told to take them, and with which settings; by itself. */
  public static void takenBy(BiConsumer<Object, Function<String, ProviderSettings>> how) {
    door = how;
  }

  /** Has a client's builder take them, with settings other than those of this process. */
  public static void in(Object builder, Function<String, ProviderSettings> settings) {
    Objects.requireNonNull(door, "no builder was made yet").accept(builder, settings);
  }

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
