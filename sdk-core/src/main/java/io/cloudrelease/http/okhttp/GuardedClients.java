package io.cloudrelease.http.okhttp;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp clients: for HTTPS and for plain HTTP to loopback, each as one that pools connections
 * and one for destructive calls that keeps none. Those of a scheme are made when first needed,
 * since the HTTPS ones read the trust store, the dearest part of a cold start; TLS sessions are
 * resumed across them.
 *
 * <p>What OkHttp 5.5.1 could do by itself, and what stops it:
 *
 * <ul>
 *   <li>repeat after a cut connection, to the same or the next address, or after 408: {@link
 *       Guard#NO_CONNECTION_RETRY}; the same for HTTP/2's REFUSED_STREAM and GOAWAY
 *   <li>repeat after 503 with {@code Retry-After: 0}, whatever the setting above: {@link
 *       Guard#ONE_SHOT_BODY}, {@link Guard#HIDDEN_RETRY_AFTER}
 *   <li>follow 300 to 303, 307 and 308: {@link Guard#NO_REDIRECTS}
 *   <li>repeat after 421 on a connection of another host: {@link Guard#NO_COALESCING}
 *   <li>answer 401 and 407 with credentials: it has none but for a proxy's tunnel, see {@link
 *       ProxyPassword}, and no cookies and no cache either
 *   <li>throw away an answer of 407 that no proxy gave: {@link Gate} hides its status
 *   <li>race addresses when connecting: off. It would send no byte twice, but it moves the connect
 *       to other threads, out of reach of an interrupt. Addresses are still tried in turn, before a
 *       byte of the request leaves
 * </ul>
 */
final class GuardedClients {
  /** Below the 15 s after which Aliyun's load balancers close; others wait longer. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(12);

  /** Notices an HTTP/2 connection whose peer is silently gone; HTTP/1.1 has none. */
  private static final Duration HTTP2_PING = Duration.ofSeconds(10);

  private static final int MOST_IDLE = 32;

  private final ConnectionPool pool =
      new ConnectionPool(MOST_IDLE, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);

  /**
   * Keeps no idle connection; over HTTP/2 calls that run at the same time share one. The time has
   * no meaning where none is kept, but OkHttp looks at connections in use as often as that.
   */
  private final ConnectionPool unpooled =
      new ConnectionPool(0, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);

  private final Dispatcher running = new Dispatcher();
  private final TransportSetup setup;
  private final BoundedDns dns;
  private final Gate gate;
  private final Object secureLock = new Object();
  private final Object cleartextLock = new Object();
  private @Nullable Pair secure;
  private @Nullable Pair cleartext;

  GuardedClients(TransportSetup setup, BoundedDns dns) {
    this.setup = setup;
    this.dns = dns;
    this.gate = new Gate(setup.guards());
  }

  /** The client for calls of that kind. */
  OkHttpClient of(boolean secure, boolean destructive) {
    Pair pair = secure ? secure() : cleartext();
    boolean own = destructive && setup.guards().contains(Guard.OWN_CONNECTION);
    return own ? pair.unpooled : pair.pooled;
  }

  private Pair secure() {
    synchronized (secureLock) {
      if (secure == null) {
        secure = pairOf(makeSecure());
      }
      return secure;
    }
  }

  private Pair cleartext() {
    synchronized (cleartextLock) {
      if (cleartext == null) {
        cleartext = pairOf(common().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build());
      }
      return cleartext;
    }
  }

  private Pair pairOf(OkHttpClient pooled) {
    return new Pair(pooled, pooled.newBuilder().connectionPool(unpooled).build());
  }

  /** Closes what is idle; what is in use ends with its call. */
  void closeIdle() {
    pool.evictAll();
    unpooled.evictAll();
  }

  /** How many connections calls hold. */
  int connectionsInUse() {
    return pool.connectionCount() - pool.idleConnectionCount() + unpooled.connectionCount();
  }

  /** How many connections are kept for later calls. */
  int idleConnections() {
    return pool.idleConnectionCount();
  }

  /** Ends the calls that run; its executor is never made, since all calls are blocking ones. */
  void cancelRunning() {
    running.cancelAll();
  }

  private OkHttpClient makeSecure() {
    OkHttpClient.Builder builder =
        common().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).pingInterval(HTTP2_PING);
    setup
        .trust()
        .get()
        .ifPresent(trust -> builder.sslSocketFactory(trust.sockets(), trust.manager()));
    if (setup.guards().contains(Guard.NO_COALESCING)) {
      // OkHttp shares connections among hosts only while it verifies host names by itself.
      HostnameVerifier usual = cleartext().pooled.hostnameVerifier();
      builder.hostnameVerifier((host, session) -> usual.verify(host, session));
    }
    return builder.build();
  }

  private OkHttpClient.Builder common() {
    boolean retry = !setup.guards().contains(Guard.NO_CONNECTION_RETRY);
    boolean follow = !setup.guards().contains(Guard.NO_REDIRECTS);
    // No limits but connect's: the whole call's limit covers reading and writing.
    return new OkHttpClient.Builder()
        .retryOnConnectionFailure(retry)
        .followRedirects(follow)
        .followSslRedirects(follow)
        .fastFallback(false)
        .connectTimeout(setup.connectLimit())
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .protocols(setup.protocols())
        .connectionPool(pool)
        .dispatcher(running)
        .dns(dns)
        .proxySelector(setup.proxies())
        .proxyAuthenticator(new ProxyPassword(setup.logins()))
        .socketFactory(new ChannelSockets())
        .eventListenerFactory(GuardedClients::passageOf)
        .addNetworkInterceptor(gate);
  }

  private static EventListener passageOf(okhttp3.Call call) {
    Passage passage = call.request().tag(Passage.class);
    return passage == null ? EventListener.NONE : passage;
  }

  /**
   * One scheme's clients.
   *
   * @param pooled keeps connections
   * @param unpooled a new connection for every call
   */
  private record Pair(OkHttpClient pooled, OkHttpClient unpooled) {}
}
