package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.spi.CloudProvider;
import java.util.Objects;
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

  KeySource(String account, CloudProvider provider) {
    this.account = account;
    this.provider = provider;
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
