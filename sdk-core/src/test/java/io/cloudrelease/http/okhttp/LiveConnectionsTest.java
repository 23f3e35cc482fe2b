package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connection a request goes over, and that it is alive. */
@Timeout(30)
class LiveConnectionsTest {
  private static final List<Protocol> HTTP2 = List.of(Protocol.H2_PRIOR_KNOWLEDGE);

  private final TransportSetup setup = TransportSetup.shipped();

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
      Endpoint endpoint = Endpoint.parse("https://" + "127.0.0.1" + ":" + server.port());
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
      sendTogether(transport, Requests.look(server.endpoint()), 8);
      server.closeConnections();
      int before = server.exchanges().size();
      assertThat(transport.send(Requests.look(server.endpoint())).status()).isEqualTo(200);
      assertThat(server.exchanges()).hasSize(before + 1);
    }
  }

  @Test
  void a_look_reuses_the_connection_of_the_look_before_it() throws IOException {
    assertThat(connectionsFor(false, false)).isEqualTo(1);
  }

  @Test
  void a_destructive_call_has_a_connection_of_its_own() throws IOException {
    assertThat(connectionsFor(false, true)).isEqualTo(2);
    assertThat(connectionsFor(true, true)).isEqualTo(2);
  }

  @Test
  void nor_does_a_look_go_over_the_connection_of_a_destructive_call() throws IOException {
    assertThat(connectionsFor(true, false)).isEqualTo(2);
  }

  @Test
  void the_connection_of_a_destructive_call_ends_with_it() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    WireServer.Script script =
        exchange -> {
          exchange.write(WireServer.OK);
          if (exchange.in().read() < 0) {
            ended.countDown();
          }
        };
    try (WireServer server = new WireServer(script);
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      transport.send(Requests.destroy(server.endpoint()));
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(transport.clients().connectionsInUse()).isZero();
      assertThat(transport.clients().idleConnections()).isZero();
    }
  }

  /** However long it waits for its answer: OkHttp looks after its pools on threads of its own. */
  @Test
  void a_destructive_call_under_way_costs_no_processor_time() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch measured = new CountDownLatch(1);
    WireServer.Script script =
        exchange -> {
          arrived.countDown();
          awaitQuietly(measured);
          exchange.write(WireServer.OK);
        };
    try (WireServer server = new WireServer(script);
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      FutureTask<HttpResponse> call =
          new FutureTask<>(() -> transport.send(Requests.destroy(server.endpoint())));
      new Thread(call).start();
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long before = ofOkHttp(threads);
      long until = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(100);
      while (threads.getCurrentThreadCpuTime() < until) {
        Thread.onSpinWait();
      }
      long spent = ofOkHttp(threads) - before;
      measured.countDown();
      assertThat(call.get().status()).isEqualTo(200);
      assertThat(spent).isLessThan(TimeUnit.MILLISECONDS.toNanos(30));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long ofOkHttp(ThreadMXBean threads) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("OkHttp "))
        .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
        .sum();
  }

  @Test
  void over_http2_one_call_after_another_opens_a_connection() throws IOException {
    try (Http2WireServer server =
            new Http2WireServer(ServerSocketFactory.getDefault(), stream -> stream.ok("{}"));
        OkHttpTransport transport = new OkHttpTransport(setup.withProtocols(HTTP2))) {
      HttpRequest request =
          Requests.destroy(Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port()));
      transport.send(request);
      assertThat(transport.send(request).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void over_http2_calls_at_the_same_time_share_one() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    List<Http2WireServer.Stream> waiting = new CopyOnWriteArrayList<>();
    Http2WireServer.Script script =
        stream -> {
          waiting.add(stream);
          arrived.countDown();
          if (waiting.size() == 2) {
            waiting.get(1).ok("second");
            waiting.get(0).ok("first");
          }
        };
    try (Http2WireServer server = new Http2WireServer(ServerSocketFactory.getDefault(), script);
        OkHttpTransport transport = new OkHttpTransport(setup.withProtocols(HTTP2))) {
      HttpRequest request =
          Requests.destroy(Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port()));
      FutureTask<String> first = new FutureTask<>(() -> transport.send(request).body().text());
      new Thread(first).start();
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(transport.send(request).body().text()).isEqualTo("second");
      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private int connectionsFor(boolean firstIsDestructive, boolean secondIsDestructive)
      throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(setup)) {
      HttpRequest request = Requests.destroy(server.endpoint());
      transport.send(request.with(Requests.AMPLE, firstIsDestructive));
      transport.send(request.with(Requests.AMPLE, secondIsDestructive));
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
