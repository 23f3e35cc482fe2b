package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ServerSocketFactory;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A gateway that writes one HTTP answer too many behind the answer to a call. HTTP/1.1 has no
 * numbers by which answers would belong to requests: on one connection the next request takes it.
 */
@Timeout(30)
class SurplusAnswersTest {
  private static final String CARRIED_OUT = answer(200, "{\"done\":true}");
  private static final String REFUSED = answer(400, "{\"done\":false}");

  @ParameterizedTest
  @CsvSource({"false, look", "true, look", "false, release", "true, release"})
  void a_release_that_was_carried_out_is_not_told_as_refused(boolean tls, String before)
      throws Exception {
    assertThat(answerBehindSurplus(tls, before, REFUSED, CARRIED_OUT)).isEqualTo("{\"done\":true}");
  }

  @ParameterizedTest
  @CsvSource({"false, look", "true, look", "false, release", "true, release"})
  void a_release_that_was_refused_is_not_told_as_carried_out(boolean tls, String before)
      throws Exception {
    assertThat(answerBehindSurplus(tls, before, CARRIED_OUT, REFUSED))
        .isEqualTo("{\"done\":false}");
  }

  /** Eight calls at a time, each after a look: whatever lies about, each has its own answer. */
  @Test
  void many_releases_at_once_each_get_their_own_answer() throws Exception {
    AtomicInteger releases = new AtomicInteger();
    WireServer.Script script =
        exchange -> {
          boolean release = exchange.head().contains("GET ");
          exchange.write(release ? WireServer.OK : WireServer.OK + REFUSED);
        };
    try (WireServer server = new WireServer(script);
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      HttpRequest release =
          Requests.get(server.endpoint(), "/?Action=DeleteInstances").with(Requests.AMPLE, true);
      Thread[] callers =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            for (int call = 0; call < 10; call++) {
                              send(transport, Requests.look(server.endpoint()));
                              releases.addAndGet(send(transport, release) == 200 ? 1 : 0);
                            }
                          }))
              .toArray(Thread[]::new);
      for (Thread caller : callers) {
        caller.start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(releases).hasValue(80);
    }
  }

  @Test
  void http2_keeps_answers_apart_by_itself() throws IOException {
    try (Http2WireServer server =
            new Http2WireServer(ServerSocketFactory.getDefault(), stream -> stream.ok("{}"));
        OkHttpTransport transport =
            new OkHttpTransport(
                TransportSetup.shipped()
                    .withProtocols(java.util.List.of(Protocol.H2_PRIOR_KNOWLEDGE)))) {
      Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port());
      transport.send(Requests.look(endpoint));
      assertThat(transport.send(Requests.destroy(endpoint)).status()).isEqualTo(200);
    }
  }

  private static int send(OkHttpTransport transport, HttpRequest request) {
    try {
      return transport.send(request).status();
    } catch (IOException e) {
      return -1;
    }
  }

  /** The first call's answer has the surplus behind it; what the release after it is answered. */
  private static String answerBehindSurplus(
      boolean tls, String before, String surplus, String answer) throws Exception {
    WireServer.Script script =
        exchange -> exchange.write(exchange.number() == 1 ? WireServer.OK + surplus : answer);
    LocalAuthority authority = LocalAuthority.instance();
    ServerSocketFactory sockets =
        tls ? authority.serverSockets() : ServerSocketFactory.getDefault();
    try (WireServer server = new WireServer(sockets, script, "127.0.0.1");
        OkHttpTransport transport =
            new OkHttpTransport(TransportSetup.shipped().withTrust(authority.trust()))) {
      Endpoint endpoint =
          Endpoint.parse((tls ? "https" : "http") + "://127.0.0.1:" + server.port());
      transport.send(before.equals("look") ? Requests.look(endpoint) : Requests.destroy(endpoint));
      HttpResponse response = transport.send(Requests.destroy(endpoint));
      return response.body().text();
    }
  }

  private static String answer(int status, String body) {
    return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
