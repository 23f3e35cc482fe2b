package io.cloudrelease.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.sources.MetadataVisit;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of the machine are asked within limits, whatever listens there. */
class SourceHttpTest {
  private LocalService service;
  private final SourceHttp http = new SourceHttp();

  @BeforeEach
  void start() throws IOException {
    service = new LocalService();
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  private HttpResponse ask() {
    return new MetadataVisit()
        .ask("GET", URI.create(service.address() + "/role"), List.of(new Header("X-Token", "t")));
  }

  /** Whoever waits for the whole of a dripping answer waits for hours. */
  private void refused(String says) {
    long start = System.nanoTime();
    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(service.authority())
        .hasMessageContaining(says);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void an_answer_comes_with_status_headers_and_body() {
    service.answers("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-A: b\r\n\r\nnone");
    HttpResponse answer = ask();
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("x-a")).contains("b");
    assertThat(answer.body().text()).isEqualTo("none");
    assertThat(service.requests()).singleElement().asString().startsWith("GET /role HTTP/1.1");
    assertThat(service.requests().get(0)).contains("X-Token: t");
  }

  @Test
  void put_is_sent_too() {
    service.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntoken");
    assertThat(
            new MetadataVisit()
                .ask("PUT", URI.create(service.address() + "/api/token"), List.of())
                .body()
                .text())
        .isEqualTo("token");
    assertThat(service.requests().get(0)).startsWith("PUT /api/token");
  }

  @Test
  void one_that_hangs_is_given_up_after_a_second() {
    service.hangs();
    refused("no answer within 1000 ms");
  }

  @Test
  void one_that_drips_is_given_up_after_two() {
    service.drips("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    refused("no whole answer within");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9999\r\n",
        "HTTP/1.1 200 OK\r\nX-A: "
      })
  void nobody_goes_on_listening_to_one_that_drips(String begins) throws InterruptedException {
    service.drips(begins);
    refused("no whole answer within");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("cloudrelease-metadata")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void an_answer_that_is_shorter_than_it_says_is_none() {
    service.answers("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nrelease");
    refused("gave no keys");
    // In the words of newer Java, which tells it by itself.
    assertThatThrownBy(this::ask)
        .hasMessageMatching("(?s).*gave no keys: (the answer was cut short|Premature EOF)");
  }

  @Test
  void a_megabyte_is_no_answer() {
    service.answers("HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n" + "x".repeat(1 << 20));
    refused("longer than 65536 bytes");
  }

  @Test
  void garbage_is_no_answer() {
    service.answers("\u0000\u0001garbage garbage\r\n\r\n");
    refused("gave no keys");
  }

  @Test
  void a_redirect_is_not_followed() {
    service.answers(
        "HTTP/1.1 302 Found\r\nLocation: "
            + service.address()
            + "/elsewhere\r\nContent-Length: 0\r\n\r\n");
    assertThat(ask().status()).isEqualTo(302);
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void one_that_closes_without_a_word_is_an_error() {
    service.answers("");
    refused("gave no keys");
  }

  @Test
  void nobody_there_is_an_absence_and_not_asked_again() throws IOException {
    service.close();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::ask)
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
          .hasMessageContaining(i == 0 ? "no metadata service at" : "asked before");
    }
  }

  @Test
  void one_that_was_there_is_never_absent_again_and_asked_each_time() throws IOException {
    service.answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkeys");
    assertThat(ask().body().text()).isEqualTo("keys");
    service.close();
    for (int i = 0; i < 2; i++) {
      refused("was there before and cannot be reached now");
    }
  }

  @Test
  void a_service_that_the_user_named_has_its_own_limits() {
    service.answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkeys");
    assertThat(http.service(URI.create(service.address() + "/keys")).body().text())
        .isEqualTo("keys");
    service.hangs();
    SourceHttp quick = new SourceHttp(Duration.ofSeconds(5), Duration.ofMillis(50));
    assertThatThrownBy(() -> quick.service(URI.create(service.address())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no answer within 50 ms");
  }

  @Test
  void a_service_that_the_user_named_is_never_absent_and_asked_each_time() throws IOException {
    service.close();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> http.service(URI.create(service.address())))
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageContaining("no service at " + service.authority() + " (ConnectException)");
    }
  }

  @Test
  void no_proxy_is_ever_asked() {
    service.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    ProxySelector before = ProxySelector.getDefault();
    List<URI> asked = new ArrayList<>();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", 1)));
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "1");
    System.setProperty("http.nonProxyHosts", "");
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", "1");
    try {
      assertThat(ask().body().text()).isEqualTo("ok");
      assertThat(asked).isEmpty();
    } finally {
      ProxySelector.setDefault(before);
      for (String property :
          List.of(
              "http.proxyHost",
              "http.proxyPort",
              "http.nonProxyHosts",
              "socksProxyHost",
              "socksProxyPort")) {
        System.clearProperty(property);
      }
    }
  }

