package io.cloudrelease.http.okhttp;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests by OkHttp, each at most once; see {@link Guard} for how. HTTPS by the platform's
 * trust store and the JVM's proxy settings or the usual variables, unless {@link NetworkSettings}
 * say otherwise; no cookies, no cache, no redirects, no credentials but those in the request.
 * Answers are taken up to 8 MiB.
 *
 * <p>Thread-safe. It starts no thread of its own but a short-lived one per name lookup; OkHttp's
 * are daemons, shared in the JVM, and end after a minute without work.
 */
public final class OkHttpTransport implements HttpTransport {
  private static final Logger LOGGER = LoggerFactory.getLogger("io.cloudrelease.http");

  /** A first pooled connection may be stale, then the pool is emptied; more is bad luck. */
  private static final int MOST_CONNECTIONS = 4;

  /** As good as endless, and far from overflow. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private final Set<Guard> guards;
  private final String userAgent;
  private final BoundedDns dns;
  private final GuardedClients clients;
  private final Answers answers;
  private final AnsweredHosts answered;
  private final Failures failures;
  private final ExchangeLog log;
  private volatile boolean closed;

  OkHttpTransport(TransportSetup setup) {
    this(setup, LOGGER);
  }

  OkHttpTransport(TransportSetup setup, Logger logger) {
    this.guards = setup.guards();
    this.userAgent = setup.userAgent();
    this.dns = new BoundedDns(setup.dns(), setup.connectLimit());
    this.clients = new GuardedClients(setup, dns);
    this.answers = new Answers(setup.largestAnswer());
    this.answered = setup.answered();
    this.failures = new Failures(answered, setup.connectLimit());
    this.log = new ExchangeLog(logger);
  }

  /**
   * A transport that trusts whom the platform trusts.
   *
   * @throws ConfigurationException when the OkHttp on the class path is too old, or mixed
   */
  public static OkHttpTransport create() {
    checkOkHttp();
    return new OkHttpTransport(TransportSetup.shipped());
  }

  /**
   * A transport with these settings.
   *
   * @throws ConfigurationException when the OkHttp on the class path is too old, or mixed, or a
   *     setting is wrong
   */
  public static OkHttpTransport create(NetworkSettings network) {
    checkOkHttp();
    return new OkHttpTransport(TransportSetup.of(network));
  }

  /**
   * A transport that trusts only whom it is told to, such as a company's own authority.
   *
   * @throws ConfigurationException when the OkHttp on the class path is too old, or mixed
   */
  public static OkHttpTransport create(Trust trust) {
    checkOkHttp();
    return new OkHttpTransport(TransportSetup.shipped().withTrust(trust));
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    long start = System.nanoTime();
    long deadline = start + nanosOf(request.timeout());
    try {
      HttpResponse response = overLiveConnection(request, deadline);
      log.answered(request, response, System.nanoTime() - start);
      return response;
    } catch (TransportException e) {
      log.failed(request, e, System.nanoTime() - start);
      throw e;
    } finally {
      if (closed) {
        clients.closeIdle();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    clients.cancelRunning();
    clients.closeIdle();
  }

  Set<Guard> guards() {
    return guards;
  }

  GuardedClients clients() {
    return clients;
  }

  /** Nothing has left when a connection turns out stale, so this sends nothing twice. */
  private HttpResponse overLiveConnection(HttpRequest request, long deadline)
      throws TransportException {
    for (int i = 0; i < MOST_CONNECTIONS; i++) {
      Passage passage = new Passage(request.destructive(), deadline);
      Call call = firstCall(request, passage);
      try {
        HttpResponse response = exchange(call, passage);
        answered.add(request.endpoint().host());
        answered.add(passage.proxy());
        return response;
      } catch (Gate.StaleConnectionException stale) {
        if (i > 0) {
          clients.closeIdle();
        }
      } catch (IOException | RuntimeException e) {
        throw failures.of(request, passage, e, ending(request, passage, e));
      }
    }
    throw Failures.of(request, SendPhase.NOT_SENT, "no pooled connection was alive");
  }

  /**
   * Nothing has begun yet. A client is made with its first call: a broken trust store of the
   * platform comes out here.
   */
  private Call firstCall(HttpRequest request, Passage passage) throws TransportException {
    try {
      return newCall(request, passage);
    } catch (IllegalArgumentException wrong) {
      throw Failures.unsendable(request, String.valueOf(wrong.getMessage()));
    } catch (RuntimeException wrong) {
      throw Failures.unsendable(request, wrong.getClass().getName());
    } catch (Exception undeclared) {
      throw failures.of(request, passage, undeclared, ending(request, passage, undeclared));
    }
  }

  private HttpResponse exchange(Call call, Passage passage) throws IOException {
    long left = passage.deadlineNanos - System.nanoTime();
    if (closed || left <= 0 || Thread.currentThread().isInterrupted()) {
      throw new IOException("over before it began");
    }
    call.timeout().timeout(left, TimeUnit.NANOSECONDS);
    dns.limitTo(passage.deadlineNanos);
    try (Response response = call.execute()) {
      try {
        return answers.read(response, passage);
      } catch (IOException e) {
        // Else closing would first read on, in the hope of keeping the connection.
        call.cancel();
        throw e;
      }
    } finally {
      dns.unlimit();
    }
  }

  /** What ended the call from outside, if anything did. */
  private String ending(HttpRequest request, Passage passage, Exception failure) {
    if (Thread.currentThread().isInterrupted()) {
      return "interrupted";
    }
    if (closed) {
      return "the client was closed";
    }
    boolean ours = failure instanceof UnreadableAnswerException;
    if (!ours && System.nanoTime() >= passage.deadlineNanos) {
      return "timed out after " + request.timeout().toMillis() + " ms";
    }
    return "";
  }

  private Call newCall(HttpRequest request, Passage passage) {
    Request outgoing =
        OutgoingRequest.of(request, passage, userAgent, guards.contains(Guard.ONE_SHOT_BODY));
    return clients.of(request.endpoint().isSecure(), request.destructive()).newCall(outgoing);
  }

  private static long nanosOf(Duration timeout) {
    return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT.toNanos() : timeout.toNanos();
  }

  private static void checkOkHttp() {
    OkHttpOnClassPath.check(OkHttpTransport.class.getClassLoader());
  }
}
