package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.IniFile;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;

/**
 * Section {@code default} of one of the vendor's credential files, read anew each time; id, key and
 * token always come from one reading. The vendor's SDKs know no token there. Thread-safe.
 */
final class SdkFile implements CredentialsProvider {

  private static final String SECTION = "default";

  private final Path file;

  SdkFile(Path file) {
    this.file = file;
  }

  @Override
  public Credentials resolve() {
    KeyFile whole =
        KeyFile.read(file)
            .orElseThrow(
                () ->
                    ConfigurationException.absent("or write secret_id and secret_key to " + file));
    check(whole.text().lines().toList());
    IniFile ini = whole.ini();
    String id = ini.value(SECTION, "secret_id");
    String key = ini.value(SECTION, "secret_key");
    if (id.isEmpty() || key.isEmpty()) {
      throw new ConfigurationException(
          file
              + " has no "
              + (id.isEmpty() ? "secret_id" : "secret_key")
              + " in its section [default]");
    }
    String token = ini.value(SECTION, "token");
    return token.isEmpty() ? Credentials.ofKey(id, key) : Credentials.ofSession(id, key, token);
  }

  /** Names a line that is broken, but not what stands there, which may be a secret. */
  private void check(List<String> lines) {
    boolean ours = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).trim();
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
    return "SdkFile[" + file + "]";
  }
}
