package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.IniFile;
import io.cloudrelease.error.ConfigurationException;
import java.nio.file.Path;

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
    IniFile ini =
        IniFile.read(file)
            .orElseThrow(
                () ->
                    ConfigurationException.absent("or write secret_id and secret_key to " + file));
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

  @Override
  public String toString() {
    return "CredentialsFile[" + file + "]";
  }
}
