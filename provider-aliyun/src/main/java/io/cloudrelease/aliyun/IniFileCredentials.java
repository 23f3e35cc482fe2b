package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.IniFile;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keys from the INI file of the vendor's SDKs: one section, type access_key.
 *
 * @param environment names file and section, where they are not the usual ones
 */
record IniFileCredentials(Environment environment) implements CredentialsProvider {
  private static final String DEFAULT_SECTION = "default";

  @Override
  public Credentials resolve() {
    Path file = file();
    if (!Files.exists(file)) {
      throw ConfigurationException.absent("no file " + file);
    }
    IniFile ini = IniFile.parse(lines(file));
    String wanted = environment.variable("ALIBABA_CLOUD_PROFILE");
    String section = wanted.isEmpty() ? DEFAULT_SECTION : wanted;
    String where = "section [" + section + "] of " + file;
    String enable = ini.value(section, "enable");
    if (!enable.isEmpty() && !AliyunCredentials.isTrue(enable)) {
      throw ConfigurationException.absent(where + " is not enabled");
    }
    String type = ini.value(section, "type");
    if (type.isEmpty() && !ini.value(section, "access_key_id").isEmpty()) {
      throw new ConfigurationException(where + " has no type; only access_key is read");
    }
    if (type.isEmpty()) {
      throw ConfigurationException.absent("no " + where);
    }
    if (!type.equals("access_key")) {
      throw new ConfigurationException(where + " has type '" + type + "'; only access_key is read");
    }
    return AliyunCredentials.credentials(
        where,
        ini.value(section, "access_key_id"),
        ini.value(section, "access_key_secret"),
        Optional.empty());
  }

  /** The lines of a file that is whole: a name that was cut off could hide what was meant. */
  private static List<String> lines(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          file + " cannot be read as UTF-8 text (" + unreadable.getClass().getSimpleName() + ")",
          unreadable);
    }
    boolean sections = false;
    for (int i = 0; i < lines.size(); i++) {
      String raw = lines.get(i);
      String line = (raw.startsWith("\uFEFF") ? raw.substring(1) : raw).trim();
      boolean section = line.startsWith("[") && line.endsWith("]");
      boolean comment = line.isEmpty() || line.startsWith("#") || line.startsWith(";");
      sections |= section;
      if (!section && !comment && (line.startsWith("[") || line.indexOf('=') < 1)) {
        // What stands there is not told: it may be a key.
        throw new ConfigurationException(
            file + ", line " + (i + 1) + " is neither [section] nor name = value");
      }
    }
    if (!sections) {
      throw new ConfigurationException(file + " has no [section]; repair it or take it away");
    }
    return lines;
  }

  private Path file() {
    String named = environment.variable("ALIBABA_CLOUD_CREDENTIALS_FILE");
    if (named.isEmpty()) {
      return environment.home().resolve(".alibabacloud").resolve("credentials.ini");
    }
    try {
      return Path.of(named);
    } catch (InvalidPathException notAPath) {
      throw new ConfigurationException(
          "ALIBABA_CLOUD_CREDENTIALS_FILE is not a path: '" + named + "'", notAPath);
    }
  }
}
