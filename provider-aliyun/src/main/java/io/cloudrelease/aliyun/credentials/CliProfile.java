package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.ProfileName;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The profiles of the command line's file, in its modes.
 *
 * @param document the file, of one reading
 */
record CliProfile(JsonValue document, Path file, Surroundings surroundings) {
  static String where(String profile, Path file) {
    return ProfileName.shown(profile) + " of " + file;
  }

  static Optional<JsonValue> entry(JsonValue document, String profile) {
    return document.get("profiles").items().stream()
        .filter(candidate -> candidate.text("name").equals(profile))
        .findFirst();
  }

  Credentials credentials(String profile) {
    return credentials(profile, new LinkedHashSet<>());
  }

  private Credentials credentials(String profile, Set<String> before) {
    String where = where(profile, file);
    if (!before.add(profile)) {
      throw new ConfigurationException(
          where
              + " is its own source: "
              + listed(Stream.concat(before.stream(), Stream.of(profile)), " -> "));
    }
    JsonValue entry =
        entry(document, profile)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "no "
                            + where
                            + ", though it is to be used; there are "
                            + listed(names(), ", ")));
    String mode = entry.text("mode");
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "ak" -> key(where, entry);
      case "ststoken" -> session(where, entry);
      case "ramrolearn" -> assume(where, entry, keyOrSession(where, entry));
      case "ecsramrole" -> machine(entry);
      case "ramrolearnwithrolename" -> assume(where, entry, machine(entry));
      case "chainableramrolearn" ->
          assume(where, entry, credentials(need(where, entry, "source_profile"), before));
      case "oidc" -> webIdentity(where, entry);
      case "credentialsuri" ->
          CredentialsUri.read(where, need(where, entry, "credentials_uri"), surroundings);
      case "external" -> external(where, entry);
      case "cloudsso", "oauth" ->
          new CliLogin(where, profile, mode, entry, surroundings).credentials();
      default ->
          throw new ConfigurationException(
              where
                  + " has "
                  + Word.shown("mode", mode)
                  + ", which is not read; configure it with another, AK or RamRoleArn for example");
    };
  }

  private Stream<String> names() {
    return document.get("profiles").items().stream().map(profile -> profile.text("name"));
  }

  private static String listed(Stream<String> names, String between) {
    return names
        .map(name -> ProfileName.isPlain(name) ? name : "(a name that is not shown)")
        .collect(Collectors.joining(between));
  }

  private static Credentials key(String where, JsonValue entry) {
    return Credentials.ofKey(
        need(where, entry, "access_key_id"), need(where, entry, "access_key_secret"));
  }

  static Credentials session(String where, JsonValue entry) {
    return Credentials.ofSession(
        need(where, entry, "access_key_id"),
        need(where, entry, "access_key_secret"),
        need(where, entry, "sts_token"));
  }

  private static Credentials keyOrSession(String where, JsonValue entry) {
    return entry.text("sts_token").isBlank() ? key(where, entry) : session(where, entry);
  }

  static String need(String where, JsonValue entry, String name) {
    String value = entry.text(name);
    if (value.isBlank()) {
      throw new ConfigurationException(where + " lacks " + name);
    }
    return value;
  }

  private Credentials machine(JsonValue entry) {
    return new EcsRole(entry.text("ram_role_name"), true, surroundings).resolve();
  }

  private Credentials assume(String where, JsonValue entry, Credentials base) {
    AssumedRole role = role(where, entry).externalId(entry.text("external_id"));
    return sts(entry).assume(CredentialsProvider.of(base), role, entry.text("policy"));
  }

  private Credentials webIdentity(String where, JsonValue entry) {
    AssumedRole role =
        role(where, entry)
            .webIdentity(
                need(where, entry, "oidc_provider_arn"),
                Paths.of(where, need(where, entry, "oidc_token_file")));
    return sts(entry).withWebIdentity(role, entry.text("policy"));
  }

  private static AssumedRole role(String where, JsonValue entry) {
    AssumedRole role = AssumedRole.of(need(where, entry, "ram_role_arn"));
    String session = entry.text("ram_session_name");
    long seconds = entry.number("expired_seconds", 0);
    role = session.isBlank() ? role : role.sessionName(session);
    return seconds > 0 ? role.duration(Duration.ofSeconds(seconds)) : role;
  }

  private Sts sts(JsonValue entry) {
    boolean vpc = entry.isTrue("enable_vpc") || entry.text("endpoint_type").equals("vpc");
    Sts.Place place = new Sts.Place(entry.text("sts_endpoint"), entry.text("sts_region"), vpc);
    return new Sts(surroundings, place.orUsual(surroundings));
  }

  private Credentials external(String where, JsonValue entry) {
    if (surroundings.isOn("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS")) {
      throw new ConfigurationException(
          where + " runs a command, which ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids");
    }
    if (!surroundings.commandsAllowed()) {
      throw new ConfigurationException(
          where + " runs a command for its keys; allow that in the account's settings first");
    }
    return ExternalCommand.run(where, need(where, entry, "process_command"));
  }
}
