package io.cloudrelease.http.okhttp;

import static io.cloudrelease.http.okhttp.Guard.HIDDEN_RETRY_AFTER;
import static io.cloudrelease.http.okhttp.Guard.LIVE_CONNECTION;
import static io.cloudrelease.http.okhttp.Guard.NO_COALESCING;
import static io.cloudrelease.http.okhttp.Guard.NO_CONNECTION_RETRY;
import static io.cloudrelease.http.okhttp.Guard.NO_REDIRECTS;
import static io.cloudrelease.http.okhttp.Guard.ONE_PASSAGE;
import static io.cloudrelease.http.okhttp.Guard.ONE_SHOT_BODY;
import static io.cloudrelease.http.okhttp.Guard.OWN_CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts requests on the wire for one call, with some guards and with all. */
class GuardsTest {
  private static final Set<Guard> NONE = EnumSet.noneOf(Guard.class);
  private static final Set<Guard> ALL = EnumSet.allOf(Guard.class);

  enum Fault {
    POOLED_CUT(""),
    FRESH_CUT_TWO_ADDRESSES(""),
    REQUEST_TIMEOUT_408("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"),
    RETRY_AT_ONCE_503("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
    FOUND_302("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"),
    TEMPORARY_307("HTTP/1.1 307 Temporary\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");

    private final String answer;

    Fault(String answer) {
      this.answer = answer;
    }

    private void strike(WireServer.Exchange exchange) throws IOException {
      if (answer.isEmpty()) {
        exchange.cut();
      } else {
        exchange.write(answer);
      }
    }
  }

  static Stream<Arguments> table() {
    return Stream.of(
        row(NONE, "POST POST", "POST POST", "POST POST", "POST POST", "POST GET", "POST POST"),
        row(
            Set.of(NO_CONNECTION_RETRY),
            "POST",
            "POST",
            "POST",
            "POST POST",
            "POST GET",
            "POST POST"),
        row(
            Set.of(NO_CONNECTION_RETRY, NO_REDIRECTS),
            "POST",
            "POST",
            "POST",
            "POST POST",
            "POST",
            "POST"),
        row(Set.of(ONE_SHOT_BODY), "POST", "POST", "POST", "POST", "POST GET", "POST"),
        row(
            Set.of(HIDDEN_RETRY_AFTER),
            "POST POST",
            "POST POST",
            "POST POST",
            "POST",
            "POST GET",
            "POST POST"),
        row(Set.of(ONE_PASSAGE), "POST", "POST", "POST", "POST", "POST", "POST"),
        row(
            Set.of(ONE_SHOT_BODY, NO_CONNECTION_RETRY, NO_REDIRECTS),
            "POST",
            "POST",
            "POST",
            "POST",
            "POST",
            "POST"),
        row(ALL, "POST", "POST", "POST", "POST", "POST", "POST"));
  }

  private static Arguments row(Set<Guard> guards, String... onTheWire) {
    return Arguments.of(guards, List.of(onTheWire));
  }

  @ParameterizedTest
  @MethodSource("table")
  void one_call_puts_so_many_requests_on_the_wire(Set<Guard> guards, List<String> expected)
      throws IOException {
    List<String> measured = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      measured.add(onTheWire(guards, fault));
    }
    assertThat(measured).isEqualTo(expected);
  }

