package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes down what the client sent and what it got, and lets events of the timeline happen. */
final class Wire implements HttpTransport {

  /**
   * One exchange as the client saw it.
   *
   * @param number in the order of all clouds together, from 0
   * @param answer what the client got; empty when it got none
   */
  record Exchange(
      int number,
      HttpRequest request,
      Instant startedAt,
      Instant endedAt,
      Optional<HttpResponse> answer) {}

  private final HttpTransport clouds;
  private final VirtualClock clock;
  private final Timeline timeline;
  private final Consumer<String> trace;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final Map<HttpRequest, Exchange> byRequest = new IdentityHashMap<>();

  Wire(HttpTransport clouds, VirtualClock clock, Timeline timeline, Consumer<String> trace) {
    this.clouds = clouds;
    this.clock = clock;
    this.timeline = timeline;
    this.trace = trace;
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    Instant start = clock.instant();
    try {
      HttpResponse response = clouds.send(request);
      note(request, start, Optional.of(response), "");
      return response;
    } catch (TransportException lost) {
      note(request, start, Optional.empty(), lost.phase() + " " + lost.getMessage());
      throw lost;
    }
  }

  private void note(
      HttpRequest request, Instant start, Optional<HttpResponse> answer, String lost) {
    Exchange exchange = new Exchange(exchanges.size(), request, start, clock.instant(), answer);
    exchanges.add(exchange);
    byRequest.put(request, exchange);
    trace.accept(
        "  wire #"
            + exchange.number
            + (request.destructive() ? " DESTRUCTIVE " : " look ")
            + describe(request)
            + "\n       -> "
            + answer.map(a -> a.status() + " " + cut(a.body().text())).orElse(lost)
            + " at "
            + exchange.endedAt);
    timeline.catchUp();
  }

  private static String describe(HttpRequest request) {
    String action =
        request
            .header("X-TC-Action")
            .or(() -> request.header("X-ZC-Action"))
            .or(() -> request.header("x-acs-action"))
            .orElse("");
    return action + " " + cut(request.target() + " " + request.body().text());
  }

  private static String cut(String text) {
    return text.length() > 1500 ? text.substring(0, 1500) + "..." : text;
  }

  List<Exchange> exchanges() {
    return exchanges;
  }

  int count() {
    return exchanges.size();
  }

  /** The exchange of exactly that request object. */
  Optional<Exchange> of(HttpRequest request) {
    return Optional.ofNullable(byRequest.get(request));
  }

  @Override
  public void close() {
    clouds.close();
  }
}
