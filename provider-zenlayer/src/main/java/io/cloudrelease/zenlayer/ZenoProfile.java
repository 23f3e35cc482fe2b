package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
    String current =
        json(folder().resolve("config.json")).map(c -> c.text("current_profile")).orElse("");
    return current.isEmpty() ? DEFAULT_PROFILE : current;
  }

  private Path folder() {
    return environment.home().resolve(".zenlayer");
  }

  /** Empty when there is no such file or it is not a JSON object of bearable size. */
  private static Optional<JsonValue> json(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return JsonValue.parse(in.readNBytes(MAX_FILE)).filter(JsonValue::isObject);
    } catch (IOException unreadable) {
      throw new ConfigurationException("cannot read " + file, unreadable);
    }
  }
}