  private static final HttpRequest REQUEST =
      HttpRequest.of("POST", Endpoint.https("sts.example.com"), "/")
          .with(Duration.ofMinutes(5), true);

  private static HttpTransport transport(HttpResponse answer, List<HttpRequest> seen) {
    return new HttpTransport() {
      @Override
      public HttpResponse send(HttpRequest request) throws TransportException {
        seen.add(request);
        if (answer.status() == 0) {
          throw new TransportException(SendPhase.NO_ANSWER, "reset");
        }
        return answer;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void token_services_are_asked_through_the_clients_transport_for_ten_seconds() {
    List<HttpRequest> seen = new ArrayList<>();
    HttpResponse answer = HttpResponse.of(200, List.of(), HttpBody.utf8("{}"));
    http.callThrough(transport(answer, seen));
    assertThat(http.tokenService(REQUEST)).isEqualTo(answer);
    assertThat(seen).singleElement().extracting(HttpRequest::timeout).hasToString("PT10S");
    assertThat(seen.get(0).destructive()).isFalse();
  }

  @Test
  void without_a_client_a_lost_call_or_a_huge_answer_the_host_is_named() {
    assertThatThrownBy(() -> http.tokenService(REQUEST))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sts.example.com")
        .hasMessageContaining("make one");
    http.callThrough(transport(HttpResponse.of(0, List.of(), HttpBody.empty()), new ArrayList<>()));
    assertThatThrownBy(() -> http.tokenService(REQUEST)).hasMessageContaining("reset");
    http.callThrough(
        transport(
            HttpResponse.of(200, List.of(), HttpBody.wrap(new byte[1 << 20])), new ArrayList<>()));
    assertThatThrownBy(() -> http.tokenService(REQUEST)).hasMessageContaining("1048576 bytes");
  }

  @Test
  void a_client_that_is_closed_takes_no_other_clients_way_to_the_token_service_along() {
    HttpResponse answer = HttpResponse.of(200, List.of(), HttpBody.utf8("{}"));
    List<HttpRequest> first = new ArrayList<>();
    List<HttpRequest> second = new ArrayList<>();
    HttpTransport early = transport(answer, first);
    HttpTransport late = transport(answer, second);
    OkHttpTransport closed = OkHttpTransport.create();
    for (HttpTransport each : List.of(early, late, closed)) {
      http.callThrough(each);
    }
    closed.close();
    assertThat(http.tokenService(REQUEST)).isEqualTo(answer);
    assertThat(second).as("of the client that was made before the closed one").hasSize(1);
    assertThat(first).isEmpty();
  }

  /** A proxy that forbids a host, or a certificate that is not trusted, is not gone round. */
  @Test
  void what_one_clients_network_forbids_is_not_tried_through_anothers() {
    List<String> asked = new ArrayList<>();
    http.callThrough(
        (TokenWay)
            request -> {
              asked.add("first");
              return HttpResponse.of(200, List.of(), HttpBody.utf8("keys"));
            });
    HttpTransport strict =
        (TokenWay)
            request -> {
              asked.add("second");
              throw new TransportException(
                  SendPhase.NOT_SENT,
                  TransportException.Obstacle.PROXY_REFUSED,
                  "the proxy forbids it");
            };
    http.callThrough(strict);
    HttpRequest request = HttpRequest.of("POST", Endpoint.https("sts.example"), "/");
    assertThatThrownBy(() -> http.tokenService(request)).hasMessageContaining("forbids it");
    assertThat(asked).containsExactly("second");
    HttpTransport closed =
        (TokenWay)
            any -> {
              throw new TransportException(SendPhase.NOT_SENT, "the client was closed");
            };
    http.callThrough(closed);
    assertThatThrownBy(() -> http.tokenService(request)).hasMessageContaining("forbids it");
    assertThat(asked).containsExactly("second", "second");
  }

  @FunctionalInterface
  private interface TokenWay extends HttpTransport {
    @Override
    default void close() {}
  }
}
