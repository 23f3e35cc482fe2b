package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.transport.HttpTransport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an account has its keys from; whatever that throws, it is said whose it is. Thread-safe.
 */
final class KeySource {
  private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);

  private final String account;
  private final CloudProvider provider;
  private volatile boolean broken;
  private volatile @Nullable Known known;

  /** Keys, with their many forms that are taken out of what clouds say. */
  private record Known(Credentials credentials, Secrets secrets) {}

  KeySource(String account, CloudProvider provider) {
    this.account = account;
    this.provider = provider;
  }

  void callThrough(HttpTransport transport) {
    try {
      provider.credentials().callThrough(transport);
    } catch (RuntimeException thrown) {
      LOG.warn("{}: credentials threw {}", account, thrown.getClass().getName());
    }
  }

  /**
   * The keys of now.
   *
   * @throws ConfigurationException when their source says that it has none
   * @throws BrokenKeysException when their source throws anything else, or gives null; the log has
   *     the stack once, until it works again
   */
  Credentials now() {
    try {
      Credentials now = Extension.ask(() -> provider.credentials().resolve());
      broken = false;
      return now;
    } catch (Extension.BrokenException thrown) {
      Throwable cause = Objects.requireNonNullElse(thrown.getCause(), thrown);
      if (cause instanceof ConfigurationException || cause instanceof InvalidRequestException) {
        throw (RuntimeException) cause;
      }
      throw told(cause);
    }
  }

  /** What of these keys must not be kept; made once for all calls that are signed with them. */
  Secrets secrets(Credentials credentials) {
    Known last = known;
    if (last == null || !last.credentials().equals(credentials)) {
      last = new Known(credentials, Secrets.of(credentials));
      known = last;
    }
    return last.secrets();
  }

  private BrokenKeysException told(Throwable thrown) {
    BrokenKeysException told = new BrokenKeysException(account, thrown);
    if (!broken) {
      broken = true;
      told.setStackTrace(thrown.getStackTrace());
      LOG.warn("{}: no keys", account, told);
    }
    return told;
  }
}
