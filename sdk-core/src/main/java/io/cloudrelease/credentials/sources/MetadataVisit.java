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
  private final boolean wanted;

  /** Begins now, on a machine that may be none. */
  public MetadataVisit() {
    this(false);
  }

  /**
   * Begins now.
   *
   * @param wanted whether somebody said that there is such a service: then it is tried each time
   */
  public MetadataVisit(boolean wanted) {
    this(WHOLE, wanted);
  }

  MetadataVisit(Duration whole) {
    this(whole, false);
  }

  private MetadataVisit(Duration whole, boolean wanted) {
    this.end = System.nanoTime() + whole.toNanos();
    this.wanted = wanted;
  }

  /**
   * Asks within what is left.
   *
   * @param address {@code http}
   * @throws ConfigurationException {@linkplain ConfigurationException#absent absent} when nothing
   *     could ever be connected to in this process, and then no later call tries where it is not
   *     wanted; else what went wrong
   */
  public HttpResponse ask(String method, URI address, List<Header> headers) {
    return DirectCall.metadata(method, address, headers, left(), wanted);
  }

  /**
   * As the other, for a call that may fail: at most half of what is left, so that others can
   * follow.
   */
  public HttpResponse askBriefly(String method, URI address, List<Header> headers) {
    return DirectCall.metadata(method, address, headers, left().dividedBy(2), wanted);
  }

  private Duration left() {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
