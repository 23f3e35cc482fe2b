package io.cloudrelease.simulation.http;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.simulation.http.Strike.Trick;
import io.cloudrelease.testkit.FaultPlan;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The real transport, with the faults of a case set on the cloud for each exchange, and virtual
 * time passing beside the real one. For a client that works on one thread.
 */
final class StruckTransport implements HttpTransport {
  private static final Duration LATENCY = Duration.ofMillis(20);

  /** Short for a test, long for a loopback connection that is not struck. */
  private static final Duration SHORT = Duration.ofMillis(150);

  private final HttpTransport real;
  private final VirtualClock clock;
  private final SimulatedCloud cloud;
  private final List<Strike> strikes;
  private final Relay relay;
  private final Endpoint closed;
  private int sends;
  private int looks;

  StruckTransport(
      HttpTransport real,
      VirtualClock clock,
      SimulatedCloud cloud,
      List<Strike> strikes,
      Relay relay,
      Endpoint closed) {
    this.real = real;
    this.clock = clock;
    this.cloud = cloud;
    this.strikes = strikes;
    this.relay = relay;
    this.closed = closed;
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    int order = request.destructive() ? ++sends : ++looks;
    Optional<Strike> strike =
        strikes.stream().filter(it -> it.hits(request.destructive(), order)).findFirst();
    cloud.faults(strike.isPresent() ? call -> strike.map(Strike::fault) : FaultPlan.none());
    clock.advance(LATENCY);
    return struck(request, strike.map(Strike::trick).orElse(Trick.NONE));
  }

  private HttpResponse struck(HttpRequest request, Trick trick) throws TransportException {
    switch (trick) {
      case CLOSED_PORT:
        return real.send(
            HttpRequest.of(request.method(), closed, request.target())
                .headers(request.headers())
                .body(request.body())
                .with(request.timeout(), request.destructive()));
      case SHORT_TIME:
        try {
          return real.send(request.with(SHORT, request.destructive()));
        } catch (TransportException late) {
          clock.advance(request.timeout());
          throw late;
        }
      case IDLE_CLOSED:
        relay.closeConnections();
        return real.send(request);
      default:
        return real.send(request);
    }
  }

  /** Looks that left, each attempt counted. */
  int looks() {
    return looks;
  }

  /** The real one goes on being used. */
  @Override
  public void close() {
    cloud.faults(FaultPlan.none());
  }
}
