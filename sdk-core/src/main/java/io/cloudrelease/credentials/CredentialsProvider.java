package io.cloudrelease.credentials;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

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

  /** Always these. */
  static CredentialsProvider of(Credentials credentials) {
    return () -> credentials;
  }

  /**
   * Reads the source once and keeps what it gave; {@link #refresh} reads it again. For sources that
   * are read from files: then a key that was exchanged on disk is found after the cloud refused the
   * old one, and id, secret and token are always of one reading.
   */
  static CredentialsProvider cached(CredentialsProvider source) {
    return new CachedCredentials(source);
  }

  /**
   * The first of these that has credentials; asked in order each time. A source that is set by half
   * or wrongly ends the search with its error: falling through to another source could sign with
   * another account's key.
   *
   * @param what whose credentials, for the message when none has any
   */
  static CredentialsProvider firstOf(String what, List<CredentialsProvider> providers) {
    List<CredentialsProvider> sources = List.copyOf(providers);
    return new CredentialsProvider() {
      @Override
      public Credentials resolve() {
        List<String> misses = new ArrayList<>();
        for (CredentialsProvider source : sources) {
          try {
            return source.resolve();
          } catch (ConfigurationException miss) {
            if (!miss.isAbsence()) {
              throw miss;
            }
            misses.add(miss.getMessage());
          } catch (InvalidRequestException wrong) {
            // A key or token in that source is no key or token: broken, not absent.
            throw new ConfigurationException(
                "credentials for " + what + ": " + wrong.getMessage(), wrong);
          }
        }
        throw ConfigurationException.absent(
            "no credentials for " + what + ": " + String.join("; ", misses));
      }

      @Override
      public boolean refresh() {
        boolean any = false;
        for (CredentialsProvider source : sources) {
          any |= source.refresh();
        }
        return any;
      }
    };
  }
}
