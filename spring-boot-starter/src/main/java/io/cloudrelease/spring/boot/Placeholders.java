package io.cloudrelease.spring.boot;

import io.cloudrelease.error.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Spring's placeholders in our properties. Spring leaves one that nothing fills as it stands, and a
 * secret would then be its name; of such a value {@link Unfilled} is made, and whoever reads it
 * tells of it.
 */
final class Placeholders implements PlaceholdersResolver {
  /** To Spring a placeholder called env or file, whose default stands behind it. */
  private static final Pattern OURS = Pattern.compile("\\$\\{\\s*(env|file):");

  private static final Pattern WHOLE =
      Pattern.compile("\\s*\\$\\{([A-Za-z0-9_.\\[\\]-]+)(:[^}]*)?\\}\\s*");

  private final ConfigurableEnvironment environment;
  private final PlaceholdersResolver spring;

  Placeholders(ConfigurableEnvironment environment) {
    this.environment = environment;
    this.spring =
        new PropertySourcesPlaceholdersResolver(environment) {
          @Override
          protected @Nullable String resolvePlaceholder(String placeholder) {
            if (isReference("${" + placeholder)) {
              throw new ConfigurationException(
                  "leads to a reference, which is read where it stands by itself alone");
            }
            return super.resolvePlaceholder(placeholder);
          }
        };
  }

  /** A value of which there is nothing to read; its text form shows nothing of it. */
  record Unfilled(ConfigurationException why) {
    @Override
    public String toString() {
      return "Unfilled";
    }
  }

  /** Whether a reference of ours stands in it, which is none of Spring's. */
  static boolean isReference(String text) {
    return OURS.matcher(text).find();
  }

  @Override
  public @Nullable Object resolvePlaceholders(@Nullable Object value) {
    if (!(value instanceof String text) || isReference(text)) {
      return value;
    }
    try {
      Object resolved = spring.resolvePlaceholders(text);
      if (resolved instanceof String left && left.contains("${") && !isFilled(text)) {
        return new Unfilled(new ConfigurationException(why(left)));
      }
      // Spring tells [] by an empty text, which is not what stood there.
      return "".equals(resolved) && !text.isEmpty() ? " " : resolved;
    } catch (ConfigurationException reference) {
      return new Unfilled(reference);
    }
  }

  private boolean isFilled(String text) {
    try {
      environment.resolveRequiredPlaceholders(text);
      return true;
    } catch (IllegalArgumentException unfilled) {
      return false;
    }
  }

  /** What stands around a placeholder may be a secret, or the placeholder a part of one. */
  private static String why(String left) {
    Matcher whole = WHOLE.matcher(left);
    return whole.matches()
        ? "is ${" + whole.group(1) + "}, and no property source has " + whole.group(1)
        : "holds a placeholder that no property source fills";
  }
}
