package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what was signed is what goes out, and what came back is what is handed on. */
@Timeout(30)
class OnTheWireTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/x-www-form-urlencoded",
        "text/Plain ;  odd=\"yes\""
      })
  void the_content_type_goes_out_byte_for_byte(String contentType) throws IOException {
    HttpRequest request =
        request("POST", "/", List.of(new Header("Content-Type", contentType)), "{\"a\":\"ä€\"}");
    WireServer.Exchange arrived = sent(request);
    assertThat(values(arrived, "Content-Type")).containsExactly(contentType);
    assertThat(arrived.body()).isEqualTo(HttpBody.utf8("{\"a\":\"ä€\"}").bytes());
  }

  @Test
  void without_a_content_type_none_is_made_up() throws IOException {
    assertThat(values(sent(request("POST", "/", List.of(), "{}")), "Content-Type")).isEmpty();
  }

  @Test
  void an_empty_post_says_that_it_is_empty() throws IOException {
    WireServer.Exchange arrived = sent(request("POST", "/?Action=DeleteInstances", List.of(), ""));
    assertThat(arrived.line()).isEqualTo("POST /?Action=DeleteInstances HTTP/1.1");
    assertThat(values(arrived, "Content-Length")).containsExactly("0");
    assertThat(arrived.body()).isEmpty();
  }

  @Test
  void a_get_has_no_body() throws IOException {
    WireServer.Exchange arrived = sent(request("GET", "/a/b", List.of(), ""));
    assertThat(arrived.line()).isEqualTo("GET /a/b HTTP/1.1");
    assertThat(values(arrived, "Content-Length")).isEmpty();
  }

  @Test
  void a_percent_encoded_query_goes_out_as_it_was_signed() throws IOException {
    String target = "/api/v2/?A=a%20b%2A%7Ec~%27&B=%E4%BD%A0%22%3C&Signature=x%2By%3D%3D";
    assertThat(sent(request("GET", target, List.of(), "")).line())
        .isEqualTo("GET " + target + " HTTP/1.1");
  }

  @Test
  void headers_keep_their_order_and_host_has_the_form_of_the_endpoint() throws IOException {
    List<Header> headers =
        List.of(new Header("X-B", "2"), new Header("x-a", "1"), new Header("X-B", "3"));
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      Endpoint endpoint = Endpoint.parse("http://" + "LOCALHOST" + ":" + server.port());
      transport.send(
          HttpRequest.of("POST", endpoint, "/").headers(headers).with(Requests.AMPLE, true));
      WireServer.Exchange arrived = server.exchanges().get(0);
      assertThat(values(arrived, "Host")).containsExactly("localhost:" + server.port());
      assertThat(arrived.head()).contains("X-B: 2\r\nx-a: 1\r\nX-B: 3\r\n");
      assertThat(values(arrived, "Cookie")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_gzip_answer_is_unpacked(boolean chunked) throws IOException {
    String body = PhasesTest.zipped("{\"requestId\":\"你好\"}");
    String framing =
        chunked
            ? "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length())
                + "\r\n"
                + body
                + "\r\n0\r\n\r\n"
            : "Content-Length: " + body.length() + "\r\n\r\n" + body;
    HttpResponse response = answered("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + framing);
    assertThat(response.body().text()).isEqualTo("{\"requestId\":\"你好\"}");
    assertThat(response.header("Content-Encoding")).isEmpty();
  }

  @Test
  void an_empty_answer_is_an_answer() throws IOException {
    HttpResponse response = answered("HTTP/1.1 204 No Content\r\nX-Acs-Request-Id: a\r\n\r\n");
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.body().bytes()).isEmpty();
    assertThat(response.header("x-acs-request-id")).contains("a");
  }

  @Test
  void errors_and_redirects_are_answers_with_their_bodies() throws IOException {
    for (int status : new int[] {302, 400, 401, 403, 407, 408, 421, 500, 502, 503}) {
      HttpResponse response =
          answered("HTTP/1.1 " + status + " X\r\nContent-Length: 6\r\nLocation: /x\r\n\r\n<html>");
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.body().text()).isEqualTo("<html>");
    }
  }

  @Test
  void a_continue_before_the_answer_is_passed_over() throws IOException {
    assertThat(answered("HTTP/1.1 100 Continue\r\n\r\n" + WireServer.OK).status()).isEqualTo(200);
  }

  @Test
  void a_proxy_sees_the_host_and_nothing_of_the_request() throws Exception {
    LocalAuthority authority = LocalAuthority.instance();
    WireServer.Script refusing =
        WireServer.always("HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\n\r\n");
    try (WireServer proxy = new WireServer(refusing);
        OkHttpTransport transport =
            new OkHttpTransport(
                TransportSetup.shipped()
                    .withTrust(authority.trust())
                    .withProxies(always(proxy.port())))) {
      HttpRequest request =
          HttpRequest.of("POST", Endpoint.https("cvm.example.test"), "/?Signature=canary")
              .headers(List.of(new Header("Authorization", "canary")))
              .body(HttpBody.utf8("canary"))
              .with(Requests.AMPLE, true);
      assertThatThrownBy(() -> transport.send(request))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.phase().toString()).isEqualTo("NOT_SENT"));
      assertThat(proxy.methods()).isEqualTo("CONNECT");
      assertThat(proxy.exchanges().get(0).head())
          .startsWith("CONNECT cvm.example.test:443 HTTP/1.1")
          .doesNotContain("canary");
    }
  }

  @Test
  void plain_http_to_loopback_never_meets_a_proxy() {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(always(9));
    try {
      HttpsProxies proxies = new HttpsProxies(NetworkSettings.builder().build());
      assertThat(proxies.select(URI.create("http://127.0.0.1:8080/")))
          .containsExactly(Proxy.NO_PROXY);
      assertThat(proxies.select(URI.create("https://cvm.example.test/")))
          .extracting(Proxy::type)
          .containsExactly(Proxy.Type.HTTP);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  private static ProxySelector always(int port) {
    return ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
  }

  private static HttpRequest request(
      String method, String target, List<Header> headers, String body) {
    return HttpRequest.of(method, Endpoint.parse("http://" + "127.0.0.1" + ":" + 1), target)
        .headers(headers)
        .body(HttpBody.utf8(body))
        .with(Requests.AMPLE, true);
  }

  private static WireServer.Exchange sent(HttpRequest request) throws IOException {
    try (WireServer server = new WireServer(WireServer.always(WireServer.OK));
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      transport.send(
          HttpRequest.of(request.method(), server.endpoint(), request.target())
              .headers(request.headers())
              .body(request.body())
              .with(request.timeout(), request.destructive()));
      return server.exchanges().get(0);
    }
  }

  private static HttpResponse answered(String answer) throws IOException {
    try (WireServer server = new WireServer(WireServer.always(answer));
        OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      return transport.send(Requests.destroy(server.endpoint()));
    }
  }

  private static List<String> values(WireServer.Exchange exchange, String name) {
    return exchange
        .head()
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> Optional.of(line.substring(name.length() + 2)).orElse(""))
        .toList();
  }
}
