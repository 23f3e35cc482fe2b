package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Credentials from the files of the {@code zeno} command-line tool in {@code ~/.zenlayer}: {@code
 * credentials.json} holds profiles, {@code ZENLAYER_PROFILE} or {@code config.json} names the one
 * in use. Reads them each time it is asked.
 *
 * @param environment where the home folder and the variables are
 */
record ZenoProfile(Environment environment) implements CredentialsProvider {
  private static final String PROFILE = "ZENLAYER_PROFILE";
  private static final String DEFAULT_PROFILE = "default";
  private static final int MAX_FILE = 1 << 20;

  @Override
  public Credentials resolve() {
    Path file = folder().resolve("credentials.json");
    JsonValue profiles =
        json(file).orElseThrow(() -> ConfigurationException.absent("or let zeno write " + file));
    String name = profileName();
    JsonValue profile = profiles.get(name);
    String token = profile.text("token").trim();
    if (!token.isEmpty()) {
      return Credentials.ofBearer(token);
    }
    String id = profile.text("access_key_id").trim();
    String secret = profile.text("access_key_secret").trim();
    if (id.isEmpty() || secret.isEmpty()) {
      throw new ConfigurationException(
          "profile '" + name + "' in " + file + " has neither a token nor a key and its secret");
    }
    return Credentials.ofKey(id, secret);
  }

  private String profileName() {
    String chosen = environment.variable(PROFILE);
    if (!chosen.isEmpty()) {
      return chosen;
    }
    Path file = folder().resolve("config.json");
    JsonValue current = json(file).map(c -> c.get("current_profile")).orElse(JsonValue.missing());
    if (current.isObject() || current.isArray()) {
      throw new ConfigurationException("current_profile in " + file + " is not a name");
    }
    return current.text().isEmpty() ? DEFAULT_PROFILE : current.text();
  }

  private Path folder() {
    return environment.home().resolve(".zenlayer");
  }

  /**
   * Empty when there is no such file.
   *
   * @throws ConfigurationException when it is there and is not a JSON object of bearable size: to
   *     go on as if it were not there could sign with another account's key
   */
  private static Optional<JsonValue> json(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE + 1);
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          "cannot read " + file + " (" + unreadable.getClass().getSimpleName() + ")", unreadable);
    }
    if (bytes.length > MAX_FILE) {
      throw new ConfigurationException(file + " is longer than " + MAX_FILE + " bytes");
    }
    JsonValue value = JsonValue.parse(bytes).orElseThrow(() -> broken(file, bytes));
    if (!value.isObject()) {
      throw new ConfigurationException(file + " holds no JSON object");
    }
    return Optional.of(value);
  }

  /** Where it breaks and not what stands there, which may be a secret. */
  private static ConfigurationException broken(Path file, byte[] bytes) {
    String where =
        bytes.length == 0
            ? " is empty"
            : " is cut off or not JSON (line " + JsonValue.brokenLine(bytes) + ")";
    return new ConfigurationException(file + where);
  }
}
