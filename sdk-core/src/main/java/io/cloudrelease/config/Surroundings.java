package io.cloudrelease.config;

import io.cloudrelease.spi.setup.ProviderSettings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Where keys are looked for in place of this process's places.
 *
 * @param variables empty text for what is not set
 */
record Surroundings(UnaryOperator<String> variables, Path home) {

  Surroundings {
    Objects.requireNonNull(variables, "variableValues");
    Objects.requireNonNull(home, "homeFolder");
  }

  ProviderSettings settings(String name) {
    return ProviderSettings.of(name, variables, home);
  }
}
