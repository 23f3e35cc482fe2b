package io.cloudrelease.spring.boot;

import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.text.DurationText;
import io.cloudrelease.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The properties {@code cloudrelease.*} as the tree that a configuration is read from. Secrets stay
 * in the application's property sources: the tree holds references to them, which are read when
 * keys are needed. Thread-safe.
 */
final class PropertyTree {
  private static final String PREFIX = "cloudrelease";

  private static final String SHUTDOWN_WAIT = "shutdown-wait";

  /** What is the starter's own and no part of the configuration. */
  private static final Set<String> OWN = Set.of("enabled", SHUTDOWN_WAIT);

  /** They, and what stands at the top of a configuration. */
  private static final SortedSet<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "accounts",
              "guards",
              "network",
              "policy",
              "journal",
              "store",
              "enabled",
              SHUTDOWN_WAIT));

  /**
   * To Spring the tool's variables are properties: CLOUDRELEASE_CONFIG, CLOUDRELEASE_DRIVER_PATH.
   * What else stands beneath such a name is unknown.
   */
  private static final Map<String, Set<String>> OF_THE_TOOL =
      Map.of(
          "archive", Set.of(),
          "config", Set.of(),
          "driver", Set.of("path"),
          "test", Set.of("postgres", "redis", "squid"));

  private final ConfigurableEnvironment environment;
  private final KeyNames names;

  PropertyTree(ConfigurableEnvironment environment, KeyNames names) {
    this.environment = environment;
    this.names = names;
  }

  /** The configuration's source, without the starter's own properties and without plain secrets. */
  ConfigSource source() {
    Map<String, Object> tree = ours();
    // What is not known is told with the starter's own keys among those that are.
    tree.keySet().retainAll(KNOWN);
    tree.keySet().removeAll(OWN);
    if (isDataSource()) {
      tree.remove("store");
    }
    Map<String, List<String>> places = new ConcurrentHashMap<>();
    return ConfigSource.of(withReferences(tree, List.of(), places))
        .secretsFrom(name -> secret(places, name));
  }

  /** Without the variables of the tool. */
  private Map<String, Object> ours() {
    Map<String, Object> tree = read();
    OF_THE_TOOL.forEach(
        (name, beneath) -> {
          if (isOfTheTool(tree.get(name), beneath)) {
            tree.remove(name);
          }
        });
    return tree;
  }

  /** What is wrong with the starter's own properties, and with all others. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    try {
      shutdownWait();
    } catch (ConfigurationException wrong) {
      problems.addAll(wrong.problems());
    }
    for (String key : ours().keySet()) {
      if (!KNOWN.contains(key)) {
        problems.add(key + " is not known here" + meant(key));
      }
    }
    problems.addAll(ClientConfig.problems(source()));
    return problems;
  }

  private static String meant(String key) {
    return Nearest.to(key, KNOWN)
        .map(near -> "; did you mean " + near + "?")
        .orElse("; known are " + String.join(", ", KNOWN));
  }

  /** How long the end of the application waits for runs. */
  Duration shutdownWait() {
    Object said = read().getOrDefault(SHUTDOWN_WAIT, "25s");
    try {
      if (said instanceof Placeholders.Unfilled unfilled) {
        throw unfilled.why();
      }
      return DurationText.parse(String.valueOf(said).strip());
    } catch (IllegalArgumentException | ConfigurationException wrong) {
      throw new ConfigurationException(SHUTDOWN_WAIT + " " + wrong.getMessage(), wrong);
    }
  }

  private static boolean isOfTheTool(@Nullable Object value, Set<String> beneath) {
    if (value instanceof Map<?, ?> map) {
      return beneath.containsAll(map.keySet())
          && map.values().stream().allMatch(each -> !(each instanceof Map));
    }
    return beneath.isEmpty();
  }

  /** Whether the journal is to be kept in the application's database. */
  boolean isDataSource() {
    return "data-source".equals(read().get("store"));
  }

  private Map<String, Object> read() {
    Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(environment);
    OneForm.check(sources);
    Map<String, Object> bound =
        new Binder(WholeLists.of(sources), new Placeholders(environment))
            .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
            .orElse(Map.of());
    return names.canonical(bound);
  }

  /** Reads the secret anew each time, so that one that changed is found. */
  private String secret(Map<String, List<String>> places, String name) {
    List<String> place = places.get(name);
    // What is not ours is a variable of the process.
    Object value = place == null ? null : at(read(), place);
    if (value instanceof Placeholders.Unfilled unfilled) {
      throw new ConfigurationException(name + " " + unfilled.why().getMessage());
    }
    return Objects.toString(value, "");
  }

  private static Map<String, Object> withReferences(
      Map<?, ?> tree, List<String> above, Map<String, List<String>> places) {
    Map<String, Object> safe = new LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          List<String> place = new ArrayList<>(above);
          place.add(key);
          if (value instanceof Map<?, ?> map) {
            safe.put(key, withReferences(map, place, places));
          } else if (KeyNames.isSecret(key) && isPlain(value) && !isHalfAReference(key, value)) {
            String reference = PREFIX + "." + String.join(".", place);
            places.put(reference, place);
            safe.put(key, "${env:" + reference + "}");
          } else {
            safe.put(key, told(value));
          }
        });
    return safe;
  }

  /** What could not be filled, as the configuration tells of it. */
  private static @Nullable Object told(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(each -> all.add(told(each)));
      return all;
    }
    return value instanceof Placeholders.Unfilled unfilled ? unfilled.why() : value;
  }

  /** What is no text is refused where it is read, and has to be seen there. */
  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() && !Placeholders.isReference(text);
  }

  /** Of a secret that may be a part; of an id it is refused where it is read. */
  private static boolean isHalfAReference(String key, @Nullable Object value) {
    return key.equals("id") && value instanceof String text && text.contains("${");
  }

  private static @Nullable Object at(Map<?, ?> tree, List<String> place) {
    Object value = tree;
    for (String key : place) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }
}
