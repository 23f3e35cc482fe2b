package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.credentials.sources.ProfileName;
import io.cloudrelease.credentials.sources.UnixSeconds;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A profile of the vendor's command line: {@code ~/.tccli/<profile>.credential}, in its four forms.
 * It is read and never written, so that what a login left behind is used while it lives and not
 * renewed.
 *
 * @param file read anew each time
 * @param named whether somebody asked for it by name, so that it has to be there
 */
record TccliProfile(Path file, String name, boolean named, Surroundings surroundings)
    implements CredentialsProvider {
  static final String VARIABLE = "TCCLI_PROFILE";
  static final String TERRAFORMS_VARIABLE = "TENCENTCLOUD_PROFILE";
  static final String FOLDER = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR";
  private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,128}");

  /** With less left the command line itself renews a login. */
  private static final Duration LEAST_LEFT = Duration.ofSeconds(300);

  /** The profile of that name; empty for the one that variables name. */
  static TccliProfile of(String wanted, Surroundings surroundings) {
    Environment environment = surroundings.environment();
    String name = wanted;
    for (String variable : new String[] {VARIABLE, TERRAFORMS_VARIABLE}) {
      name = name.isEmpty() ? environment.variable(variable) : name;
    }
    boolean named = !name.isEmpty();
    name = named ? name : "default";
    if (!NAME.matcher(name).matches() || name.startsWith(".")) {
      throw new ConfigurationException(
          (ProfileName.isPlain(name) ? "'" + name + "'" : "what was given")
              + " cannot be the name of a tccli profile");
    }
    return new TccliProfile(
        folder(environment).resolve(name + ".credential"), name, named, surroundings);
  }

  private static Path folder(Environment environment) {
    String folder = environment.variable(FOLDER);
    if (folder.isEmpty()) {
      return environment.home().resolve(".tccli");
    }
    // Terraform's provider, whose variable this is, takes it so.
    if (folder.equals("~") || folder.startsWith("~/")) {
      return environment.home().resolve(TokenFile.path(FOLDER, folder.replaceFirst("^~/?", "")));
    }
    return TokenFile.path(FOLDER, folder);
  }

  @Override
  public Credentials resolve() {
    KeyFile whole = KeyFile.read(file).orElseThrow(this::missing);
    JsonValue profile = whole.json();
    return switch (profile.text("type")) {
      case "" -> keys(whole, profile);
      case "oauth" -> login(whole, profile, "tccli auth login --profile " + name);
      case "sso" -> login(whole, profile, "tccli sso login --profile " + name);
      case "cvm-role" -> new CvmRole("", true, surroundings).resolve();
      default -> throw whole.broken("has a type that is not known here");
    };
  }

  /** What somebody named has to be there: the next source has keys that nobody meant. */
  private ConfigurationException missing() {
    String folder = surroundings.environment().variable(FOLDER);
    if (!folder.isEmpty()) {
      return new ConfigurationException(
          FOLDER + " names " + folder + ", where there is no file " + file);
    }
    return named
        ? new ConfigurationException(
            ProfileName.isPlain(name)
                ? "there is no " + ProfileName.shown(name) + ": no file " + file
                : "there is no profile of the name that was given, in " + file.getParent())
        : ConfigurationException.absent("no file " + file + " of tccli");
  }

  private Credentials keys(KeyFile whole, JsonValue profile) {
    Credentials keys = pair(whole, profile);
    String arn = profile.text("role-arn");
    String session = profile.text("role-session-name");
    if (arn.isEmpty() != session.isEmpty()) {
      throw whole.broken("has only one of role-arn and role-session-name");
    }
    return arn.isEmpty()
        ? keys
        : new Sts(surroundings, surroundings.environment().variable("TENCENTCLOUD_REGION"))
            .assume(CredentialsProvider.of(keys), AssumedRole.of(arn).sessionName(session));
  }

  private Credentials login(KeyFile whole, JsonValue profile, String command) {
    Instant end = UnixSeconds.read(file.toString(), profile, "expiresAt");
    if (end.isBefore(surroundings.clock().instant().plus(LEAST_LEFT))) {
      throw new ConfigurationException(
          "the keys of the login in " + file + " are over; renew them with '" + command + "'");
    }
    return pair(whole, profile).expiringAt(end);
  }

  private static Credentials pair(KeyFile whole, JsonValue profile) {
    String id = profile.text("secretId");
    String key = profile.text("secretKey");
    if (id.isBlank() || key.isBlank()) {
      throw whole.broken("has no " + (id.isBlank() ? "secretId" : "secretKey"));
    }
    String token = profile.text("token");
    return token.isBlank() ? Credentials.ofKey(id, key) : Credentials.ofSession(id, key, token);
  }
}