  @Test
  void the_shipped_transport_has_all_guards() {
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      assertThat(transport.guards()).isEqualTo(ALL);
    }
  }

  /** Each guard alone makes the difference somewhere, so none can be lost without notice. */
  @ParameterizedTest
  @EnumSource(Guard.class)
  void every_guard_shows_what_it_is_for(Guard guard) throws Exception {
    Set<Guard> alone = Set.of(guard);
    switch (guard) {
      case ONE_SHOT_BODY, HIDDEN_RETRY_AFTER -> stopsTheSecond(alone, Fault.RETRY_AT_ONCE_503);
      case NO_CONNECTION_RETRY -> stopsTheSecond(alone, Fault.POOLED_CUT);
      case NO_REDIRECTS -> stopsTheSecond(alone, Fault.TEMPORARY_307);
      case ONE_PASSAGE -> stopsTheSecond(alone, Fault.FRESH_CUT_TWO_ADDRESSES);
      case NO_COALESCING -> {
        LocalAuthority authority = LocalAuthority.instance();
        assertThat(requestsForTwoHostsOfOneServer(authority, NONE)).isEqualTo(3);
        assertThat(requestsForTwoHostsOfOneServer(authority, alone)).isEqualTo(2);
      }
      case OWN_CONNECTION -> {
        Set<Guard> others = EnumSet.complementOf(EnumSet.of(OWN_CONNECTION));
        assertThat(behindOneAnswerTooMany(others)).isEqualTo("400");
        assertThat(behindOneAnswerTooMany(ALL)).isEqualTo("200");
      }
      case LIVE_CONNECTION -> {
        Set<Guard> others = EnumSet.complementOf(EnumSet.of(LIVE_CONNECTION));
        assertThat(afterTheServerClosed(others)).startsWith("NO_ANSWER");
        assertThat(afterTheServerClosed(ALL)).isEqualTo("200 after POST POST");
      }
    }
  }

  @Test
  void a_get_is_not_repeated_after_503_although_it_has_no_body() throws IOException {
    assertThat(getAfter503(EnumSet.of(ONE_SHOT_BODY, NO_CONNECTION_RETRY, NO_REDIRECTS)))
        .isEqualTo("GET GET");
    assertThat(getAfter503(ALL)).isEqualTo("GET");
  }

  @Test
  void the_answer_that_asked_for_a_repetition_is_handed_on_whole() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(Fault.RETRY_AT_ONCE_503.answer));
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      HttpResponse response = transport.send(Requests.destroy(server.endpoint()));
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("retry-after")).contains("0");
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void nothing_is_sent_again_to_log_in(String answer, int status) throws IOException {
    try (WireServer server = new WireServer(WireServer.always(answer));
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      HttpResponse response = transport.send(Requests.destroy(server.endpoint()));
      assertThat(response.status()).isEqualTo(status);
      assertThat(server.methods()).isEqualTo("POST");
    }
  }

  static Stream<Arguments> refusals() {
    String rest = "\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n";
    return Stream.of(
        Arguments.of("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"" + rest, 401),
        Arguments.of("HTTP/1.1 421 Misdirected\r\nX: y" + rest, 421),
        Arguments.of("HTTP/1.1 429 Slow down\r\nRetry-After: 0" + rest, 429));
  }

  @ParameterizedTest
  @EnumSource(Http2Fault.class)
  void over_http2_too_one_call_is_one_request(Http2Fault fault) throws IOException {
    try (Http2WireServer server =
            new Http2WireServer(ServerSocketFactory.getDefault(), fault::strikeFirst);
        OkHttpTransport transport =
            new OkHttpTransport(
                TransportSetup.shipped().withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)))) {
      Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port());
      assertThat(outcome(transport, Requests.destroy(endpoint))).isEqualTo("NO_ANSWER");
      assertThat(server.requests()).isEqualTo(1);
      assertThat(outcome(transport, Requests.destroy(endpoint))).isEqualTo("200");
    }
  }

  @ParameterizedTest
  @EnumSource(Http2Fault.class)
  void without_guards_http2_faults_lead_to_a_second_request(Http2Fault fault) throws IOException {
    try (Http2WireServer server =
            new Http2WireServer(ServerSocketFactory.getDefault(), fault::strikeFirst);
        OkHttpTransport transport =
            new OkHttpTransport(
                TransportSetup.shipped()
                    .withGuards(NONE)
                    .withDns(name -> loopback("127.0.0.1", "127.0.0.1"))
                    .withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)))) {
      Endpoint endpoint = Endpoint.parse("http://" + "localhost" + ":" + server.port());
      String outcome = outcome(transport, Requests.destroy(endpoint));
      assertThat(outcome + ", " + server.requests()).isEqualTo("200, 2");
    }
  }

  enum Http2Fault {
    REFUSED_STREAM,
    GOAWAY,
    CUT;

    void strikeFirst(Http2WireServer.Stream stream) throws IOException {
      if (stream.number() > 1) {
        stream.ok("{}");
        return;
      }
      switch (this) {
        case REFUSED_STREAM -> stream.refuse();
        case GOAWAY -> stream.goAway(0);
        case CUT -> stream.socket().close();
      }
    }
  }

  private static void stopsTheSecond(Set<Guard> alone, Fault fault) throws IOException {
    assertThat(onTheWire(NONE, fault)).isEqualTo("POST POST");
    assertThat(onTheWire(alone, fault)).isEqualTo("POST");
  }

  /** One destructive call; the first request to arrive meets the fault, later ones are answered. */
  private static String onTheWire(Set<Guard> guards, Fault fault) throws IOException {
    int first = fault == Fault.POOLED_CUT ? 2 : 1;
    WireServer.Script script =
        exchange -> {
          if (exchange.number() == first) {
            fault.strike(exchange);
          } else {
            exchange.write(WireServer.OK);
          }
        };
    ServerSocketFactory sockets = ServerSocketFactory.getDefault();
    try (WireServer server = new WireServer(sockets, script, "127.0.0.1", "127.0.0.2");
        OkHttpTransport transport =
            new OkHttpTransport(
                TransportSetup.shipped()
                    .withGuards(guards)
                    .withDns(name -> loopback("127.0.0.1", "127.0.0.2")))) {
      boolean two = fault == Fault.FRESH_CUT_TWO_ADDRESSES;
      Endpoint endpoint =
          Endpoint.parse("http://" + (two ? "localhost" : "127.0.0.1") + ":" + server.port());
      if (first == 2) {
        outcome(transport, Requests.destroy(endpoint));
      }
      outcome(transport, Requests.destroy(endpoint));
      String methods = server.methods();
      return first == 2 ? methods.substring("POST ".length()) : methods;
    }
  }

  private static String getAfter503(Set<Guard> guards) throws IOException {
    try (WireServer server = new WireServer(WireServer.always(Fault.RETRY_AT_ONCE_503.answer));
        OkHttpTransport transport =
            new OkHttpTransport(TransportSetup.shipped().withGuards(guards))) {
      outcome(transport, Requests.get(server.endpoint(), "/?Action=DescribeInstances"));
      return server.methods();
    }
  }

  /** The second host has the first one's address and certificate; on its connection it gets 421. */
  private static int requestsForTwoHostsOfOneServer(LocalAuthority authority, Set<Guard> guards)
      throws IOException {
    Http2WireServer.Script script =
        stream -> {
          if (stream.id() == 5) {
            stream.misdirected();
          } else {
            stream.ok("{}");
          }
        };
    try (Http2WireServer server = new Http2WireServer(authority.serverSockets(), script);
        OkHttpTransport transport =
            new OkHttpTransport(
                TransportSetup.shipped()
                    .withGuards(guards)
                    .withTrust(authority.trust())
                    .withDns(name -> loopback("127.0.0.1")))) {
      outcome(
          transport, Requests.look(Endpoint.parse("https://" + "a.test" + ":" + server.port())));
      outcome(
          transport, Requests.look(Endpoint.parse("https://" + "b.test" + ":" + server.port())));
      return server.requests();
    }
  }

  private static String afterTheServerClosed(Set<Guard> guards) throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport =
            new OkHttpTransport(TransportSetup.shipped().withGuards(guards))) {
      transport.send(Requests.look(server.endpoint()));
      server.closeConnections();
      String outcome = outcome(transport, Requests.look(server.endpoint()));
      return outcome + " after " + server.methods();
    }
  }

  private static String behindOneAnswerTooMany(Set<Guard> guards) throws IOException {
    String tooMany = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    WireServer.Script script =
        exchange -> exchange.write(WireServer.OK + (exchange.number() == 1 ? tooMany : ""));
    try (WireServer server = new WireServer(script);
        OkHttpTransport transport =
            new OkHttpTransport(TransportSetup.shipped().withGuards(guards))) {
      transport.send(Requests.look(server.endpoint()));
      return outcome(transport, Requests.destroy(server.endpoint()));
    }
  }

  private static String outcome(OkHttpTransport transport, HttpRequest request) {
    try {
      return String.valueOf(transport.send(request).status());
    } catch (TransportException e) {
      return e.phase().toString();
    }
  }

  private static List<InetAddress> loopback(String... addresses) {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      try {
        all.add(InetAddress.getByName(address));
      } catch (java.net.UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }
}
