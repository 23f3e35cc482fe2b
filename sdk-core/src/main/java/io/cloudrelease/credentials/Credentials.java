package io.cloudrelease.credentials;

import io.cloudrelease.error.InvalidRequestException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request is signed with: a key pair, a key pair with a session (STS) token, or a bearer
 * token alone. Always of one reading: id, key and token never mix generations. Immutable and
 * thread-safe; its text form holds no secret.
 *
 * <p>White space around a part is dropped. A line end, a control or format character, a no-break
 * space or half a character is refused at once, with the part's name and without its value: what
 * was pasted by halves fails here, not when a request is signed.
 */
public final class Credentials {
  private final String accessKeyId;
  private final @Nullable Secret secretKey;
  private final @Nullable Secret token;
  private final @Nullable Instant expiresAt;

  private Credentials(String accessKeyId, @Nullable Secret secretKey, @Nullable Secret token) {
    this(accessKeyId, secretKey, token, null);
  }

  private Credentials(
      String accessKeyId,
      @Nullable Secret secretKey,
      @Nullable Secret token,
      @Nullable Instant expiresAt) {
    this.accessKeyId = accessKeyId;
    this.secretKey = secretKey;
    this.token = token;
    this.expiresAt = expiresAt;
  }

  /** A key pair; surrounding white space is dropped. */
  public static Credentials ofKey(String accessKeyId, String secretKey) {
    return new Credentials(checkId(accessKeyId), secretOf(secretKey), null);
  }

  /** A key pair with its session token; surrounding white space is dropped. */
  public static Credentials ofSession(String accessKeyId, String secretKey, String token) {
    return new Credentials(
        checkId(accessKeyId),
        secretOf(secretKey),
        Secret.inHeader("session token", withoutEnds(token)));
  }

  /** A bearer token, which stands for a key. */
  public static Credentials ofBearer(String token) {
    return new Credentials("", null, Secret.inHeader("bearer token", withoutEnds(token)));
  }

  /** These, which end at that time; a provider that keeps them renews them ahead of it. */
  public Credentials expiringAt(Instant end) {
    return new Credentials(accessKeyId, secretKey, token, Objects.requireNonNull(end, "end"));
  }

  /** When they end; empty when that is not known, or never. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** The access key id; empty for a bearer token. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** Whether this is a bearer token, which signs nothing. */
  public boolean isBearer() {
    return secretKey == null;
  }

  /**
   * The secret key.
   *
   * @throws IllegalStateException for a bearer token
   */
  public Secret secretKey() {
    if (secretKey == null) {
      throw new IllegalStateException("a bearer token has no secret key");
    }
    return secretKey;
  }

  /** The session token or the bearer token. */
  public Optional<Secret> token() {
    return Optional.ofNullable(token);
  }

  /** Whether they are the same keys; when they end does not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Credentials c
        && accessKeyId.equals(c.accessKeyId)
        && Objects.equals(secretKey, c.secretKey)
        && Objects.equals(token, c.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accessKeyId, secretKey, token);
  }

  @Override
  public String toString() {
    return isBearer() ? "Credentials[bearer token]" : "Credentials[key]";
  }

  private static Secret secretOf(String secretKey) {
    return Secret.key("secret key", withoutEnds(secretKey));
  }

  /** Files end with a line end, and what is copied brings white space along. */
  private static String withoutEnds(String text) {
    return text.strip();
  }

  private static String checkId(String accessKeyId) {
    if (accessKeyId.isBlank()) {
      throw new InvalidRequestException("the access key id is blank");
    }
    String id = withoutEnds(accessKeyId);
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
        throw new InvalidRequestException(
            "the access key id holds white space or a character that no header may hold;"
                + " give it as the cloud's console shows it");
      }
    }
    return id;
  }
}
