package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ServerSocketFactory;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left after close: nothing. */
@Timeout(30)
class ClosingTest {
  @Test
  void idle_connections_are_closed() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    WireServer.Script script =
        exchange -> {
          exchange.write(WireServer.OK);
          if (exchange.in().read() < 0) {
            ended.countDown();
          }
        };
    try (WireServer server = new WireServer(script)) {
      OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped());
      transport.send(Requests.look(server.endpoint()));
      assertThat(transport.clients().idleConnections()).isEqualTo(1);
      transport.close();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(transport.clients().idleConnections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_running_call_ends_without_an_answer(boolean http2) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicReference<WireServer> self = new AtomicReference<>();
    WireServer.Script stall =
        exchange -> {
          arrived.countDown();
          self.get().hold();
        };
    TransportSetup setup = TransportSetup.shipped();
    try (WireServer server = new WireServer(stall);
        Http2WireServer other =
            new Http2WireServer(ServerSocketFactory.getDefault(), s -> arrived.countDown());
        OkHttpTransport transport =
            new OkHttpTransport(
                http2 ? setup.withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)) : setup)) {
      self.set(server);
      Endpoint endpoint =
          http2 ? Endpoint.parse("http://" + "127.0.0.1" + ":" + other.port()) : server.endpoint();
      FutureTask<TransportException> call =
          new FutureTask<>(() -> failureOf(transport, Requests.destroy(endpoint)));
      new Thread(call).start();
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      transport.close();
      TransportException failure = call.get(10, TimeUnit.SECONDS);
      assertThat(failure.phase()).isEqualTo(SendPhase.NO_ANSWER);
      assertThat(failure).hasMessageContaining("the client was closed");
      assertThat(transport.clients().connectionsInUse()).isZero();
    }
  }

  @Test
  void after_close_nothing_is_sent() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK))) {
      OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped());
      transport.close();
      transport.close();
      TransportException failure = failureOf(transport, Requests.destroy(server.endpoint()));
      assertThat(failure.phase()).isEqualTo(SendPhase.NOT_SENT);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void no_thread_keeps_the_process_alive() throws IOException {
    List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      transport.send(
          Requests.destroy(Endpoint.parse("http://" + "localhost" + ":" + server.port())));
      List<Thread> ours =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> !before.contains(thread))
              .toList();
      assertThat(ours).allMatch(Thread::isDaemon);
      // The blocking calls need no pool of callers.
      assertThat(ours).noneMatch(thread -> thread.getName().contains("Dispatcher"));
    }
  }

  private static TransportException failureOf(OkHttpTransport transport, HttpRequest request) {
    return catchThrowableOfType(TransportException.class, () -> transport.send(request));
  }
}
