package io.cloudrelease.testkit;

import io.cloudrelease.credentials.Credentials;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A key of a simulated account: what a client signs with and what that key may do.
 *
 * <p>Immutable; the {@code with…} methods give changed copies. Its text form holds no secret.
 */
public final class AccessKey {
  private static final Optional<Predicate<SimulatedInstance>> ANY = Optional.of(any -> true);

  private final String id;
  private final String secret;
  private final String token;
  private final Instant expiresAt;
  private final Optional<Predicate<SimulatedInstance>> releases;
  private final Optional<Predicate<SimulatedInstance>> shows;
  private final boolean disabled;

  private AccessKey(
      String id,
      String secret,
      String token,
      Instant expiresAt,
      Optional<Predicate<SimulatedInstance>> releases,
      Optional<Predicate<SimulatedInstance>> shows,
      boolean disabled) {
    this.id = Objects.requireNonNull(id, "id");
    this.secret = Objects.requireNonNull(secret, "secret");
    this.token = Objects.requireNonNull(token, "token");
    this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
    this.releases = releases;
    this.shows = shows;
    this.disabled = disabled;
  }

  /** A long-lived key pair that may do everything. */
  public static AccessKey of(String id, String secret) {
    return new AccessKey(id, secret, "", Instant.MAX, ANY, ANY, false);
  }

  /** A temporary key pair with its session (STS) token; refused from {@code expiresAt} on. */
  public static AccessKey session(String id, String secret, String token, Instant expiresAt) {
    return new AccessKey(id, secret, token, expiresAt, ANY, ANY, false);
  }

  /** A bearer token that stands for a key (Zenlayer's personal access token). */
  public static AccessKey bearer(String token) {
    return new AccessKey("", "", token, Instant.MAX, ANY, ANY, false);
  }

  /** This key with or without the right to release, terminate or delete instances. */
  public AccessKey withMayRelease(boolean allowed) {
    return new AccessKey(
        id, secret, token, expiresAt, allowed ? ANY : Optional.empty(), shows, disabled);
  }

  /** This key with or without the right to see instances. */
  public AccessKey withMayDescribe(boolean allowed) {
    return new AccessKey(
        id, secret, token, expiresAt, releases, allowed ? ANY : Optional.empty(), disabled);
  }

  /**
   * This key with a right to release, terminate or delete that a policy limits to some instances:
   * by id, by tag, by resource group.
   */
  public AccessKey withMayReleaseOnly(Predicate<SimulatedInstance> which) {
    return new AccessKey(id, secret, token, expiresAt, Optional.of(which), shows, disabled);
  }

  /** This key with a right to see that a policy limits to some instances. */
  public AccessKey withMayDescribeOnly(Predicate<SimulatedInstance> which) {
    return new AccessKey(id, secret, token, expiresAt, releases, Optional.of(which), disabled);
  }

  /** This key switched off (or on again) by its owner. */
  public AccessKey withDisabled(boolean off) {
    return new AccessKey(id, secret, token, expiresAt, releases, shows, off);
  }

  /** The access key id; empty for a bearer token. */
  public String id() {
    return id;
  }

  /** The secret itself, for verifying signatures; empty for a bearer token. */
  public String secret() {
    return secret;
  }

  /** The session or bearer token; empty for a long-lived key pair. */
  public String token() {
    return token;
  }

  /** Whether this is a bearer token. */
  public boolean isBearer() {
    return id.isEmpty();
  }

  /** Whether its token ran out by then. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether it may release at all, be it some instances only. */
  public boolean mayRelease() {
    return releases.isPresent();
  }

  /** Whether it may see at all, be it some instances only. */
  public boolean mayDescribe() {
    return shows.isPresent();
  }

  /** Whether it may release this instance. */
  public boolean mayRelease(SimulatedInstance instance) {
    return releases.filter(which -> which.test(instance)).isPresent();
  }

  /** Whether it may see this instance. */
  public boolean mayDescribe(SimulatedInstance instance) {
    return shows.filter(which -> which.test(instance)).isPresent();
  }

  public boolean isDisabled() {
    return disabled;
  }

  /** What a client is given to sign with this key. */
  public Credentials credentials() {
    if (isBearer()) {
      return Credentials.ofBearer(token);
    }
    return token.isEmpty()
        ? Credentials.ofKey(id, secret)
        : Credentials.ofSession(id, secret, token);
  }

  /** The name a cloud finds this key by: its id, or its bearer token. */
  String lookupName() {
    return isBearer() ? "bearer " + token : id;
  }

  @Override
  public String toString() {
    return isBearer() ? "AccessKey[bearer token]" : "AccessKey[" + id + ']';
  }
}
