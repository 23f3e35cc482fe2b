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
 * The OkHttp clients: one for HTTPS, one for plain HTTP to loopback, with one pool. Each is made
 * when first needed, since the HTTPS one reads the trust store, the dearest part of a cold start.
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
 *   <li>answer 401 and 407 with credentials: it has none, and no cookies and no cache either
 *   <li>race addresses when connecting: off. It would send no byte twice, but it moves the connect
 *       to other threads, out of reach of an interrupt. Addresses are still tried in turn, before a
 *       byte of the request leaves
 * </ul>
 */
final class GuardedClients {
  /** The most time for a name lookup, and for connecting to one address. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Below the 15 s after which Aliyun's load balancers close; others wait longer. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(12);

  /** Notices an HTTP/2 connection whose peer is silently gone; HTTP/1.1 has none. */
  private static final Duration HTTP2_PING = Duration.ofSeconds(10);

  private static final int MOST_IDLE = 32;

  private final ConnectionPool pool =
      new ConnectionPool(MOST_IDLE, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
  private final Dispatcher running = new Dispatcher();
  private final TransportSetup setup;
  private final BoundedDns dns;
  private final Gate gate;
  private final Object secureLock = new Object();
  private final Object cleartextLock = new Object();
  private @Nullable OkHttpClient secure;
  private @Nullable OkHttpClient cleartext;

  GuardedClients(TransportSetup setup, BoundedDns dns, ConnectionUse use) {
    this.setup = setup;
    this.dns = dns;
    this.gate = new Gate(setup.guards(), use);
  }

  OkHttpClient forScheme(String scheme) {
    return scheme.equals("https") ? secure() : cleartext();
  }

  private OkHttpClient secure() {
    synchronized (secureLock) {
      if (secure == null) {
        secure = makeSecure();
      }
      return secure;
    }
  }

  private OkHttpClient cleartext() {
    synchronized (cleartextLock) {
      if (cleartext == null) {
        cleartext = common().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
      }
      return cleartext;
    }
  }

  ConnectionPool pool() {
    return pool;
  }

  /** Ends the calls that run; its executor is never made, since all calls are blocking ones. */
  void cancelRunning() {
    running.cancelAll();
  }

  private OkHttpClient makeSecure() {
    OkHttpClient.Builder builder =
        common().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).pingInterval(HTTP2_PING);
    setup.trust().ifPresent(trust -> builder.sslSocketFactory(trust.sockets(), trust.manager()));
    if (setup.guards().contains(Guard.NO_COALESCING)) {
      // OkHttp shares connections among hosts only while it verifies host names by itself.
      HostnameVerifier usual = cleartext().hostnameVerifier();
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
        .connectTimeout(CONNECT_LIMIT)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .protocols(setup.protocols())
        .connectionPool(pool)
        .dispatcher(running)
        .dns(dns)
        .proxySelector(setup.proxies())
        .socketFactory(new ChannelSockets())
        .eventListenerFactory(GuardedClients::passageOf)
        .addNetworkInterceptor(gate);
  }

  private static EventListener passageOf(okhttp3.Call call) {
    Passage passage = call.request().tag(Passage.class);
    return passage == null ? EventListener.NONE : passage;
  }
}
