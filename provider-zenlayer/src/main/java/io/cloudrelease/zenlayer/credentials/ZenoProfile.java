package io.cloudrelease.zenlayer.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.credentials.sources.ProfileName;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Credentials from the files of the {@code zeno} command-line tool in {@code ~/.zenlayer}: {@code
 * credentials.json} holds profiles, {@code ZENLAYER_PROFILE} or {@code config.json} names the one
 * in use. Reads them each time it is asked; the profile that first gave keys stays, since which one
 * is current may change, and with it the account.
 */
final class ZenoProfile implements CredentialsProvider {
  private static final String PROFILE = "ZENLAYER_PROFILE";
  private static final String DEFAULT_PROFILE = "default";

  private final Environment environment;
  private final String wanted;
  private volatile String found = "";

  /**
   * The profile of that name.
   *
   * @param environment where the home folder and the variables are
   * @param wanted empty for the one that is in use
   */
  ZenoProfile(Environment environment, String wanted) {
    this.environment = environment;
    this.wanted = wanted;
  }

  @Override
  public Credentials resolve() {
    Path file = folder().resolve("credentials.json");
    JsonValue profiles = json(file).orElseThrow(() -> missing(file));
    String name = found.isEmpty() ? profileName() : found;
    Credentials credentials = credentials(file, name, profiles.get(name));
    found = name;
    return credentials;
  }

  private ConfigurationException missing(Path file) {
    String named = wanted.isEmpty() ? environment.variable(PROFILE) : wanted;
    return named.isEmpty()
        ? ConfigurationException.absent("or let zeno write " + file)
        : new ConfigurationException(
            ProfileName.shown(named) + " is to be used, and no file " + file);
  }

  private static Credentials credentials(Path file, String name, JsonValue profile) {
    String token = profile.text("token").trim();
    if (!token.isEmpty()) {
      return Credentials.ofBearer(token);
    }
    String id = profile.text("access_key_id").trim();
    String secret = profile.text("access_key_secret").trim();
    if (id.isEmpty() || secret.isEmpty()) {
      throw new ConfigurationException(
          ProfileName.shown(name)
              + " in "
              + file
              + " has neither a token nor a key and its secret");
    }
    return Credentials.ofKey(id, secret);
  }

  private String profileName() {
    String chosen = wanted.isEmpty() ? environment.variable(PROFILE) : wanted;
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

  /** Empty when there is no such file; one that is broken could hide which profile is meant. */
  private static Optional<JsonValue> json(Path file) {
    return KeyFile.read(file).map(KeyFile::json);
  }
}
