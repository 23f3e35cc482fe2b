package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How sources of credentials ask services: token services through the client's own transport, those
 * beside this machine directly. Metadata services are asked by a {@link MetadataVisit}.
 * Thread-safe.
 */
public final class SourceHttp {
  private static final Duration TOKEN_SERVICE_LIMIT = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 64 << 10;

  /** As the vendor's own library waits for a service that the user named. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final Duration connectLimit;
  private final Duration answerLimit;
  private volatile @Nullable HttpTransport transport;

  /** Knows no transport yet. */
  public SourceHttp() {
    this(CONNECT_LIMIT, ANSWER_LIMIT);
  }

  /** As the other, with other limits for {@link #service}. */
  public SourceHttp(Duration connect, Duration answer) {
    this.connectLimit = connect;
    this.answerLimit = answer;
  }

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
   * Gets from a service that the user named, on or beside this machine, never through a proxy: 5
   * seconds to connect, 10 seconds to answer, no redirect, at most 64 KiB. Each call tries anew.
   *
   * @param address {@code http}
   * @throws ConfigurationException when no whole answer came; since it was named, nobody there is
   *     no absence
   */
  public HttpResponse service(URI address) {
    return DirectCall.service(address, connectLimit, answerLimit);
  }

  @Override
  public String toString() {
    return "SourceHttp";
  }
}
