package io.cloudrelease.http.okhttp;

import static io.cloudrelease.transport.SendPhase.NOT_SENT;
import static io.cloudrelease.transport.SendPhase.NO_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failed call says about how far the request got. */
@Timeout(30)
class PhasesTest {
  private static final TransportSetup SHIPPED = TransportSetup.shipped();

  @Test
  void an_unknown_name_is_not_sent() {
    TransportSetup setup =
        SHIPPED.withDns(
            name -> {
              throw new UnknownHostException(name);
            });
    TransportException failure = failure(setup, Endpoint.https("nowhere.test"), Requests.AMPLE);
    assertThat(failure.phase()).isEqualTo(NOT_SENT);
    assertThat(failure)
        .hasMessage(
            "nowhere.test: the request was not sent: the name nowhere.test has no address; check"
                + " the region, the endpoint and this machine's DNS");
  }

  @Test
  void a_lookup_that_hangs_ends_with_the_call() {
    CountDownLatch never = new CountDownLatch(1);
    TransportSetup setup = SHIPPED.withDns(name -> await(never));
    long start = System.nanoTime();
    TransportException failure = failure(setup, Endpoint.https("slow.test"), Requests.SHORT);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    never.countDown();
    assertThat(failure.phase()).isEqualTo(NOT_SENT);
    assertThat(failure).hasMessageContaining("timed out after 1000 ms, while looking up the name");
    assertThat(took).isLessThan(SHIPPED.connectLimit());
  }

  @Test
  void a_refused_connection_is_not_sent() throws IOException {
    TransportException failure = failure(SHIPPED, unusedPort(), Requests.AMPLE);
    assertThat(failure.phase()).isEqualTo(NOT_SENT);
    assertThat(failure).hasMessageContaining("refused").hasMessageContaining("while connecting");
  }

