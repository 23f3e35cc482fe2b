package io.cloudrelease.credentials.sources;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.transport.HttpTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    this.cached = CredentialsProvider.cached(new Search(what, sources));
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
    cached.callThrough(transport);
  }

  @Override
  public String toString() {
    return "KeyChain[" + what + "]";
  }

  /** All of them, until one had keys; from then on that one. */
  private static final class Search implements CredentialsProvider {
    private final CredentialsProvider all;
    private volatile @Nullable CredentialsProvider found;

    Search(String what, List<CredentialsProvider> sources) {
      List<CredentialsProvider> each = new ArrayList<>();
      for (CredentialsProvider source : sources) {
        each.add(new Candidate(what, source));
      }
      this.all = CredentialsProvider.firstOf(what, each);
    }

    @Override
    public Credentials resolve() {
      CredentialsProvider known = found;
      return (known == null ? all : known).resolve();
    }

    @Override
    public boolean refresh() {
      CredentialsProvider known = found;
      return (known == null ? all : known).refresh();
    }

    @Override
    public void callThrough(HttpTransport transport) {
      all.callThrough(transport);
    }

    /** One of them; the first that gives keys is remembered. */
    private final class Candidate implements CredentialsProvider {
      private final String what;
      private final CredentialsProvider source;

      Candidate(String what, CredentialsProvider source) {
        this.what = what;
        this.source = source;
      }

      @Override
      public Credentials resolve() {
        Credentials keys;
        try {
          keys = source.resolve();
        } catch (InvalidRequestException wrong) {
          // A key or token in that source is no key or token: broken, not absent.
          throw new ConfigurationException(
              "credentials for " + what + ": " + wrong.getMessage(), wrong);
        }
        found = this;
        return keys;
      }

      @Override
      public boolean refresh() {
        return source.refresh();
      }

      @Override
      public void callThrough(HttpTransport transport) {
        source.callThrough(transport);
      }
    }
  }
}
