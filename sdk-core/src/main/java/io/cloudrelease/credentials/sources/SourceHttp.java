package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
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

  /** The newest first; weakly, since those of closed clients may go. */
  private final List<WeakReference<HttpTransport>> transports = new CopyOnWriteArrayList<>();

  private volatile @Nullable HttpTransport newest;

  /** Knows no transport yet. */
  public SourceHttp() {
    this(CONNECT_LIMIT, ANSWER_LIMIT);
  }

  /** As the other, with other limits for {@link #service}. */
  public SourceHttp(Duration connect, Duration answer) {
    this.connectLimit = connect;
    this.answerLimit = answer;
  }

  /**
   * Calls token services through this from now on; once its client is closed, through the one told
   * before it: clients that share a provider come and go, and none takes the others' way to their
   * keys along.
   */
  public void callThrough(HttpTransport value) {
    newest = Objects.requireNonNull(value, "transport");
    transports.removeIf(known -> known.get() == null || known.refersTo(value));
    transports.add(0, new WeakReference<>(value));
  }

  /**
   * Asks a token service, within 10 seconds.
   *
   * @throws ConfigurationException when no whole answer came, or an unbearably long one; it names
   *     the host
   */
  public HttpResponse tokenService(HttpRequest request) {
    String host = request.endpoint().hostHeader();
    if (newest == null) {
      throw new ConfigurationException(
          host + " must be asked for keys, which a client does: make one with this provider first");
    }
    ConfigurationException failed = new ConfigurationException(host + " gave no keys");
    for (WeakReference<HttpTransport> known : transports) {
      HttpTransport through = known.get();
      if (through != null) {
        try {
          return bounded(through.send(request.with(TOKEN_SERVICE_LIMIT, false)), host);
        } catch (TransportException lost) {
          failed = new ConfigurationException(host + " gave no keys: " + lost.getMessage(), lost);
          // What forbids this way, or does not trust the host, is not gone round by another's.
          if (lost.phase() != SendPhase.NOT_SENT || lost.obstacle().permanent()) {
            break;
          }
        }
      }
    }
    throw failed;
  }

  /**
   * As the other; a connection that was refused or lost, which may pass, is made up for once.
   *
   * @param requests makes the request, anew for the second time: what was signed is used up
   * @param pause what is waited before that
   */
  public HttpResponse tokenService(Supplier<HttpRequest> requests, Runnable pause) {
    try {
      return tokenService(requests.get());
    } catch (ConfigurationException failed) {
      boolean passing =
          failed.getCause() instanceof TransportException lost && !lost.obstacle().permanent();
      if (!passing) {
        throw failed;
      }
      pause.run();
      return tokenService(requests.get());
    }
  }

  private static HttpResponse bounded(HttpResponse answer, String host) {
    if (answer.body().bytes().length > LARGEST_ANSWER) {
      throw new ConfigurationException(
          host + " answered with " + answer.body().bytes().length + " bytes, which are no keys");
    }
    return answer;
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
