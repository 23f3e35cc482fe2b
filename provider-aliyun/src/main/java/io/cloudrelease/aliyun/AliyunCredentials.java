package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Environment;
import io.cloudrelease.credentials.EnvironmentCredentials;
import io.cloudrelease.credentials.IniFile;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where keys come from when none are given: the environment, then the file of the vendor's command
 * line, then the vendor's INI file. Read when first needed, and again after the cloud refused them.
 *
 * <p>Alibaba Cloud SDK documentation, "Manage access credentials", without the sources that need
 * the network (roles, OIDC, metadata service) and without Java system properties.
 */
final class AliyunCredentials {
  private static final String DEFAULT_PROFILE = "default";

  private AliyunCredentials() {}

  static CredentialsProvider of(String name, Environment environment) {
    return CredentialsProvider.cached(
        CredentialsProvider.firstOf(
            name,
            List.of(
                new EnvironmentCredentials(
                    environment,
                    "ALIBABA_CLOUD_ACCESS_KEY_ID",
                    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                    List.of("ALIBABA_CLOUD_SECURITY_TOKEN")),
                () -> fromCliFile(environment),
                () -> fromIniFile(environment))));
  }

  /** Both signatures need a key pair. */
  static void requireKey(Credentials credentials) {
    if (credentials.isBearer()) {
      throw new ConfigurationException(
          "Alibaba Cloud ECS needs an access key id and secret, not a bearer token");
    }
  }

  private static Credentials fromCliFile(Environment environment) {
    Path file = environment.home().resolve(".aliyun").resolve("config.json");
    if (isTrue(environment.variable("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"))) {
      throw ConfigurationException.absent(file + " is switched off by the environment");
    }
    JsonValue document = readJson(file);
    String wanted = environment.variable("ALIBABA_CLOUD_PROFILE");
    String current = wanted.isEmpty() ? document.text("current") : wanted;
    String profile = current.isEmpty() ? DEFAULT_PROFILE : current;
    String where = "profile '" + profile + "' of " + file;
    JsonValue entry =
        document.get("profiles").items().stream()
            .filter(candidate -> candidate.text("name").equals(profile))
            .findFirst()
            .orElseThrow(() -> ConfigurationException.absent("no " + where));
    return switch (entry.text("mode")) {
      case "AK", "StsToken" ->
          credentials(
              where,
              entry.text("access_key_id"),
              entry.text("access_key_secret"),
              entry.text("mode").equals("AK")
                  ? Optional.empty()
                  : Optional.of(entry.text("sts_token")));
      default ->
          throw new ConfigurationException(
              where + " has mode '" + entry.text("mode") + "'; only AK and StsToken are read");
    };
  }

  private static JsonValue readJson(Path file) {
    if (!Files.isRegularFile(file)) {
      throw ConfigurationException.absent("no file " + file);
    }
    try {
      return JsonValue.parse(Files.readAllBytes(file))
          .orElseThrow(() -> new ConfigurationException(file + " is not JSON"));
    } catch (IOException unreadable) {
      throw new ConfigurationException(file + " cannot be read", unreadable);
    }
  }

  private static Credentials fromIniFile(Environment environment) {
    Path file = iniFile(environment);
    IniFile ini =
        IniFile.read(file).orElseThrow(() -> ConfigurationException.absent("no file " + file));
    String wanted = environment.variable("ALIBABA_CLOUD_PROFILE");
    String section = wanted.isEmpty() ? DEFAULT_PROFILE : wanted;
    String where = "section [" + section + "] of " + file;
    String enable = ini.value(section, "enable");
    if (!enable.isEmpty() && !isTrue(enable)) {
      throw ConfigurationException.absent(where + " is not enabled");
    }
    String type = ini.value(section, "type");
    if (type.isEmpty()) {
      throw ConfigurationException.absent("no " + where);
    }
    if (!type.equals("access_key")) {
      throw new ConfigurationException(where + " has type '" + type + "'; only access_key is read");
    }
    return credentials(
        where,
        ini.value(section, "access_key_id"),
        ini.value(section, "access_key_secret"),
        Optional.empty());
  }

  private static Path iniFile(Environment environment) {
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

  private static Credentials credentials(
      String where, String id, String secret, Optional<String> token) {
    if (id.isBlank() || secret.isBlank() || token.filter(String::isBlank).isPresent()) {
      throw new ConfigurationException(
          where
              + " lacks access_key_id, access_key_secret"
              + (token.isPresent() ? " or sts_token" : ""));
    }
    return token
        .map(t -> Credentials.ofSession(id, secret, t))
        .orElseGet(() -> Credentials.ofKey(id, secret));
  }

  private static boolean isTrue(String text) {
    return text.toLowerCase(Locale.ROOT).equals("true");
  }
}
