package io.cloudrelease.http.okhttp;

import static io.cloudrelease.transport.SendPhase.NOT_SENT;
import static io.cloudrelease.transport.TransportException.Obstacle.NO_ADDRESS;
import static io.cloudrelease.transport.TransportException.Obstacle.PASSING;
import static io.cloudrelease.transport.TransportException.Obstacle.PROXY_REFUSED;
import static io.cloudrelease.transport.TransportException.Obstacle.PROXY_UNREACHABLE;
import static io.cloudrelease.transport.TransportException.Obstacle.WRONG_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stood in the way of a request, whether it can pass, and what to do about it. */
@Timeout(30)
class ObstaclesTest {
  private final AnsweredHosts answered = new AnsweredHosts();
  private final TransportSetup setup = TransportSetup.shipped().withAnswered(answered);

  @Test
  void a_name_without_an_address_does_not_pass() {
    TransportException failure =
        failure(setup.withDns(ObstaclesTest::nobody), Endpoint.https("ecs.cn-foo.test"));
    assertThat(failure.phase()).isEqualTo(NOT_SENT);
    assertThat(failure.obstacle()).isEqualTo(NO_ADDRESS);
    assertThat(failure)
        .hasMessageContaining("the name ecs.cn-foo.test has no address")
        .hasMessageContaining("check the region");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs.cn..aliyuncs.test", "ecs.x%s.aliyuncs.test"})
  void a_name_that_no_host_can_have_does_not_pass(String name) {
    Endpoint endpoint = Endpoint.https(name.formatted("x".repeat(63)));
    TransportException failure = failure(setup, endpoint);
    assertThat(failure.phase()).isEqualTo(NOT_SENT);
    assertThat(failure.obstacle()).isEqualTo(NO_ADDRESS);
    assertThat(failure.obstacle().permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining(endpoint.host() + ": the request was not sent: ")
        .hasMessageContaining("check the region");
  }

  @Test
  void but_it_may_pass_if_the_host_has_answered_before() throws IOException {
    boolean[] broken = new boolean[1];
    TransportSetup moody =
        setup.withDns(
            name -> broken[0] ? nobody(name) : List.of(InetAddress.getByName("127.0.0.1")));
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK))) {
      Endpoint endpoint = Endpoint.parse("http://" + "localhost" + ":" + server.port());
      try (OkHttpTransport transport = new OkHttpTransport(moody)) {
        transport.send(Requests.destroy(endpoint));
      }
      broken[0] = true;
      TransportException failure = failure(moody, endpoint);
      assertThat(failure.obstacle()).as("for the next client, too").isEqualTo(PASSING);
      assertThat(failure).hasMessageContaining("the name localhost has no address");
    }
  }

  @Test
  void a_lookup_that_takes_too_long_may_pass() {
    CountDownLatch never = new CountDownLatch(1);
    TransportException failure =
        failure(
            setup.withDns(
                name -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return nobody(name);
                }),
            Endpoint.https("slow.test"));
    never.countDown();
    assertThat(failure.obstacle()).isEqualTo(PASSING);
    assertThat(failure).hasMessageContaining("the name lookup took too long");
  }

  @Test
  void what_this_process_has_learnt_of_hosts_is_shared_by_its_clients() {
    assertThat(TransportSetup.shipped().answered()).isSameAs(TransportSetup.shipped().answered());
  }

  @Test
  void a_certificate_nobody_vouches_for_does_not_pass() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    try (WireServer server =
        new WireServer(authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1")) {
      TransportException failure =
          failure(setup, Endpoint.parse("https://" + "127.0.0.1" + ":" + server.port()));
      assertThat(failure.obstacle()).isEqualTo(WRONG_CERTIFICATE);
      assertThat(failure).hasMessageContaining("the certificate of 127.0.0.1 is not trusted");
    }
  }

  @Test
  void a_certificate_of_another_host_does_not_pass() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    TransportSetup trusting =
        setup
            .withTrust(authority.trust())
            .withDns(name -> List.of(InetAddress.getByName("127.0.0.1")));
    try (WireServer server =
        new WireServer(authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1")) {
      TransportException failure =
          failure(trusting, Endpoint.parse("https://" + "other.test" + ":" + server.port()));
      assertThat(failure.obstacle()).isEqualTo(WRONG_CERTIFICATE);
      assertThat(failure)
          .hasMessageContaining("the certificate that came is not one of other.test");
    }
  }

  @Test
  void when_one_address_of_several_has_a_wrong_certificate_it_may_pass() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    TransportSetup two =
        setup.withDns(
            name ->
                List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")));
    try (WireServer server =
        new WireServer(authority.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1")) {
      TransportException failure =
          failure(two, Endpoint.parse("https://" + "a.test" + ":" + server.port()));
      assertThat(failure.obstacle()).as("127.0.0.2 refuses the connection").isEqualTo(PASSING);
    }
  }

  @Test
  void other_trouble_with_tls_may_pass() throws IOException {
    try (ServerSocket closing = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  closing.accept().close();
                } catch (IOException ended) {
                  // The test is over.
                }
              });
      thread.setDaemon(true);
      thread.start();
      Endpoint cut = Endpoint.parse("https://" + "127.0.0.1" + ":" + closing.getLocalPort());
      assertThat(failure(setup, cut).obstacle()).isEqualTo(PASSING);
    }
  }

  @Test
  void a_refused_connection_may_pass() throws IOException {
    TransportException failure =
        failure(setup, Endpoint.parse("http://" + "127.0.0.1" + ":" + unusedPort()));
    assertThat(failure.obstacle()).isEqualTo(PASSING);
  }

  @Test
  void a_proxy_that_is_not_there_does_not_pass() throws IOException {
    int dead = unusedPort();
    TransportException failure = failure(setup.withProxies(proxy(dead)), cloud());
    assertThat(failure.phase()).isEqualTo(NOT_SENT);
    assertThat(failure.obstacle()).isEqualTo(PROXY_UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("cvm.example.test: the request was not sent")
        .hasMessageContaining("the proxy 127.0.0.1:" + dead + " does not answer");
  }

  @Test
  void but_it_may_pass_if_something_came_through_it_before() throws IOException {
    int dead = unusedPort();
    answered.add("127.0.0.1:" + dead);
    assertThat(failure(setup.withProxies(proxy(dead)), cloud()).obstacle()).isEqualTo(PASSING);
  }

  @Test
  void a_dead_proxy_beside_a_way_without_one_may_pass() throws IOException {
    Proxy dead = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", unusedPort()));
    for (List<Proxy> ways : List.of(List.of(dead, Proxy.NO_PROXY), List.of(Proxy.NO_PROXY, dead))) {
      TransportSetup both =
          setup
              .withProxies(selector(ways))
              .withDns(name -> List.of(InetAddress.getByName("127.0.0.1")));
      TransportException failure =
          failure(both, Endpoint.parse("https://" + "cvm.example.test" + ":" + unusedPort()));
      assertThat(failure.obstacle()).as("%s", ways).isEqualTo(PASSING);
    }
  }

  @ParameterizedTest
  @CsvSource({"407, PROXY_REFUSED", "403, PROXY_REFUSED", "502, PASSING", "503, PASSING"})
  void what_a_proxy_answers_says_whether_it_can_pass(int status, Obstacle obstacle)
      throws IOException {
    String answer =
        "HTTP/1.1 "
            + status
            + " No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    try (WireServer proxy = new WireServer(WireServer.always(answer))) {
      TransportException failure = failure(setup.withProxies(proxy(proxy.port())), cloud());
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure.obstacle()).isEqualTo(obstacle);
      assertThat(failure)
          .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port())
          .hasMessageContaining("" + status);
      assertThat(proxy.methods()).isEqualTo("CONNECT");
    }
  }

  @Test
  void a_proxy_whose_name_has_no_address_is_named() {
    ProxySelector unknown =
        ProxySelector.of(InetSocketAddress.createUnresolved("proxy.test", 3128));
    TransportException failure =
        failure(setup.withProxies(unknown).withDns(ObstaclesTest::nobody), cloud());
    assertThat(failure.obstacle()).isEqualTo(NO_ADDRESS);
    assertThat(failure).hasMessageContaining("the proxy's name proxy.test has no address");
  }

  @Test
  void what_may_have_been_sent_met_no_lasting_obstacle() {
    assertThatThrownBy(() -> new TransportException(SendPhase.NO_ANSWER, PROXY_REFUSED, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new TransportException(SendPhase.NO_ANSWER, "x").obstacle()).isEqualTo(PASSING);
    assertThat(PASSING.permanent()).isFalse();
    assertThat(NO_ADDRESS.permanent()).isTrue();
  }

  private static Endpoint cloud() {
    return Endpoint.https("cvm.example.test");
  }

  private static List<InetAddress> nobody(String name) throws UnknownHostException {
    throw new UnknownHostException(name);
  }

  private static ProxySelector proxy(int port) {
    return ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
  }

  private static ProxySelector selector(List<Proxy> proxies) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return proxies;
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  private static TransportException failure(TransportSetup setup, Endpoint endpoint) {
    try (OkHttpTransport transport = new OkHttpTransport(setup)) {
      return catchThrowableOfType(
          TransportException.class, () -> transport.send(Requests.destroy(endpoint)));
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
