package io.cloudrelease.testkit;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A face of simulated clouds without sockets: a client's transport that asks their brains and lets
 * virtual time pass. Nothing waits really. Thread-safe.
 */
public final class InProcessTransport implements HttpTransport {
  private final VirtualClock clock;
  private final Duration latency;
  private final Map<String, SimulatedCloud> byHost;
  private final List<SimulatedCloud> clouds;
  private volatile boolean closed;

  private InProcessTransport(
      VirtualClock clock,
      Duration latency,
      Map<String, SimulatedCloud> byHost,
      List<SimulatedCloud> clouds) {
    this.clock = clock;
    this.latency = latency;
    this.byHost = Map.copyOf(byHost);
    this.clouds = List.copyOf(clouds);
  }

  /**
   * A transport to these clouds: the first that recognizes a request gets it. Each exchange takes
   * 20 milliseconds of virtual time.
   */
  public static InProcessTransport to(VirtualClock clock, SimulatedCloud... clouds) {
    return new InProcessTransport(clock, Duration.ofMillis(20), Map.of(), List.of(clouds));
  }

  /** This transport with that host leading to that cloud, whatever the request looks like. */
  public InProcessTransport withHost(String host, SimulatedCloud cloud) {
    Map<String, SimulatedCloud> more = new HashMap<>(byHost);
    more.put(host, cloud);
    return new InProcessTransport(clock, latency, more, clouds);
  }

  /** This transport with each exchange taking that long. */
  public InProcessTransport withLatency(Duration time) {
    return new InProcessTransport(clock, Objects.requireNonNull(time, "time"), byHost, clouds);
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    String host = request.endpoint().hostHeader();
    if (closed) {
      throw new TransportException(SendPhase.NOT_SENT, "the transport is closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new TransportException(SendPhase.NOT_SENT, "interrupted before sending to " + host);
    }
    SimulatedOutcome outcome = cloudFor(request).handle(request);
    Duration time = latency.plus(outcome.delay());
    boolean tooLate =
        outcome.kind() == SimulatedOutcome.Kind.HANG || time.compareTo(request.timeout()) > 0;
    clock.advance(tooLate ? request.timeout() : time);
    if (outcome.kind() == SimulatedOutcome.Kind.REFUSE) {
      throw new TransportException(SendPhase.NOT_SENT, "connection to " + host + " refused");
    }
    if (tooLate) {
      throw new TransportException(SendPhase.NO_ANSWER, "no answer in time from " + host);
    }
    return switch (outcome.kind()) {
      case ANSWER -> outcome.response();
      case TRUNCATE ->
          throw new TransportException(SendPhase.NO_ANSWER, "answer from " + host + " broke off");
      default ->
          throw new TransportException(SendPhase.NO_ANSWER, "connection to " + host + " was cut");
    };
  }

  private SimulatedCloud cloudFor(HttpRequest request) throws TransportException {
    SimulatedCloud named = byHost.get(request.endpoint().host());
    if (named != null) {
      return named;
    }
    for (SimulatedCloud cloud : clouds) {
      if (cloud.recognizes(request)) {
        return cloud;
      }
    }
    throw new TransportException(
        SendPhase.NOT_SENT, "no simulated cloud for " + request.endpoint().hostHeader());
  }

  @Override
  public void close() {
    closed = true;
  }
}
