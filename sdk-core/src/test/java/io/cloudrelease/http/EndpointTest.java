package io.cloudrelease.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "https://cvm.tencentcloudapi.com, cvm.tencentcloudapi.com, 443, cvm.tencentcloudapi.com",
    "https://cvm.tencentcloudapi.com/, cvm.tencentcloudapi.com, 443, cvm.tencentcloudapi.com",
    "HTTPS://ECS.ALIYUNCS.COM, ecs.aliyuncs.com, 443, ecs.aliyuncs.com",
    "https://h.example:8443, h.example, 8443, h.example:8443",
    "https://h.example:443, h.example, 443, h.example",
    "http://127.0.0.1:8080, 127.0.0.1, 8080, 127.0.0.1:8080",
    "http://127.1.2.3, 127.1.2.3, 80, 127.1.2.3",
    "http://localhost:1, localhost, 1, localhost:1",
    "http://LOCALHOST:65535, localhost, 65535, localhost:65535",
    "http://[::1]:8080, [::1], 8080, [::1]:8080",
    "https://[2001:db8::1], [2001:db8::1], 443, [2001:db8::1]"
  })
  void what_is_allowed_is_read(String text, String host, int port, String hostHeader) {
    Endpoint endpoint = Endpoint.parse(text);
    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.hostHeader()).isEqualTo(hostHeader);
    assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://cvm.tencentcloudapi.com",
        "http://127.0.0.1.evil.com",
        "http://localhost.evil.com",
        "http://localhost.",
        "http://xlocalhost",
        "http://127.0.0.1.",
        "http://127.evil.com",
        "http://127.0.0.999",
        "http://127.0.0.256",
        "http://128.0.0.1",
        "http://1127.0.0.1",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "http://[::2]",
        "http://[::]",
        "http://[::ffff:10.0.0.1]"
      })
  void plain_http_goes_to_loopback_only(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cvm.tencentcloudapi.com",
        "ftp://h",
        "https://",
        "https:///x",
        "https:h",
        "//h",
        "h:443",
        "https://h/path",
        "https://h?x=1",
        "https://h#x",
        "https://h/?",
        "https://h:0",
        "https://h:65536",
        "https://h:-1",
        "https://a b",
        "https://h_o:x",
        "http://127.0.0.1:x"
      })
  void what_is_not_an_endpoint_is_said_so(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageMatching("(?s).*(https://|1 to 65535).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:hunter2@h.example",
        "https://user:hunter2@h.example/path",
        "https://user:hunter2@h.example?x=1",
        "https://user:hunter2@ho_st",
        "https://user:hunter2 @h.example",
        "ftp://user:hunter2@h.example",
        "http://127.0.0.1:hunter2@evil.com",
        "http://localhost@evil.com/hunter2",
        "https://h.example/?Signature=hunter2",
        "https://h.example/#hunter2"
      })
  void a_password_or_signature_in_it_is_refused_and_never_repeated(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(InvalidRequestException.class)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "h/x",
        "user@h",
        "h?x",
        "h#x",
        "h:443",
        "h\r\nX: y",
        "h x",
        "[::1",
        "::1",
        "h\\x"
      })
  void a_host_made_by_hand_is_a_host_and_nothing_more(String host) {
    assertThatThrownBy(() -> Endpoint.https(host)).isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.256", "127.0.0.999", "127.0.0", "127.0.0.1.", "127..0.1", "127.0.0.x"})
  void what_only_looks_like_a_loopback_address_is_none(String host) {
    assertThatThrownBy(() -> Endpoint.parse("http://" + host + ":" + 80))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void a_scheme_is_https_or_http() {
    assertThatThrownBy(() -> Endpoint.parse("gopher://localhost:70"))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(Endpoint.https("Ecs.Cn-Hangzhou.AliyunCS.com"))
        .hasToString("https://ecs.cn-hangzhou.aliyuncs.com");
  }

  @Test
  void plain_http_goes_only_to_hosts_that_were_named() {
    String named = "wiremock";
    assertThat(Endpoint.parse("http://WireMock:8080", named)).hasToString("http://wiremock:8080");
    assertThatThrownBy(() -> Endpoint.parse("http://wiremock:8080"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "endpoint http://wiremock is not allowed: use https://, or http:// to a loopback"
                + " address (127.0.0.1, [::1], localhost) for tests");
    assertThatThrownBy(() -> Endpoint.parse("http://wiremock.example:8080", named))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(Endpoint.parse("https://elsewhere", named).isSecure()).isTrue();
  }

  @Test
  void hosts_of_container_networks_have_underscores() {
    assertThat(Endpoint.parse("https://my_gateway:8443"))
        .satisfies(
            there -> {
              assertThat(there.host()).isEqualTo("my_gateway");
              assertThat(there.port()).isEqualTo(8443);
            });
    assertThat(Endpoint.parse("https://my_gateway")).isEqualTo(Endpoint.https("my_gateway"));
    assertThatThrownBy(() -> Endpoint.parse("https://my_gateway:port"))
        .hasMessageContaining("it has no host");
  }
}
