package io.cloudrelease.credentials;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.transport.HttpTransport;
import java.util.List;
import java.util.Objects;

/** Gives credentials when a request is signed. Implementations are thread-safe and cache. */
@FunctionalInterface
public interface CredentialsProvider {

  /**
   * The credentials to sign with now, of one reading.
   *
   * @throws ConfigurationException when there are none; it names what to set. {@linkplain
   *     ConfigurationException#absent Absent} only if the source is not there at all, so that
   *     another may be asked; what is there and broken (unreadable, empty, cut off, a key without
   *     its secret) is an error that names it
   * @throws InvalidRequestException when what stands there can be no key or token
   */
  Credentials resolve();

  /**
   * Fetches anew after the cloud called the present ones expired or wrong.
   *
   * @return whether {@link #resolve} may now give others
   */
  default boolean refresh() {
    return false;
  }

  /**
   * Told by a client, when it is made, what it calls clouds through: sources that ask a token
   * service go the same way, through the same proxies and trust. Default: of no interest.
   */
  default void callThrough(HttpTransport transport) {}

  /** Always these. */
  static CredentialsProvider of(Credentials credentials) {
    Objects.requireNonNull(credentials, "credentials");
    return () -> credentials;
  }

  /**
   * Reads the source once and keeps what it gave; {@link #refresh} reads it again. So a key that
   * was exchanged on disk is found after the cloud refused the old one, and id, secret and token
   * are always of one reading.
   *
   * <p>What {@linkplain Credentials#expiresAt expires} is renewed ahead of its end, each time on a
   * daemon thread of its own; meanwhile, and if that fails, the present ones serve until they end.
   */
  static CredentialsProvider cached(CredentialsProvider source) {
    return new CachedCredentials(source, Renewals.system());
  }

  /**
   * The first of these that has credentials; asked in order each time. A source that is set by half
   * or wrongly ends the search with its error: falling through to another source could sign with
   * another account's key.
   *
   * @param what whose credentials, for the message when none has any
   */
  static CredentialsProvider firstOf(String what, List<CredentialsProvider> providers) {
    return new FirstOf(what, providers);
  }
}
