package io.cloudrelease.credentials;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what a source gave until it is told to read it again. */
final class CachedCredentials implements CredentialsProvider {
  private final CredentialsProvider source;
  private volatile @Nullable Credentials last;
  private boolean changed;

  CachedCredentials(CredentialsProvider source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public Credentials resolve() {
    Credentials known = last;
    return known != null ? known : read();
  }

  private synchronized Credentials read() {
    Credentials known = last;
    if (known == null) {
      known = source.resolve();
      last = known;
    }
    return known;
  }

  @Override
  public synchronized boolean refresh() {
    source.refresh();
    Credentials now;
    try {
      now = source.resolve();
    } catch (ConfigurationException | InvalidRequestException goneOrBroken) {
      // The old ones may still serve; if not, the cloud's refusal says more than this would.
      return changed;
    }
    // Once they changed, a caller may still hold older ones than those of the last reading.
    Credentials before = last;
    changed |= before == null || !now.equals(before);
    last = now;
    return changed;
  }
}
