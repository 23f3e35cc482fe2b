package io.cloudrelease.credentials.sources;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.transport.HttpTransport;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source that is made when it is first asked, so that its classes are not loaded for nothing. */
public final class LazyCredentials implements CredentialsProvider {
  private final Supplier<? extends CredentialsProvider> making;
  private volatile @Nullable CredentialsProvider made;
  private volatile @Nullable HttpTransport told;

  /** A source that is to be made so. */
  public LazyCredentials(Supplier<? extends CredentialsProvider> making) {
    this.making = Objects.requireNonNull(making, "making");
  }

  @Override
  public Credentials resolve() {
    CredentialsProvider source = made;
    return (source == null ? make() : source).resolve();
  }

  private synchronized CredentialsProvider make() {
    CredentialsProvider source = made;
    if (source == null) {
      source = making.get();
      HttpTransport transport = told;
      if (transport != null) {
        source.callThrough(transport);
      }
      made = source;
    }
    return source;
  }

  @Override
  public boolean refresh() {
    CredentialsProvider source = made;
    return source != null && source.refresh();
  }

  @Override
  public void callThrough(HttpTransport transport) {
    told = transport;
    CredentialsProvider source = made;
    if (source != null) {
      source.callThrough(transport);
    }
  }
}
