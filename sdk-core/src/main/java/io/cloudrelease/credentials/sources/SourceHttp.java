package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How sources of credentials ask services: token services through the client's own transport,
 * metadata services of the machine directly. Thread-safe.
 */
public final class SourceHttp {
  private static final Duration TOKEN_SERVICE_LIMIT = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 64 << 10;

  private volatile @Nullable HttpTransport transport;

  /** Knows no transport yet. */
  public SourceHttp() {}

  /** Calls token services through this from now on. */
  public void callThrough(HttpTransport value) {
    transport = Objects.requireNonNull(value, "transport");
  }

  /**
   * Asks a token service, within 10 seconds.
   *
   * @throws ConfigurationException when no whole answer came, or an unbearably long one; it names
   *     the host
   */
  public HttpResponse tokenService(HttpRequest request) {
    HttpTransport through = transport;
    String host = request.endpoint().hostHeader();
    if (through == null) {
      throw new ConfigurationException(
          host + " must be asked for keys, which a client does: make one with this provider first");
    }
    try {
      HttpResponse answer = through.send(request.with(TOKEN_SERVICE_LIMIT, false));
      if (answer.body().length() > LARGEST_ANSWER) {
        throw new ConfigurationException(
            host + " answered with " + answer.body().length() + " bytes, which are no keys");
      }
      return answer;
    } catch (TransportException lost) {
      throw new ConfigurationException(
          host + " gave no keys: " + String.valueOf(lost.getMessage()), lost);
    }
  }

  /**
   * Asks a service on or beside this machine, never through a proxy and never twice: 1 second to
   * connect, 1 second to answer, no redirect, at most 64 KiB.
   *
   * @param address {@code http}
   * @throws ConfigurationException {@linkplain ConfigurationException#absent absent} when nothing
   *     could be connected to, and then no later call of this process tries; else what went wrong
   */
  public HttpResponse metadata(String method, URI address, List<Header> headers) {
    return DirectCall.ask(method, address, headers);
  }

  @Override
  public String toString() {
    return "SourceHttp";
  }
}
