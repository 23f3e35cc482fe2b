package io.cloudrelease.credentials;

import io.cloudrelease.http.HttpTransport;
import java.util.List;
import java.util.Objects;

/**
 * The sources of a vendor's own users, in that vendor's order. Each is asked only when those before
 * it are not there; the first that has keys stays for the life of the chain, since another one may
 * be another account's. What it gave is kept, and renewed ahead of its end. Thread-safe.
 */
public final class KeyChain implements CredentialsProvider {
  private final String what;
  private final SourceHttp http;
  private final CredentialsProvider cached;

  /**
   * A chain of these sources; nothing is read before the first {@link #resolve}.
   *
   * @param what whose credentials, for messages
   * @param http what the sources ask services through
   */
  public KeyChain(String what, SourceHttp http, List<CredentialsProvider> sources) {
    this.what = what;
    this.http = Objects.requireNonNull(http, "http");
    this.cached = CredentialsProvider.cached(new FirstOf(what, sources, true));
  }

  @Override
  public Credentials resolve() {
    return cached.resolve();
  }

  @Override
  public boolean refresh() {
    return cached.refresh();
  }

  @Override
  public void callThrough(HttpTransport transport) {
    http.callThrough(transport);
  }

  @Override
  public String toString() {
    return "KeyChain[" + what + "]";
  }
}
