package io.cloudrelease.config;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as a tree of maps, lists and texts, from whatever read it, and what is known of
 * where it stands. Immutable.
 */
public final class ConfigSource {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  final Map<String, Object> tree;
  final @Nullable Path file;
  final Function<String, OptionalInt> lines;
  final @Nullable Surroundings surroundings;
  private final UnaryOperator<String> secrets;

  private ConfigSource(
      Map<String, Object> tree,
      @Nullable Path file,
      Function<String, OptionalInt> lines,
      @Nullable Surroundings surroundings,
      UnaryOperator<String> secrets) {
    this.tree = tree;
    this.file = file;
    this.lines = lines;
    this.surroundings = surroundings;
    this.secrets = secrets;
  }

  /**
   * That tree: keys are text, values are text, lists, and maps; numbers, {@code true} and {@code
   * false} only where such are meant: a name or an id that YAML made a number of may not be what
   * stood there, and is refused. A value that could not be had may be a {@link
   * ConfigurationException}, which is told of its key. It stands in no file, so plain secrets in it
   * are refused.
   */
  public static ConfigSource of(Map<String, Object> tree) {
    return new ConfigSource(copied(tree), null, path -> OptionalInt.empty(), null, name -> "");
  }

  /** So deep that whoever changes what was given changes nothing here; null may stand in it. */
  private static <K> Map<K, Object> copied(Map<K, ?> tree) {
    Map<K, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(key, copied(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copied(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return copied(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(copied(each)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }

  /**
   * The tree was read from that file: messages name it, files named in it are relative to its
   * folder, and plain secrets are taken if nobody but its owner may read it.
   *
   * @param lineOf the line of a key, counted from 1, by its path: {@code accounts.prod.site}, in
   *     lists {@code accounts.prod.regions[0]}; empty when it is not known
   */
  public ConfigSource file(Path value, Function<String, OptionalInt> lineOf) {
    return new ConfigSource(
        tree,
        Objects.requireNonNull(value, "file"),
        Objects.requireNonNull(lineOf, "lineOf"),
        surroundings,
        secrets);
  }

  /**
   * Variables and home folder in place of this process's, for references and for the usual places
   * of keys of its accounts.
   *
   * @param variableValues empty text for what is not set
   */
  public ConfigSource surroundings(UnaryOperator<String> variableValues, Path homeFolder) {
    return new ConfigSource(
        tree, file, lines, new Surroundings(variableValues, homeFolder), secrets);
  }

  /**
   * Where {@code ${env:NAME}} is looked for before the variables, each time anew: for frameworks
   * that keep values in more places than those. The usual places of keys stay as they are.
   *
   * @param values empty text for what is not there
   */
  public ConfigSource secretsFrom(UnaryOperator<String> values) {
    return new ConfigSource(
        tree, file, lines, surroundings, Objects.requireNonNull(values, "values"));
  }

  UnaryOperator<String> variablesOrOwn() {
    return name -> {
      String secret = secrets.apply(name);
      return secret.isEmpty() ? variable(name) : secret;
    };
  }

  private String variable(String name) {
    return surroundings != null
        ? surroundings.variables().apply(name)
        : Objects.requireNonNullElse(System.getenv(name), "");
  }

  Path homeOrOwn() {
    return surroundings != null ? surroundings.home() : Environment.system().home();
  }

  /** Where relative names of files begin. */
  Path folder() {
    Path absolute = file == null ? Path.of("").toAbsolutePath() : file.toAbsolutePath();
    Path parent = absolute.getParent();
    return file == null || parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  /** Where it is, for messages: {@code cloudrelease.yml:12: }. */
  String place(String path) {
    if (file == null) {
      return "";
    }
    OptionalInt line = lineOf(path);
    return file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": ";
  }

  /** What is missing has no line; the map that should have it does. */
  OptionalInt lineOf(String path) {
    OptionalInt line = lines.apply(path);
    int end = path.length();
    while (line.isEmpty() && end > 0) {
      end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1));
      line = end > 0 ? lines.apply(path.substring(0, end)) : line;
    }
    return line;
  }

  /** Whether nobody but its owner may read it; on file systems that cannot tell it is not. */
  boolean isPrivate() {
    if (file == null) {
      return false;
    }
    try {
      return Files.getPosixFilePermissions(file).stream().noneMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
