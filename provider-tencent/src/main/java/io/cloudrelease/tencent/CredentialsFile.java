package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.IniFile;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Section {@code default} of one of the vendor's credential files, read anew each time; id and key
 * always come from one reading. Thread-safe.
 */
final class CredentialsFile implements CredentialsProvider {

  private static final String SECTION = "default";

  private final Path file;

  CredentialsFile(Path file) {
    this.file = file;
  }

  @Override
  public Credentials resolve() {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw ConfigurationException.absent("or write secret_id and secret_key to " + file);
    }
    List<String> lines = lines();
    check(lines);
    IniFile ini = IniFile.parse(lines);
    String id = ini.value(SECTION, "secret_id");
    String key = ini.value(SECTION, "secret_key");
    if (id.isEmpty() || key.isEmpty()) {
      throw new ConfigurationException(
          file
              + " has no "
              + (id.isEmpty() ? "secret_id" : "secret_key")
              + " in its section [default]");
    }
    return Credentials.ofKey(id, key);
  }

  /** There and not readable is an error: the next source could be another account's. */
  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          file + " cannot be read as UTF-8 text (" + unreadable.getClass().getSimpleName() + ")",
          unreadable);
    }
  }

  /** Names a line that is broken, but not what stands there, which may be a secret. */
  private void check(List<String> lines) {
    boolean ours = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("\uFEFF", "").trim();
      if (line.startsWith("[")) {
        ours = !line.endsWith("]") || line.substring(1, line.length() - 1).trim().equals(SECTION);
      }
      boolean fits =
          line.isEmpty()
              || line.startsWith("#")
              || line.startsWith(";")
              || (line.startsWith("[") ? line.endsWith("]") : line.indexOf('=') > 0);
      if (ours && !fits) {
        throw new ConfigurationException(
            file + " line " + (i + 1) + " is neither [section] nor name = value");
      }
    }
  }

  @Override
  public String toString() {
    return "CredentialsFile[" + file + "]";
  }
}
