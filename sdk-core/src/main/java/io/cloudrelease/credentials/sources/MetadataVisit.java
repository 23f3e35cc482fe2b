package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The calls to the machine's metadata service that bring keys once: 2 seconds for all of them,
 * however slowly each is answered. Never through a proxy; of each 1 second to connect and 1 second
 * to answer, no redirect, at most 64 KiB. Java sends a call once more where the service closes the
 * connection without a word, which is harmless here. For one thread.
 */
public final class MetadataVisit {
  static final Duration WHOLE = Duration.ofSeconds(2);

  private final long end;

  /** Begins now. */
  public MetadataVisit() {
    this(WHOLE);
  }

  MetadataVisit(Duration whole) {
    this.end = System.nanoTime() + whole.toNanos();
  }

  /**
   * Asks within what is left.
   *
   * @param address {@code http}
   * @throws ConfigurationException {@linkplain ConfigurationException#absent absent} when nothing
   *     could ever be connected to in this process, and then no later call tries; else what went
   *     wrong
   */
  public HttpResponse ask(String method, URI address, List<Header> headers) {
    return DirectCall.metadata(method, address, headers, left());
  }

  /**
   * As the other, for a call that may fail: at most half of what is left, so that others can
   * follow.
   */
  public HttpResponse askBriefly(String method, URI address, List<Header> headers) {
    return DirectCall.metadata(method, address, headers, left().dividedBy(2));
  }

  private Duration left() {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