  @Test
  void when_one_address_refuses_the_next_one_gets_the_request() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport =
            new OkHttpTransport(
                SHIPPED.withDns(
                    name ->
                        List.of(
                            InetAddress.getByName("127.0.0.2"),
                            InetAddress.getByName("127.0.0.1"))))) {
      Endpoint endpoint = Endpoint.parse("http://" + "localhost" + ":" + server.port());
      assertThat(transport.send(Requests.destroy(endpoint)).status()).isEqualTo(200);
      assertThat(server.methods()).isEqualTo("POST");
    }
  }

  @Test
  void a_connection_nobody_accepts_is_not_sent_when_time_is_up() throws IOException {
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress("127.0.0.1", 0), 1);
      try (Socket first = new Socket("127.0.0.1", full.getLocalPort());
          Socket second = new Socket("127.0.0.1", full.getLocalPort())) {
        assertThat(first.isConnected() && second.isConnected()).isTrue();
        Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + full.getLocalPort());
        TransportException failure = failure(SHIPPED, endpoint, Requests.SHORT);
        assertThat(failure.phase()).isEqualTo(NOT_SENT);
        assertThat(failure).hasMessageContaining("timed out after 1000 ms, while connecting");
      }
    }
  }

  @Test
  void a_certificate_nobody_vouches_for_is_not_sent() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    try (WireServer server =
        new WireServer(authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1")) {
      Endpoint endpoint = Endpoint.parse("https://" + "127.0.0.1" + ":" + server.port());
      TransportException failure = failure(SHIPPED, endpoint, Requests.AMPLE);
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure).hasMessageContaining("the certificate of 127.0.0.1 is not trusted");
      assertThat(server.exchanges()).isEmpty();
    }
  }

  @Test
  void a_certificate_for_another_host_is_not_sent() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    TransportSetup setup =
        SHIPPED
            .withTrust(authority.trust())
            .withDns(name -> List.of(InetAddress.getByName("127.0.0.1")));
    try (WireServer server =
        new WireServer(authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1")) {
      Endpoint endpoint = Endpoint.parse("https://" + "other.test" + ":" + server.port());
      TransportException failure = failure(setup, endpoint, Requests.AMPLE);
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure).hasMessageContaining("is not one of other.test");
      assertThat(server.exchanges()).isEmpty();
    }
  }

  @Test
  void a_tls_handshake_that_hangs_is_not_sent_when_time_is_up() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Endpoint endpoint = Endpoint.parse("https://" + "127.0.0.1" + ":" + silent.getLocalPort());
      TransportSetup setup = SHIPPED.withTrust(authority.trust());
      TransportException failure = failure(setup, endpoint, Requests.SHORT);
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure).hasMessageContaining("while TLS handshake");
    }
  }

  @Test
  void over_https_the_answer_arrives() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    try (WireServer server =
            new WireServer(
                authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1");
        OkHttpTransport transport = new OkHttpTransport(SHIPPED.withTrust(authority.trust()))) {
      Endpoint endpoint = Endpoint.parse("https://" + "127.0.0.1" + ":" + server.port());
      for (int i = 0; i < 3; i++) {
        assertThat(transport.send(Requests.destroy(endpoint)).body().text()).isEqualTo("{}");
        assertThat(transport.send(Requests.look(endpoint)).body().text()).isEqualTo("{}");
      }
      assertThat(server.connections()).as("one for the looks").isEqualTo(1 + 3);
    }
  }

  static Stream<Arguments> halfAnswers() throws IOException {
    String gzip = zipped("{\"requestId\":\"a\"}");
    String corrupt = gzip.substring(0, 12) + "~~~~" + gzip.substring(16);
    return Stream.of(
        half("closed without a word", ""),
        half("closed amid the status line", "HTTP/1.1 2"),
        half("closed amid the headers", "HTTP/1.1 200 OK\r\nContent-Le"),
        half("closed amid the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        half("closed amid a chunk", chunked("5\r\n{\"a")),
        half("closed before the last chunk", chunked("2\r\n{}\r\n")),
        half("a chunk size that is no number", chunked("zz\r\n{}\r\n0\r\n\r\n")),
        half("not HTTP at all", "220 mail.example ESMTP\r\n\r\n"),
        half("a corrupt gzip body", gzipped(corrupt)),
        half("a gzip body cut short", gzipped(gzip.substring(0, gzip.length() - 6))),
        half("a coding nobody asked for", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxx"));
  }

  private static Arguments half(String name, String answer) {
    return Arguments.of(name, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("halfAnswers")
  void an_answer_that_is_not_whole_is_no_answer(String name, String answer) throws IOException {
    WireServer.Script script =
        exchange -> {
          exchange.write(answer);
          exchange.cut();
        };
    try (WireServer server = new WireServer(script)) {
      TransportException failure = failure(SHIPPED, server.endpoint(), Requests.AMPLE);
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(server.methods()).isEqualTo("POST");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n01234567890"
      })
  void an_answer_beyond_the_limit_is_no_answer_and_says_so(String answer) throws IOException {
    WireServer.Script script =
        exchange -> {
          exchange.write(answer);
          if (answer.contains("close")) {
            exchange.cut();
          }
        };
    try (WireServer server = new WireServer(script)) {
      TransportException failure =
          failure(SHIPPED.withLargestAnswer(10), server.endpoint(), Requests.AMPLE);
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(failure).hasMessageContaining("longer than 10 bytes");
      try (OkHttpTransport wider = new OkHttpTransport(SHIPPED.withLargestAnswer(11))) {
        assertThat(wider.send(Requests.destroy(server.endpoint())).body().bytes()).hasSize(11);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"})
  void a_server_that_stalls_is_no_answer_when_time_is_up(String beginning) throws IOException {
    AtomicReference<WireServer> self = new AtomicReference<>();
    WireServer.Script script =
        exchange -> {
          exchange.write(beginning);
          self.get().hold();
        };
    try (WireServer server = new WireServer(script)) {
      self.set(server);
      TransportException failure = failure(SHIPPED, server.endpoint(), Requests.SHORT);
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(failure).hasMessageContaining("timed out after 1000 ms");
    }
  }

  @Test
  void a_body_that_drips_for_ever_ends_with_the_call() throws IOException {
    WireServer.Script script =
        exchange -> {
          exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (!exchange.socket().isClosed()) {
            exchange.write("1\r\n \r\n");
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          }
        };
    try (WireServer server = new WireServer(script)) {
      TransportException failure = failure(SHIPPED, server.endpoint(), Requests.SHORT);
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(failure).hasMessageContaining("timed out").hasMessageContaining("reading");
    }
  }

  @Test
  void over_http2_a_body_shorter_than_promised_is_no_answer() throws IOException {
    try (Http2WireServer server =
        new Http2WireServer(ServerSocketFactory.getDefault(), stream -> stream.okButShort("{}"))) {
      TransportSetup http2 = SHIPPED.withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port());
      TransportException failure = failure(http2, endpoint, Requests.AMPLE);
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(failure).hasMessageContaining("cut short");
    }
  }

  @Test
  void over_http2_a_stalled_stream_is_no_answer_when_time_is_up() throws IOException {
    try (Http2WireServer server =
        new Http2WireServer(ServerSocketFactory.getDefault(), stream -> {})) {
      TransportSetup http2 = SHIPPED.withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port());
      TransportException failure = failure(http2, endpoint, Requests.SHORT);
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(failure).hasMessageContaining("timed out");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_interrupt_ends_the_call_and_stays_set(boolean http2) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicReference<WireServer> self = new AtomicReference<>();
    WireServer.Script stall =
        exchange -> {
          arrived.countDown();
          self.get().hold();
        };
    try (WireServer server = new WireServer(stall);
        Http2WireServer other =
            new Http2WireServer(ServerSocketFactory.getDefault(), s -> arrived.countDown())) {
      self.set(server);
      Endpoint endpoint =
          http2 ? Endpoint.parse("http://" + "127.0.0.1" + ":" + other.port()) : server.endpoint();
      TransportSetup setup =
          http2 ? SHIPPED.withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)) : SHIPPED;
      assertThat(interruptedOnce(setup, endpoint, arrived))
          .isEqualTo("NO_ANSWER, flag true, interrupted");
    }
  }

  @Test
  void an_interrupt_during_the_tls_handshake_is_not_sent() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    CountDownLatch arrived = new CountDownLatch(1);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread accepting =
          new Thread(
              () -> {
                try (Socket socket = silent.accept()) {
                  // The first byte of the handshake is there, so the client waits for ours.
                  if (socket.getInputStream().read() >= 0) {
                    arrived.countDown();
                  }
                  socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException cut) {
                  // The client has gone, as it should.
                }
              });
      accepting.setDaemon(true);
      accepting.start();
      Endpoint endpoint = Endpoint.parse("https://" + "127.0.0.1" + ":" + silent.getLocalPort());
      assertThat(interruptedOnce(SHIPPED.withTrust(authority.trust()), endpoint, arrived))
          .isEqualTo("NOT_SENT, flag true, interrupted");
    }
  }

  @Test
  void an_interrupt_during_the_name_lookup_is_not_sent() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    TransportSetup setup =
        SHIPPED.withDns(
            name -> {
              looking.countDown();
              return await(never);
            });
    assertThat(interruptedOnce(setup, Endpoint.https("slow.test"), looking))
        .isEqualTo("NOT_SENT, flag true, interrupted");
    never.countDown();
  }

  @Test
  void a_thread_interrupted_before_sends_nothing() throws Exception {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK))) {
      CountDownLatch already = new CountDownLatch(0);
      FutureTask<TransportException> call =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                return failure(SHIPPED, server.endpoint(), Requests.AMPLE);
              });
      already.await();
      Thread thread = new Thread(call);
      thread.start();
      assertThat(call.get(10, TimeUnit.SECONDS).phase()).isEqualTo(NOT_SENT);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void what_cannot_be_sent_as_signed_is_refused_before() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(SHIPPED)) {
      HttpRequest spaced = Requests.get(server.endpoint(), "/?a=b c");
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> transport.send(spaced));
      assertThat(failure).hasMessageContaining("the request was not sent: ", "RFC 3986");
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure.obstacle()).isEqualTo(Obstacle.NO_ADDRESS);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void the_shortest_timeout_is_over_before_anything_is_sent() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK))) {
      TransportException failure = failure(SHIPPED, server.endpoint(), Duration.ofNanos(1));
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure).hasMessageContaining("timed out after 0 ms");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void the_longest_timeout_does_not_overflow() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(SHIPPED)) {
      Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
      HttpRequest request = Requests.destroy(server.endpoint(), longest);
      assertThat(transport.send(request).status()).isEqualTo(200);
    }
  }

  private static TransportException failure(
      TransportSetup setup, Endpoint endpoint, Duration timeout) {
    try (OkHttpTransport transport = new OkHttpTransport(setup)) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> transport.send(Requests.destroy(endpoint, timeout)));
      assertThat(failure).as("a failure").isNotNull();
      assertThat(transport.clients().connectionsInUse()).as("connections not given back").isZero();
      return failure;
    }
  }

  private static String interruptedOnce(
      TransportSetup setup, Endpoint endpoint, CountDownLatch arrived) throws Exception {
    FutureTask<String> call =
        new FutureTask<>(
            () -> {
              TransportException failure = failure(setup, endpoint, Requests.AMPLE);
              boolean flag = Thread.interrupted();
              String why = failure.getMessage().contains(": interrupted,") ? "interrupted" : "?";
              return failure.phase() + ", flag " + flag + ", " + why;
            });
    Thread thread = new Thread(call);
    thread.start();
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    return call.get(10, TimeUnit.SECONDS);
  }

  private static Endpoint unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return Endpoint.parse("http://" + "127.0.0.1" + ":" + free.getLocalPort());
    }
  }

  private static List<InetAddress> await(CountDownLatch latch) throws UnknownHostException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException("interrupted");
  }

  private static String chunked(String chunks) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
  }

  private static String gzipped(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  static String zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(HttpBody.utf8(text).bytes());
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
