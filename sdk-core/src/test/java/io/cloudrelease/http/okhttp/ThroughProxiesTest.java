package io.cloudrelease.http.okhttp;

import static io.cloudrelease.transport.SendPhase.NOT_SENT;
import static io.cloudrelease.transport.SendPhase.NO_ANSWER;
import static io.cloudrelease.transport.TransportException.Obstacle.PROXY_REFUSED;
import static io.cloudrelease.transport.TransportException.Obstacle.PROXY_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A company's network: everything through a proxy, and a certificate authority of its own. */
@Timeout(30)
class ThroughProxiesTest {
  private static final LocalAuthority AUTHORITY = LocalAuthority.instance();
  private static final String PASSWORD = "correct horse+battery";

  @TempDir private Path folder;
  private Path pem;

  @BeforeEach
  void aCertificateFromTheCompany() throws Exception {
    pem = Files.writeString(folder.resolve("company.pem"), "our authority\n" + AUTHORITY.pem());
  }

  @Test
  void a_request_goes_through_the_proxy_to_a_host_that_only_the_company_vouches_for()
      throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = TunnelProxy.open();
        OkHttpTransport transport = through(ProxyServer.http("127.0.0.1", proxy.port()))) {
      assertThat(transport.send(Requests.destroy(at(cloud))).status()).isEqualTo(200);
      assertThat(cloud.methods()).isEqualTo("POST");
      assertThat(proxy.asked()).containsExactly("CONNECT a.test:" + cloud.port() + " -");
    }
  }

  @Test
  void through_socks_it_is_the_proxy_that_looks_the_name_up() throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = TunnelProxy.open();
        OkHttpTransport transport = through(ProxyServer.socks("127.0.0.1", proxy.port()))) {
      assertThat(transport.send(Requests.destroy(at(cloud))).status()).isEqualTo(200);
      assertThat(cloud.methods()).isEqualTo("POST");
      assertThat(proxy.asked()).containsExactly("SOCKS a.test:" + cloud.port() + " -");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_proxy_is_told_who_we_are_with_the_tunnel_and_nobody_else_is(boolean chunked)
      throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = asking("releaser:" + PASSWORD, chunked);
        OkHttpTransport transport = through(login(proxy, PASSWORD))) {
      assertThat(transport.send(Requests.destroy(at(cloud))).status()).isEqualTo(200);
      assertThat(proxy.asked())
          .containsExactly("CONNECT a.test:" + cloud.port() + " releaser:" + PASSWORD);
      assertThat(cloud.methods()).isEqualTo("POST");
      assertThat(cloud.exchanges().get(0).head())
          .doesNotContainIgnoringCase("proxy-auth")
          .contains("User-Agent: cloudrelease nightly/1.4\r\n");
    }
  }

  @Test
  void where_no_proxy_stands_between_nobody_is_told_the_login() throws IOException {
    try (WireServer here = new WireServer(WireServer.always(WireServer.OK));
        TunnelProxy proxy = TunnelProxy.askingFor("releaser:" + PASSWORD);
        OkHttpTransport transport = through(login(proxy, PASSWORD))) {
      assertThat(transport.send(Requests.destroy(here.endpoint())).status()).isEqualTo(200);
      assertThat(here.exchanges().get(0).head()).doesNotContainIgnoringCase("proxy-auth");
      assertThat(proxy.asked()).isEmpty();
    }
  }

  private static TunnelProxy asking(String login, boolean chunked) throws IOException {
    TunnelProxy proxy = TunnelProxy.askingFor(login);
    return chunked ? proxy.refusingInChunks() : proxy;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_password_that_is_not_taken_is_told_once_and_never_printed(boolean chunked)
      throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = asking("releaser:another", chunked);
        OkHttpTransport transport = through(login(proxy, PASSWORD))) {
      TransportException failure = failure(transport, at(cloud));
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure.obstacle()).isEqualTo(PROXY_REFUSED);
      assertThat(failure)
          .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port())
          .hasMessageContaining("did not take user and password (407); check them");
      assertThat(failure.toString()).doesNotContain(PASSWORD).doesNotContain("releaser");
      assertThat(proxy.asked()).hasSize(1);
      assertThat(cloud.connections()).isZero();
    }
  }

  @Test
  void without_a_login_the_proxy_that_asks_for_one_is_named_with_the_remedy() throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = TunnelProxy.askingFor("releaser:another");
        OkHttpTransport transport = through(ProxyServer.http("127.0.0.1", proxy.port()))) {
      TransportException failure = failure(transport, at(cloud));
      assertThat(failure.obstacle()).isEqualTo(PROXY_REFUSED);
      assertThat(failure)
          .hasMessageContaining("a.test")
          .hasMessageContaining("asks for a password (407); give user and password");
      assertThat(proxy.asked()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_that_cuts_after_the_request_leaves_one_request_on_the_wire_and_no_answer(
      boolean socks) throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = TunnelProxy.open().cuttingWhen(() -> !cloud.exchanges().isEmpty());
        OkHttpTransport transport =
            through(
                socks
                    ? ProxyServer.socks("127.0.0.1", proxy.port())
                    : ProxyServer.http("127.0.0.1", proxy.port()))) {
      TransportException failure = failure(transport, at(cloud));
      assertThat(failure.phase()).isEqualTo(NO_ANSWER);
      assertThat(cloud.methods()).isEqualTo("POST");
      assertThat(proxy.asked()).hasSize(1);
    }
  }

  @Test
  void redirects_and_repeats_are_not_followed_behind_a_proxy_either() throws IOException {
    for (String answer :
        new String[] {
          "HTTP/1.1 307 Go\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
        }) {
      try (WireServer cloud =
              new WireServer(AUTHORITY.serverSockets(), WireServer.always(answer), "127.0.0.1");
          TunnelProxy proxy = TunnelProxy.askingFor("releaser:" + PASSWORD);
          OkHttpTransport transport = through(login(proxy, PASSWORD))) {
        int status = transport.send(Requests.destroy(at(cloud))).status();
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(cloud.methods()).as(answer).isEqualTo("POST");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_dead_proxy_is_told_at_once_with_its_name(boolean socks) throws IOException {
    int dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = free.getLocalPort();
    }
    try (OkHttpTransport transport =
        through(
            socks ? ProxyServer.socks("127.0.0.1", dead) : ProxyServer.http("127.0.0.1", dead))) {
      long start = System.nanoTime();
      TransportException failure = failure(transport, Endpoint.https("cvm.example.test"));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(TransportSetup.shipped().connectLimit());
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure.obstacle()).isEqualTo(PROXY_UNREACHABLE);
      assertThat(failure)
          .hasMessageContaining("the proxy 127.0.0.1:" + dead)
          .hasMessageContaining("check the proxy settings");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Go\r\nLocation: http://a.test/\r\nContent-Length: 0\r\n\r\n"
      })
  void a_proxy_that_makes_no_tunnel_and_answers_itself_is_no_cloud_and_sees_nothing(String answer)
      throws IOException {
    try (WireServer cloud = cloud();
        TunnelProxy proxy = TunnelProxy.open().lying(answer);
        OkHttpTransport transport = through(login(proxy, PASSWORD))) {
      TransportException failure = failure(transport, at(cloud));
      assertThat(failure.phase()).isEqualTo(NOT_SENT);
      assertThat(failure.toString()).doesNotContain(PASSWORD).doesNotContain("releaser");
      assertThat(proxy.seen()).doesNotContain("POST", "Authorization", "{", PASSWORD);
      assertThat(cloud.connections()).isZero();
    }
  }

  @Test
  void an_unknown_authority_is_told_with_the_remedy() throws IOException {
    NetworkSettings nobodys = NetworkSettings.builder().direct().build();
    try (WireServer cloud = cloud();
        OkHttpTransport transport = OkHttpTransport.create(nobodys)) {
      Endpoint endpoint = Endpoint.parse("https://" + "127.0.0.1" + ":" + cloud.port());
      TransportException failure = failure(transport, endpoint);
      assertThat(failure.obstacle().permanent()).isTrue();
      assertThat(failure)
          .hasMessageContaining("the certificate of 127.0.0.1 is not trusted")
          .hasMessageContaining("add that authority's certificate");
    }
  }

  private static WireServer cloud() throws IOException {
    return new WireServer(AUTHORITY.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1");
  }

  private static Endpoint at(WireServer cloud) {
    return Endpoint.parse("https://" + "a.test" + ":" + cloud.port());
  }

  private static ProxyServer login(TunnelProxy proxy, String password) {
    return ProxyServer.http("127.0.0.1", proxy.port()).login("releaser", Secret.of(password));
  }

  private OkHttpTransport through(ProxyServer proxy) {
    return OkHttpTransport.create(
        NetworkSettings.builder()
            .proxy(proxy)
            .trustPem(pem)
            .userAgentSuffix("nightly/1.4")
            .build());
  }

  private static TransportException failure(OkHttpTransport transport, Endpoint endpoint) {
    return catchThrowableOfType(
        TransportException.class, () -> transport.send(Requests.destroy(endpoint)));
  }
}
