package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.nio.file.Path;

/**
 * The file of the vendor's command line, {@code ~/.aliyun/config.json}; read and never written. The
 * profile that first gave keys stays: which one is current may change, and with it the account.
 */
final class CliFile implements CredentialsProvider {
  private static final String DEFAULT_PROFILE = "default";

  private final Path file;
  private final String wanted;
  private final boolean required;
  private final Surroundings surroundings;
  private volatile String found = "";

  private CliFile(Path file, String wanted, boolean required, Surroundings surroundings) {
    this.file = file;
    this.wanted = wanted;
    this.required = required;
    this.surroundings = surroundings;
  }

  static Path usualFile(Surroundings surroundings) {
    return surroundings.environment().home().resolve(".aliyun").resolve("config.json");
  }

  /** That profile of the usual file, which has to be there. */
  static CliFile usual(String profile, Surroundings surroundings) {
    return new CliFile(usualFile(surroundings), profile, true, surroundings);
  }

  /** The profile that variables name, or the current one, of the usual file if it is there. */
  static CredentialsProvider current(Surroundings surroundings) {
    return new CliFile(usualFile(surroundings), "", false, surroundings);
  }

  /** That file, by its content one of the command line. */
  static CliFile named(Path file, Surroundings surroundings) {
    return new CliFile(file, "", true, surroundings);
  }

  @Override
  public Credentials resolve() {
    for (String off :
        new String[] {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE"}) {
      if (!required && surroundings.isOn(off)) {
        throw ConfigurationException.absent(file + " is switched off by " + off);
      }
    }
    JsonValue document = read();
    String name = found.isEmpty() ? profile(document) : found;
    Credentials credentials = new CliProfile(document, file, surroundings).credentials(name);
    found = name;
    return credentials;
  }

  private String profile(JsonValue document) {
    String byVariable = wanted.isEmpty() ? surroundings.profile() : "";
    if (!byVariable.isEmpty() && !required && CliProfile.entry(document, byVariable).isEmpty()) {
      // Asked for by name, it may be in the next file: there it is looked for by that name, too.
      throw ConfigurationException.absent("no " + CliProfile.where(byVariable, file));
    }
    String named = wanted.isEmpty() ? byVariable : wanted;
    String current = named.isEmpty() ? document.text("current") : named;
    return current.isEmpty() ? DEFAULT_PROFILE : current;
  }

  /** A file that is there has profiles, or somebody broke it. */
  private JsonValue read() {
    JsonValue document =
        KeyFile.read(file)
            .orElseThrow(
                () ->
                    required
                        ? new ConfigurationException("no file " + file)
                        : ConfigurationException.absent("no file " + file))
            .json();
    if (document.get("profiles").items().isEmpty()) {
      throw new ConfigurationException(
          file + " has no profiles; repair it with 'aliyun configure', or take it away");
    }
    return document;
  }

  @Override
  public String toString() {
    return "CliFile[" + file + "]";
  }
}
