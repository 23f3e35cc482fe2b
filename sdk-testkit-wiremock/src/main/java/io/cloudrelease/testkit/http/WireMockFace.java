package io.cloudrelease.testkit.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.TokenService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A face of simulated clouds over real HTTP: one WireMock server on a free port of this machine, on
 * which each request goes to the first cloud that recognizes it. The vendors' own SDKs can be its
 * clients as well.
 *
 * <p>Time is real here, so give the clouds {@code InstantSource.system()} and short transitions, as
 * {@link CloudsOverHttp} does, or a clock that the client shares. A refused connection cannot be
 * played on a connection that is open already: it is reset instead, and the request does not reach
 * the cloud. Thread-safe.
 */
public final class WireMockFace implements AutoCloseable {
  private final WireMockServer server;
  private final CloudTransformer transformer;
  private final boolean https;
  private final String bindAddress;
  private final int port;
  private final String host;

  private WireMockFace(Builder builder) {
    https = builder.https;
    bindAddress = builder.bindAddress;
    port = builder.port;
    host = reachable(builder.bindAddress);
    transformer =
        new CloudTransformer(
            builder.identities, builder.clouds, builder.longestHang, this::endpoint);
    WireMockConfiguration configuration =
        WireMockConfiguration.options()
            .port(builder.port)
            .bindAddress(builder.bindAddress)
            .containerThreads(builder.threads)
            .jettyHeaderRequestSize(32 * 1024)
            .jettyIdleTimeout(builder.idleTimeout.toMillis())
            .jettyStopTimeout(100L)
            .gzipDisabled(!builder.gzip)
            .http2TlsDisabled(!builder.http2)
            .httpServerFactory(VerbatimServer::new)
            // WireMock's own API would write files and call other servers for whoever reaches it.
            .adminAuthenticator(request -> false)
            .disableRequestJournal()
            .stubRequestLoggingDisabled(true)
            .extensions(transformer);
    if (https) {
      configuration = configuration.dynamicHttpsPort();
    }
    server = new WireMockServer(configuration);
  }

  /** Where this machine itself finds it. */
  private static String reachable(String bound) {
    return switch (bound) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> bound.indexOf(':') < 0 || bound.startsWith("[") ? bound : '[' + bound + ']';
    };
  }

  /** Starts a server for these clouds with the usual settings. */
  public static WireMockFace of(SimulatedCloud... clouds) {
    return builder(clouds).start();
  }

  /** Settings for a server for these clouds. */
  public static Builder builder(SimulatedCloud... clouds) {
    return new Builder(List.of(clouds));
  }

  /** Where it listens: {@code http://127.0.0.1:port}. */
  public Endpoint endpoint() {
    return Endpoint.parse("http://" + host + ":" + server.port());
  }

  /**
   * Where it listens with TLS and WireMock's own certificate, which a client must be told to trust.
   *
   * @throws IllegalStateException when it was not built with {@link Builder#https}
   */
  public Endpoint httpsEndpoint() {
    if (!https) {
      throw new IllegalStateException("this face was built without https()");
    }
    return Endpoint.parse("https://" + "localhost" + ":" + server.httpsPort());
  }

  /** Ends the server and everything that hangs on it. */
  @Override
  public void close() {
    transformer.release();
    server.stop();
  }

  private WireMockFace start() {
    try {
      server.start();
    } catch (FatalStartupException failed) {
      throw new UncheckedIOException(
          "cannot listen on " + bindAddress + " at port " + port, new IOException(failed));
    }
    server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(CloudTransformer.NAME)));
    return this;
  }

  /** Settings of a face. Not thread-safe. */
  public static final class Builder {
    private final List<SimulatedCloud> clouds;
    private List<TokenService> identities = List.of();
    private String bindAddress = "127.0.0.1";
    private int port;
    private int threads = 64;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration longestHang = Duration.ofMinutes(2);
    private boolean gzip = true;
    private boolean https;
    private boolean http2 = true;

    private Builder(List<SimulatedCloud> clouds) {
      this.clouds = new ArrayList<>(clouds);
    }

    /** Services beside the clouds: each gets the requests that it recognizes. */
    Builder identities(List<TokenService> services) {
      identities = List.copyOf(services);
      return this;
    }

    /** Listens on this address of this machine; 127.0.0.1 by default. */
    public Builder bindAddress(String address) {
      bindAddress = Objects.requireNonNull(address, "address");
      return this;
    }

    /** Listens at this port; 0, the default, is a free one. */
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + number);
      }
      port = number;
      return this;
    }

    /** How many requests, hanging ones included, are served at once; 64 by default, at least 16. */
    public Builder threads(int number) {
      threads = Math.max(16, number);
      return this;
    }

    /** After how long an idle connection is closed without a word; 30 seconds by default. */
    public Builder idleTimeout(Duration time) {
      idleTimeout = Objects.requireNonNull(time, "time");
      return this;
    }

    /** After how long a hanging request is cut at last; 2 minutes by default. */
    public Builder longestHang(Duration time) {
      longestHang = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Whether answers are compressed for clients that accept it; on by default. */
    public Builder gzip(boolean on) {
      gzip = on;
      return this;
    }

    /** Also listens with TLS, on another free port. */
    public Builder https() {
      https = true;
      return this;
    }

    /** Whether HTTP/2 is offered with TLS; on by default. Faults of connections need HTTP/1.1. */
    public Builder http2(boolean on) {
      http2 = on;
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException when it cannot listen there, because the port is taken or the
     *     address is not of this machine
     */
    public WireMockFace start() {
      return new WireMockFace(this).start();
    }
  }
}
