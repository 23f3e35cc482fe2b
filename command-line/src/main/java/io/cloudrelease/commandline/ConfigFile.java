package io.cloudrelease.commandline;

import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A configuration file of the tool: where it is, and how it is read.
 *
 * @param path where it is
 * @param trusted whether it is the user's own or was named; else it merely lay in the working
 *     folder, which may have come from anywhere, see {@link UntrustedKeys}
 */
record ConfigFile(Path path, boolean trusted) {
  static final String VARIABLE = "CLOUDRELEASE_CONFIG";

  private static final String NAME = "cloudrelease.yml";

  /** A thousand accounts fit in; what is larger was not written by hand. */
  private static final int LARGEST = 256 << 10;

  /**
   * The files that are used: the one given and no other, else the one that the variable {@value
   * #VARIABLE} names and no other, else {@code cloudrelease.yml} in the working folder together
   * with {@code ~/.config/cloudrelease/config.yml}, as far as they are there.
   *
   * @throws ConfigurationException when a file that somebody named is not there
   */
  static Stream<ConfigFile> find(
      Optional<Path> given, Environment environment, Path workingFolder) {
    if (given.isPresent()) {
      return Stream.of(named("--config", workingFolder.resolve(given.get())));
    }
    String variable = environment.variable(VARIABLE);
    if (!variable.isEmpty()) {
      try {
        return Stream.of(named(VARIABLE, workingFolder.resolve(variable)));
      } catch (InvalidPathException noPath) {
        throw new ConfigurationException(VARIABLE + " names no file", noPath);
      }
    }
    Path users = usersOwn(environment);
    refuseOtherEnding(workingFolder.resolve(NAME));
    refuseOtherEnding(users);
    return Stream.of(
            new ConfigFile(workingFolder.resolve(NAME), false), new ConfigFile(users, true))
        // Without a home folder it would be one in the working folder.
        .filter(file -> !file.trusted() || users.isAbsolute())
        .filter(file -> mayBeThere(file.path()));
  }

  /** Guards that somebody wrote down would hold nothing back. */
  private static void refuseOtherEnding(Path file) {
    Path other = file.resolveSibling(file.getFileName().toString().replace(".yml", ".yaml"));
    if (Files.exists(other) && !mayBeThere(file)) {
      throw new ConfigurationException(
          other + " is not read; name it " + file.getFileName() + ", or give it by --config");
    }
  }

  /**
   * The user's own file, where another one was named, which then counts alone.
   *
   * @param used those that are used
   */
  static Optional<Path> leftOut(List<ConfigFile> used, Environment environment) {
    Path users = usersOwn(environment);
    return used.size() == 1
            && users.isAbsolute()
            && !used.get(0).isAt(users)
            && used.get(0).trusted()
            && mayBeThere(users)
        ? Optional.of(users)
        : Optional.empty();
  }

  private boolean isAt(Path file) {
    try {
      return Files.exists(file) && Files.isSameFile(path, file);
    } catch (IOException unknown) {
      return false;
    }
  }

  private static Path usersOwn(Environment environment) {
    return environment.home().resolve(".config/cloudrelease/config.yml");
  }

  /**
   * What cannot be looked for counts as there, and its reading says what is wrong: guards that the
   * user wrote down are not left out unseen. Below what is no folder ({@code /dev/null} as a home)
   * there is nothing.
   */
  private static boolean mayBeThere(Path file) {
    // In the working folder a name stands alone, and has no parent.
    Path above = file.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    boolean insideAFolder = above != null && Files.isDirectory(above);
    return insideAFolder && (!Files.notExists(file) || Files.isSymbolicLink(file));
  }

  private static ConfigFile named(String by, Path file) {
    if (!Files.exists(file)) {
      throw new ConfigurationException(by + " names " + file + ", which is not there");
    }
    return new ConfigFile(file, true);
  }

  /**
   * What stands in it.
   *
   * @throws ConfigurationException when it cannot be read, is too large, or is no YAML of the plain
   *     kind; it names the line
   */
  YamlTree tree() {
    return YamlTree.of(path, text());
  }

  /**
   * That tree as what it says.
   *
   * @param endpoints in place of those that stand there, by account or by kind of cloud
   */
  static ConfigSource source(
      YamlTree tree, Environment environment, Map<String, Endpoint> endpoints) {
    tree.accounts().forEach((name, account) -> point(name, account, endpoints));
    Map<String, Integer> lines = tree.lines();
    ConfigSource source =
        ConfigSource.of(tree.values())
            .file(
                tree.file(),
                path -> {
                  Integer line = lines.get(path);
                  return line == null ? OptionalInt.empty() : OptionalInt.of(line);
                });
    return environment.isOfThisMachine()
        ? source
        : source.surroundings(environment::variable, environment.home());
  }

  private static void point(
      String name, Map<String, Object> account, Map<String, Endpoint> endpoints) {
    String kind = account.containsKey("cloud") ? String.valueOf(account.get("cloud")) : name;
    Endpoint endpoint = endpoints.getOrDefault(name, endpoints.get(kind));
    if (endpoint != null) {
      account.put("endpoint", endpoint.toString());
    }
  }

  private String text() {
    if (Files.isDirectory(path)) {
      throw new ConfigurationException(path + " is a folder; name the file in it");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(path + " is not there", e);
    } catch (IOException e) {
      throw new ConfigurationException(path + " cannot be read; check its rights", e);
    }
    if (bytes.length > LARGEST) {
      throw new ConfigurationException(path + " is larger than " + LARGEST + " bytes");
    }
    return decoded(ByteBuffer.wrap(bytes));
  }

  private String decoded(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, text, true);
    try {
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      long line = 1 + text.flip().chars().filter(c -> c == '\n').count();
      throw new ConfigurationException(path + ":" + line + ": this is not UTF-8", e);
    }
    return text.flip().toString();
  }
}
