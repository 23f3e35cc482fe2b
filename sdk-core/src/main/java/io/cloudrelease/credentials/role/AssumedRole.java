package io.cloudrelease.credentials.role;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.text.TerminalText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A role to call as: what the cloud's AssumeRole is asked for with the account's own keys, or, with
 * a web identity, with a token from a file and no keys at all. Immutable and thread-safe.
 */
public final class AssumedRole {
  private final String arn;
  private final String sessionName;
  private final String externalId;
  private final @Nullable Duration duration;
  private final boolean releaseOnly;
  private final String identityProvider;
  private final @Nullable Path tokenFile;

  private AssumedRole(
      String arn,
      String sessionName,
      String externalId,
      @Nullable Duration duration,
      boolean releaseOnly,
      String identityProvider,
      @Nullable Path tokenFile) {
    this.arn = arn;
    this.sessionName = sessionName;
    this.externalId = externalId;
    this.duration = duration;
    this.releaseOnly = releaseOnly;
    this.identityProvider = identityProvider;
    this.tokenFile = tokenFile;
  }

  /**
   * The role of that ARN, with the session name {@code cloudrelease}.
   *
   * @throws ConfigurationException when it is blank
   */
  public static AssumedRole of(String arn) {
    if (arn.isBlank()) {
      throw new ConfigurationException("the role's ARN is blank");
    }
    return new AssumedRole(arn.strip(), "cloudrelease", "", null, false, "", null);
  }

  /**
   * This role under that session name, which the cloud's audit shows.
   *
   * @param value 2 to 64 letters, digits and {@code . @ - _} are taken by all clouds
   * @throws ConfigurationException when it is blank, or holds a control or invisible character
   */
  public AssumedRole sessionName(String value) {
    Objects.requireNonNull(value, "sessionName");
    if (value.isBlank() || !TerminalText.of(value).equals(value)) {
      throw new ConfigurationException(
          "the session name '"
              + value
              + "' is blank or holds what cannot be seen; write letters and digits");
    }
    return new AssumedRole(
        arn, value, externalId, duration, releaseOnly, identityProvider, tokenFile);
  }

  /** This role with the external id that its owner asks for. */
  public AssumedRole externalId(String value) {
    return new AssumedRole(
        arn,
        sessionName,
        Objects.requireNonNull(value, "externalId"),
        duration,
        releaseOnly,
        identityProvider,
        tokenFile);
  }

  /**
   * This role for sessions of that length; without it as long as the cloud gives by itself.
   *
   * @param value in whole seconds, what is left over does not count; at least one. How long a
   *     session may last is the cloud's to say, by the role
   * @throws ConfigurationException when it is below one second
   */
  public AssumedRole duration(Duration value) {
    if (Objects.requireNonNull(value, "duration").toSeconds() < 1) {
      throw new ConfigurationException(
          "the duration of a session is " + value + "; it must be at least one second");
    }
    return new AssumedRole(
        arn, sessionName, externalId, value, releaseOnly, identityProvider, tokenFile);
  }

  /** This role with a session policy that allows looks and the release action and nothing else. */
  public AssumedRole releaseOnly() {
    return new AssumedRole(
        arn, sessionName, externalId, duration, true, identityProvider, tokenFile);
  }

  /**
   * This role with a web identity (OIDC) in place of keys.
   *
   * @param provider Tencent's provider id, or Alibaba Cloud's provider ARN
   * @param file holds the token; read anew at each renewal
   */
  public AssumedRole webIdentity(String provider, Path file) {
    return new AssumedRole(
        arn,
        sessionName,
        externalId,
        duration,
        releaseOnly,
        Objects.requireNonNull(provider, "provider"),
        Objects.requireNonNull(file, "file"));
  }

  public String arn() {
    return arn;
  }

  public String sessionName() {
    return sessionName;
  }

  /** Empty when there is none. */
  public String externalId() {
    return externalId;
  }

  public Optional<Duration> duration() {
    return Optional.ofNullable(duration);
  }

  public boolean isReleaseOnly() {
    return releaseOnly;
  }

  /** Empty without a web identity. */
  public String identityProvider() {
    return identityProvider;
  }

  /** Empty without a web identity. */
  public Optional<Path> tokenFile() {
    return Optional.ofNullable(tokenFile);
  }

  @Override
  public String toString() {
    return TerminalText.of("AssumedRole[" + arn + ", session " + sessionName + "]");
  }
}
