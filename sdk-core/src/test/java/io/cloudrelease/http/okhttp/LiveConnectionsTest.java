package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connection a request goes over, and that it is alive. */
@Timeout(30)
class LiveConnectionsTest {
  private final AtomicLong now = new AtomicLong();
  private final TransportSetup setup = TransportSetup.shipped().withNanoTime(now::get);

  @Test
  void a_connection_closed_by_the_server_costs_no_destructive_call_its_answer() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      for (int i = 1; i <= 200; i++) {
        assertThat(transport.send(Requests.destroy(server.endpoint())).status()).isEqualTo(200);
        assertThat(server.exchanges()).hasSize(i);
        server.closeConnections();
      }
      assertThat(server.connections()).isEqualTo(200);
    }
  }

  @Test
  void over_tls_it_costs_none_either() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    try (WireServer server =
            new WireServer(
                authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1");
        OkHttpTransport transport = new OkHttpTransport(setup.withTrust(authority.trust()))) {
      Endpoint endpoint = new Endpoint("https", "127.0.0.1", server.port());
      for (int i = 1; i <= 20; i++) {
        assertThat(transport.send(Requests.destroy(endpoint)).status()).isEqualTo(200);
        assertThat(server.exchanges()).hasSize(i);
        server.closeConnections();
      }
    }
  }

  @Test
  void a_look_finds_out_as_well() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      transport.send(Requests.look(server.endpoint()));
      server.closeConnections();
      assertThat(transport.send(Requests.look(server.endpoint())).status()).isEqualTo(200);
    }
  }

  @Test
  void many_dead_connections_are_passed_over_in_one_call() throws Exception {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      sendTogether(transport, Requests.destroy(server.endpoint()), 8);
      server.closeConnections();
      int before = server.exchanges().size();
      assertThat(transport.send(Requests.destroy(server.endpoint())).status()).isEqualTo(200);
      assertThat(server.exchanges()).hasSize(before + 1);
    }
  }

  @Test
  void a_destructive_call_reuses_a_connection_used_a_moment_ago() throws IOException {
    assertThat(connectionsWhenIdleFor(Gate.JUST_USED, true)).isEqualTo(1);
  }

  @Test
  void a_destructive_call_takes_a_new_connection_after_a_pause() throws IOException {
    assertThat(connectionsWhenIdleFor(Gate.JUST_USED.plusNanos(1), true)).isEqualTo(2);
  }

  @Test
  void a_look_reuses_an_older_connection() throws IOException {
    assertThat(connectionsWhenIdleFor(Duration.ofSeconds(8), false)).isEqualTo(1);
  }

  @Test
  void a_destructive_call_reuses_the_connection_of_the_look_before_it() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      transport.send(Requests.look(server.endpoint()));
      transport.send(Requests.destroy(server.endpoint()));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void after_a_pause_http2_gets_a_new_connection_too() throws IOException {
    try (Http2WireServer server =
            new Http2WireServer(ServerSocketFactory.getDefault(), stream -> stream.ok("{}"));
        OkHttpTransport transport =
            new OkHttpTransport(setup.withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)))) {
      HttpRequest request = Requests.destroy(new Endpoint("http", "127.0.0.1", server.port()));
      transport.send(request);
      transport.send(request);
      assertThat(server.connections()).isEqualTo(1);
      now.addAndGet(Gate.JUST_USED.toNanos() + 1);
      assertThat(transport.send(request).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void a_server_that_closes_early_teaches_to_stay_below_its_limit() throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      HttpRequest request = Requests.destroy(server.endpoint());
      transport.send(request);
      now.addAndGet(Duration.ofMillis(160).toNanos());
      server.closeConnections();
      transport.send(request);
      now.addAndGet(Duration.ofMillis(80).toNanos());
      transport.send(request);
      assertThat(server.connections()).as("80 ms are still fine").isEqualTo(2);
      now.addAndGet(Duration.ofMillis(81).toNanos());
      transport.send(request);
      assertThat(server.connections()).as("beyond half of 160 ms").isEqualTo(3);
    }
  }

  private int connectionsWhenIdleFor(Duration idle, boolean destructive) throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      HttpRequest request = Requests.destroy(server.endpoint()).with(Requests.AMPLE, destructive);
      transport.send(request);
      now.addAndGet(idle.toNanos());
      transport.send(request);
      assertThat(server.methods()).isEqualTo("POST POST");
      return server.connections();
    }
  }

  private static void sendTogether(OkHttpTransport transport, HttpRequest request, int calls)
      throws InterruptedException {
    List<Thread> threads =
        java.util.stream.IntStream.range(0, calls)
            .mapToObj(i -> new Thread(() -> sendQuietly(transport, request)))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void sendQuietly(OkHttpTransport transport, HttpRequest request) {
    try {
      transport.send(request);
    } catch (TransportException e) {
      throw new IllegalStateException(e);
    }
  }
}
