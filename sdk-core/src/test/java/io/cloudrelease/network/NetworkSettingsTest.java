package io.cloudrelease.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.InvalidRequestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSettingsTest {

  @Test
  void no_secret_is_printed() {
    ProxyServer proxy = ProxyServer.parse("http://canary-user:canary%3Apassword@proxy.test:3128");
    assertThat(proxy.password()).map(Secret::reveal).contains("canary:password");
    assertThat(
            NetworkSettings.builder()
                .proxy(proxy)
                .trustKeyStore(Path.of("store.p12"), Secret.of("canary"))
                .build())
        .hasToString(
            "NetworkSettings[proxy http://proxy.test:3128, bypass [], trust [] and store.p12,"
                + " connect PT5S, answer by action]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "naïve", "a\u0000b", "tab\there"})
  void a_suffix_of_the_user_agent_is_ascii_on_one_line(String suffix) {
    assertThatThrownBy(() -> NetworkSettings.builder().userAgentSuffix(suffix))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("printable ASCII on one line");
  }

  @Test
  void time_limits_are_above_zero_and_bounded() {
    for (Duration wrong :
        new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMinutes(6)}) {
      assertThatThrownBy(() -> NetworkSettings.builder().connectTimeout(wrong))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> NetworkSettings.builder().answerTimeout(wrong))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void an_address_of_version_6_is_a_proxys_host_too() {
    ProxyServer proxy = ProxyServer.parse("http://[::1]:3128");
    assertThat(proxy.host()).isEqualTo("::1");
    assertThat(proxy).hasToString("http://[::1]:3128");
  }

  /** Docker Compose names services so. */
  @Test
  void a_host_with_an_underscore_is_a_proxys_too() {
    ProxyServer proxy = ProxyServer.parse("http://canary:c4n4ry@corp_proxy:3128");
    assertThat(proxy.host()).isEqualTo("corp_proxy");
    assertThat(proxy.port()).isEqualTo(3128);
    assertThat(proxy.password()).map(Secret::reveal).contains("c4n4ry");
    assertThat(ProxyServer.parse("corp_proxy").port()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user@proxy.test", "http://user:@proxy.test", "user:@corp_proxy"})
  void a_user_without_a_password_is_called_that(String url) {
    assertThatThrownBy(() -> ProxyServer.parse(url))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("the proxy's URL has a user and no password");
  }

  /** A password may stand there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "user:s3cret@proxy.corp",
        "user:s3cret",
        "us:s3:cret",
        "http://s3cret.corp",
        "s3cret/x",
        "s3cret?x",
        "s3cret#x",
        "[2001:db8::1]",
        "s3\ncret",
        "s3cret ",
        "s3crät"
      })
  void a_proxys_host_is_a_name_or_an_address(String host) {
    for (ThrowingCallable given :
        List.<ThrowingCallable>of(
            () -> ProxyServer.http(host, 3128), () -> ProxyServer.socks(host, 3128))) {
      assertThatThrownBy(given)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("the proxy's host is no name and no address")
          .hasMessageNotContaining("s3");
    }
    assertThat(ProxyServer.http("2001:db8::1", 3128)).hasToString("http://[2001:db8::1]:3128");
    assertThat(ProxyServer.http("fe80::1%eth0", 3128).host()).isEqualTo("fe80::1%eth0");
    assertThat(ProxyServer.http("::ffff:10.0.0.1", 3128).host()).isEqualTo("::ffff:10.0.0.1");
    assertThat(ProxyServer.socks("proxy_1.corp", 1080)).hasToString("socks5://proxy_1.corp:1080");
  }
}
