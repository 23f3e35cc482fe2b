package io.cloudrelease.commandline;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.text.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a file may not say that nobody named and that merely lay in the working folder: it may have
 * come with somebody else's repository. It may say which accounts there are and what is held back;
 * not where calls go, whom to trust, what is run, what is read elsewhere, or where runs are written
 * down, since what lies there can be completed.
 */
final class UntrustedKeys {
  private static final Map<String, String> SECTIONS =
      Map.of("network", "sends", "journal", "records", "store", "records");
  private static final Map<String, String> OF_ACCOUNTS =
      Map.of("endpoint", "sends", "allow-credential-commands", "runs");

  private final YamlTree tree;
  private final Environment environment;
  private final List<Message> problems = new ArrayList<>();

  private UntrustedKeys(YamlTree tree, Environment environment) {
    this.tree = tree;
    this.environment = environment;
  }

  /** Takes those keys out of the tree, and tells each with its line and what can be done. */
  static List<Message> takeFrom(YamlTree tree, Environment environment) {
    UntrustedKeys keys = new UntrustedKeys(tree, environment);
    keys.take(tree.values(), SECTIONS, "");
    tree.accounts().forEach(keys::takeFrom);
    return keys.problems;
  }

  private void takeFrom(String name, Map<String, Object> account) {
    String path = "accounts." + name + ".";
    take(account, OF_ACCOUNTS, path);
    if (account.get("credentials") instanceof Map<?, ?> keys) {
      keys.forEach((key, value) -> checkSecret(path + "credentials." + key, value));
    }
    if (account.get("role") instanceof Map<?, ?> role && role.get("token-file") instanceof String) {
      checkFile(path + "role.token-file", String.valueOf(role.get("token-file")));
    }
  }

  private void take(Map<String, Object> from, Map<String, String> keys, String path) {
    for (String key : List.copyOf(from.keySet())) {
      if (keys.containsKey(key)) {
        from.remove(key);
        refuse(path + key, Message.of("config.unnamed." + keys.get(key)));
      }
    }
  }

  private void checkSecret(String path, Object value) {
    try {
      Reference.parse(String.valueOf(value))
          .filter(reference -> reference.place() == Reference.Place.FILE)
          .ifPresent(reference -> checkFile(path, reference.name()));
    } catch (IllegalArgumentException noReference) {
      // Whoever reads the configuration says so.
    }
  }

  private void checkFile(String path, String name) {
    if (!isInside(name.strip())) {
      refuse(path, Message.of("config.unnamed.reads", name.strip()));
    }
  }

  /** Also by a link: those come with a repository too. */
  private boolean isInside(String name) {
    try {
      Path folder = tree.file().toAbsolutePath().normalize().getParent();
      if (folder == null) {
        return false;
      }
      Path file =
          name.startsWith("~/")
              ? environment.home().resolve(name.substring(2)).toAbsolutePath()
              : folder.resolve(name);
      return file.normalize().startsWith(folder)
          && (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)
              || file.toRealPath().startsWith(folder.toRealPath()));
    } catch (InvalidPathException | IOException nowhere) {
      return false;
    }
  }

  private void refuse(String path, Message why) {
    problems.add(Message.of("config.unnamed", tree.place(path), path, why, tree.file()));
  }
}
