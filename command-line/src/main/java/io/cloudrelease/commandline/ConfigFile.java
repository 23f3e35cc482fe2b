package io.cloudrelease.commandline;

import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The configuration file of the tool: where it is, and how it is read. */
final class ConfigFile {
  static final String VARIABLE = "CLOUDRELEASE_CONFIG";

  private static final String NAME = "cloudrelease.yml";

  /** A thousand accounts fit in; what is larger was not written by hand. */
  private static final int LARGEST = 256 << 10;

  private ConfigFile() {}

  /**
   * The file that is used: the one given, else the one that the variable {@value #VARIABLE} names,
   * else {@code cloudrelease.yml} in the working folder, else {@code
   * ~/.config/cloudrelease/config.yml}; empty when there is none.
   *
   * @throws ConfigurationException when a file that somebody named is not there
   */
  static Optional<Path> find(Optional<Path> given, Environment environment, Path workingFolder) {
    if (given.isPresent()) {
      return Optional.of(named("--config", workingFolder.resolve(given.get())));
    }
    String variable = environment.variable(VARIABLE);
    if (!variable.isEmpty()) {
      try {
        return Optional.of(named(VARIABLE, workingFolder.resolve(variable)));
      } catch (InvalidPathException noPath) {
        throw new ConfigurationException(VARIABLE + " names no file", noPath);
      }
    }
    Path here = workingFolder.resolve(NAME);
    Path users = environment.home().resolve(".config/cloudrelease/config.yml");
    return Files.exists(here)
        ? Optional.of(here)
        : Optional.of(users).filter(file -> Files.exists(file));
  }

  private static Path named(String by, Path file) {
    if (!Files.exists(file)) {
      throw new ConfigurationException(by + " names " + file + ", which is not there");
    }
    return file;
  }

  /**
   * What stands in that file.
   *
   * @throws ConfigurationException when it cannot be read, is too large, or is no YAML of the plain
   *     kind; it names the line
   */
  static ConfigSource read(Path file, Environment environment) {
    return read(file, environment, Map.of());
  }

  /**
   * As the other, with other endpoints.
   *
   * @param endpoints in place of those that stand there, by account or by kind of cloud
   */
  static ConfigSource read(Path file, Environment environment, Map<String, Endpoint> endpoints) {
    YamlTree tree = YamlTree.of(file, text(file));
    if (tree.values().get("accounts") instanceof Map<?, ?> accounts) {
      accounts.forEach((name, account) -> point(String.valueOf(name), account, endpoints));
    }
    Map<String, Integer> lines = tree.lines();
    ConfigSource source =
        ConfigSource.of(tree.values())
            .file(
                file,
                path -> {
                  Integer line = lines.get(path);
                  return line == null ? OptionalInt.empty() : OptionalInt.of(line);
                });
    return environment.isOfThisMachine()
        ? source
        : source.surroundings(environment::variable, environment.home());
  }

  @SuppressWarnings("unchecked") // whose keys are all text
  private static void point(String name, Object account, Map<String, Endpoint> endpoints) {
    if (account instanceof Map<?, ?> keys) {
      String kind = keys.containsKey("cloud") ? String.valueOf(keys.get("cloud")) : name;
      Endpoint endpoint = endpoints.getOrDefault(name, endpoints.get(kind));
      if (endpoint != null) {
        ((Map<String, Object>) keys).put("endpoint", endpoint.toString());
      }
    }
  }

  private static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(file + " is not there", e);
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read; check its rights", e);
    }
    if (bytes.length > LARGEST) {
      throw new ConfigurationException(file + " is larger than " + LARGEST + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + " is not UTF-8", e);
    }
  }
}
