package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where keys come from when none are given: the environment, then the file of the vendor's command
 * line, then the vendor's INI file. Read when first needed, and again after the cloud refused them.
 *
 * <p>The source that first gave keys stays, and so does its profile: another one may be another
 * account's, and a run must not change accounts because somebody switched profiles or moved a file.
 * A file that is there and broken is an error, for the same reason.
 *
 * <p>Alibaba Cloud SDK documentation, "Manage access credentials", without the sources that need
 * the network (roles, OIDC, metadata service) and without Java system properties. Thread-safe.
 */
final class AliyunCredentials implements CredentialsProvider {
  private static final String DEFAULT_PROFILE = "default";

  private final Environment environment;
  private final CredentialsProvider search;
  private volatile @Nullable CredentialsProvider pinned;

  private AliyunCredentials(String name, Environment environment) {
    this.environment = environment;
    this.search =
        CredentialsProvider.firstOf(
            name,
            List.of(
                pinning(
                    new EnvironmentCredentials(
                        environment,
                        "ALIBABA_CLOUD_ACCESS_KEY_ID",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                        List.of("ALIBABA_CLOUD_SECURITY_TOKEN"))),
                this::searchCliFile,
                pinning(new IniFileCredentials(environment))));
  }

  static CredentialsProvider of(String name, Environment environment) {
    return CredentialsProvider.cached(new AliyunCredentials(name, environment));
  }

  /** Both signatures need a key pair. */
  static void requireKey(Credentials credentials) {
    if (credentials.isBearer()) {
      throw new ConfigurationException(
          "Alibaba Cloud ECS needs an access key id and secret, not a bearer token");
    }
  }

  @Override
  public Credentials resolve() {
    CredentialsProvider known = pinned;
    return known != null ? known.resolve() : search.resolve();
  }

  private CredentialsProvider pinning(CredentialsProvider source) {
    return () -> {
      Credentials found = source.resolve();
      pinned = source;
      return found;
    };
  }

  private Credentials searchCliFile() {
    Path file = environment.home().resolve(".aliyun").resolve("config.json");
    if (isTrue(environment.variable("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"))) {
      throw ConfigurationException.absent(file + " is switched off by the environment");
    }
    if (!Files.exists(file)) {
      throw ConfigurationException.absent("no file " + file);
    }
    String wanted = environment.variable("ALIBABA_CLOUD_PROFILE");
    JsonValue document = readJson(file);
    String current = wanted.isEmpty() ? document.text("current") : wanted;
    String profile = current.isEmpty() ? DEFAULT_PROFILE : current;
    if (!wanted.isEmpty() && entry(document, profile).isEmpty()) {
      // Asked for by name, it may be in the next file: there it is looked for by that name, too.
      throw ConfigurationException.absent("no " + where(profile, file));
    }
    return pinning(() -> fromProfile(readJson(file), profile, file)).resolve();
  }

  private static Credentials fromProfile(JsonValue document, String profile, Path file) {
    String where = where(profile, file);
    JsonValue entry =
        entry(document, profile)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "no " + where + ", which says that it is to be used"));
    String mode = entry.text("mode");
    return switch (mode) {
      case "AK", "StsToken" ->
          credentials(
              where,
              entry.text("access_key_id"),
              entry.text("access_key_secret"),
              mode.equals("AK") ? Optional.empty() : Optional.of(entry.text("sts_token")));
      default ->
          throw new ConfigurationException(
              where + " has mode '" + mode + "'; only AK and StsToken are read");
    };
  }

  private static Optional<JsonValue> entry(JsonValue document, String profile) {
    return document.get("profiles").items().stream()
        .filter(candidate -> candidate.text("name").equals(profile))
        .findFirst();
  }

  private static String where(String profile, Path file) {
    return "profile '" + profile + "' of " + file;
  }

  /** A file that is there has profiles, or somebody broke it. */
  private static JsonValue readJson(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new ConfigurationException(file + " cannot be read", unreadable);
    }
    JsonValue document =
        JsonValue.parse(bytes)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        file
                            + " is not JSON: it breaks off or goes wrong on line "
                            + JsonValue.brokenLine(bytes)));
    if (document.get("profiles").items().isEmpty()) {
      throw new ConfigurationException(
          file + " has no profiles; repair it with 'aliyun configure', or take it away");
    }
    return document;
  }

  static Credentials credentials(String where, String id, String secret, Optional<String> token) {
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

  static boolean isTrue(String text) {
    return text.toLowerCase(Locale.ROOT).equals("true");
  }
}
