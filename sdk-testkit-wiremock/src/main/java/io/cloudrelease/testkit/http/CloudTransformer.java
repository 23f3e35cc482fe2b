package io.cloudrelease.testkit.http;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.TokenService;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Plays on a connection what a simulated cloud's brain says. */
final class CloudTransformer implements ResponseDefinitionTransformerV2 {
  static final String NAME = "simulated-clouds";
  private static final Duration ANY = Duration.ofMinutes(1);

  private final List<TokenService> identities;
  private final List<SimulatedCloud> clouds;
  private final Duration longestHang;
  private final Supplier<Endpoint> endpoint;
  private final CountDownLatch released = new CountDownLatch(1);

  CloudTransformer(
      List<TokenService> identities,
      List<SimulatedCloud> clouds,
      Duration longestHang,
      Supplier<Endpoint> endpoint) {
    this.identities = List.copyOf(identities);
    this.clouds = List.copyOf(clouds);
    this.longestHang = longestHang;
    this.endpoint = endpoint;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  /** Ends all waiting. */
  void release() {
    released.countDown();
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    HttpRequest request = read(event.getRequest());
    for (TokenService service : identities) {
      if (service.recognizes(request)) {
        return whose(service, request);
      }
    }
    for (SimulatedCloud cloud : clouds) {
      if (cloud.recognizes(request)) {
        return play(cloud.handle(request));
      }
    }
    return new ResponseDefinitionBuilder()
        .withStatus(404)
        .withHeader("Content-Type", "text/plain")
        .withBody("no simulated cloud recognizes this request")
        .build();
  }

  private static ResponseDefinition whose(TokenService service, HttpRequest request) {
    try {
      HttpResponse told = service.send(request);
      return answer(told).withBody(told.body().bytes()).build();
    } catch (TransportException notMeant) {
      throw new IllegalStateException("it does not take what it recognizes", notMeant);
    }
  }

  private HttpRequest read(Request request) {
    List<Header> headers = new ArrayList<>();
    for (HttpHeader header : request.getHeaders().all()) {
      for (String value : header.values()) {
        headers.add(new Header(header.key(), value));
      }
    }
    String url = request.getUrl();
    return HttpRequest.of(
            request.getMethod().getName(), endpoint.get(), url.startsWith("/") ? url : '/' + url)
        .headers(headers)
        .body(HttpBody.wrap(request.getBody()))
        .with(ANY, false);
  }

  private ResponseDefinition play(SimulatedOutcome outcome) {
    boolean hangs = outcome.kind() == SimulatedOutcome.Kind.HANG;
    await(hangs ? longestHang : outcome.delay());
    return switch (outcome.kind()) {
      case ANSWER -> answer(outcome.response()).withBody(outcome.response().body().bytes()).build();
      case TRUNCATE -> truncated(outcome.response());
      default -> new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
    };
  }

  private void await(Duration time) {
    if (time.isZero()) {
      return;
    }
    try {
      // Either the time is up or the face is being closed: both end the wait.
      boolean closing = released.await(time.toNanos(), TimeUnit.NANOSECONDS);
      if (closing) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static ResponseDefinitionBuilder answer(HttpResponse response) {
    List<HttpHeader> headers = new ArrayList<>();
    for (Header header : response.headers()) {
      headers.add(new HttpHeader(header.name(), header.value()));
    }
    return new ResponseDefinitionBuilder()
        .withStatus(response.status())
        .withHeaders(new HttpHeaders(headers));
  }

  /** Promises the whole length and sends the half of it. */
  private static ResponseDefinition truncated(HttpResponse response) {
    byte[] whole = response.body().bytes();
    HttpResponse promise =
        HttpResponse.of(response.status(), withLength(response, whole.length), response.body());
    return answer(promise)
        .withGzipDisabled(true)
        .withBody(Arrays.copyOf(whole, whole.length / 2))
        .build();
  }

  private static List<Header> withLength(HttpResponse response, int length) {
    List<Header> headers = new ArrayList<>(response.headers());
    headers.add(new Header("Content-Length", Integer.toString(length)));
    return headers;
  }
}
