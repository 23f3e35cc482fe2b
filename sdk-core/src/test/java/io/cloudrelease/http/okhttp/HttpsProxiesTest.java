package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy a call goes through. */
class HttpsProxiesTest {
  private final Map<String, String> properties = new HashMap<>();

  @AfterEach
  void propertiesAsBefore() {
    properties.forEach(
        (name, before) -> {
          if (before == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, before);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
  void each_usual_variable_does(String name) {
    assertThat(way(Map.of(name, "http://proxy.test:3128"), "https://cvm.test/"))
        .isEqualTo("HTTP proxy.test:3128");
  }

  @Test
  void that_for_https_comes_before_that_for_all() {
    Map<String, String> both =
        Map.of("ALL_PROXY", "socks5://all.test", "HTTPS_PROXY", "proxy.test:3128");
    assertThat(way(both, "https://cvm.test/")).isEqualTo("HTTP proxy.test:3128");
    assertThat(way(Map.of("ALL_PROXY", "socks5h://all.test"), "https://cvm.test/"))
        .isEqualTo("SOCKS all.test:1080");
  }

  @Test
  void that_for_plain_http_is_for_no_call_of_ours() {
    Map<String, String> http = Map.of("HTTP_PROXY", "http://proxy.test:3128");
    assertThat(way(http, "https://cvm.test/")).isEqualTo("DIRECT");
    assertThat(way(http, "http://127.0.0.1:80/")).isEqualTo("DIRECT");
  }

  @ParameterizedTest
  @CsvSource({
    "cvm.test, cvm.test, true",
    "cvm.test, CVM.TEST, true",
    "test, cvm.test, true",
    ".test, cvm.test, true",
    "*.test, cvm.test, true",
    "vm.test, cvm.test, false",
    "cvm.test:443, cvm.test, true",
    "cvm.test:8443, cvm.test, false",
    "*, cvm.test, true",
    "other.test cvm.test, cvm.test, true",
    "10.0.0.0/8, 10.2.3.4, true",
    "10.0.0.0/8, 11.2.3.4, false",
    "10.0.0.0/nine, 10.2.3.4, false",
    "10.2.3.4, 10.2.3.4, true",
    "3.4, 10.2.3.4, false",
    "fd00::/8, [fd00::1], true",
    "[fd00::1]:443, [fd00::1], true",
    "::1, [::1], true",
    "10.*, 10.2.3.4, true",
    "10.*, 11.2.3.4, false",
    "10.*, 10x2.test, false",
    "*vm.test, cvm.test, true",
    "*.c*.test, cvm.test, false",
    "*.c*.test, a.cvm.test, true",
    "cvm.*:443, cvm.test, true",
    "cvm.*:8443, cvm.test, false",
  })
  void hosts_may_be_exempted(String exempted, String host, boolean direct) {
    for (String name : List.of("NO_PROXY", "no_proxy")) {
      Map<String, String> variables =
          Map.of("HTTPS_PROXY", "http://proxy.test:3128", name, exempted);
      assertThat(way(variables, "https://" + host + "/"))
          .isEqualTo(direct ? "DIRECT" : "HTTP proxy.test:3128");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/nine",
        "10.0.0/8",
        "300.0.0.0/8",
        "fd00::/129",
        "cvm.test/8",
        "https://cvm.test",
        "/8"
      })
  void a_network_that_can_be_none_is_refused_where_it_was_written_for_us(String network) {
    NetworkSettings settings =
        NetworkSettings.builder().direct().bypass(List.of("cvm.test", network)).build();
    assertThatThrownBy(() -> new HttpsProxies(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'" + network + "' is no network; write an address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/0", "10.0.0.0/32", "fd00::/128", "[fd00::]/8", "*", "a:443"})
  void what_can_be_one_is_not(String network) {
    assertThat(HostList.checked(network)).isEqualTo(network);
  }

  @Test
  void javas_properties_come_before_variables_with_their_own_exemptions() {
    set("https.proxyHost", "java.test");
    set("https.proxyPort", "8080");
    set("http.nonProxyHosts", "*.inside.test|localhost");
    Map<String, String> variables = Map.of("HTTPS_PROXY", "http://proxy.test:3128");
    assertThat(way(variables, "https://cvm.test/")).isEqualTo("HTTP java.test:8080");
    assertThat(way(variables, "https://cvm.inside.test/")).isEqualTo("DIRECT");
  }

  @Test
  void javas_exemptions_hold_for_the_variables_proxy_too() {
    set("http.nonProxyHosts", "*.inside.test|10.*");
    Map<String, String> variables = Map.of("HTTPS_PROXY", "http://proxy.test:3128");
    assertThat(way(variables, "https://cvm.inside.test/")).isEqualTo("DIRECT");
    assertThat(way(variables, "https://10.1.2.3/")).isEqualTo("DIRECT");
    assertThat(way(variables, "https://cvm.test/")).isEqualTo("HTTP proxy.test:3128");
  }

  @Test
  void a_selector_that_a_program_has_set_has_the_last_word_before_variables() {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(null));
    try {
      assertThat(way(Map.of("HTTPS_PROXY", "http://proxy.test:3128"), "https://cvm.test/"))
          .isEqualTo("DIRECT");
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void what_the_settings_say_comes_before_all() {
    set("https.proxyHost", "java.test");
    Map<String, String> variables = Map.of("HTTPS_PROXY", "http://proxy.test:3128");
    NetworkSettings.Builder settings =
        NetworkSettings.builder().variables(name -> variables.getOrDefault(name, ""));
    assertThat(
            way(
                settings.proxy(ProxyServer.http("own.test", 1)).bypass(List.of("in.test")).build(),
                "https://cvm.test/"))
        .isEqualTo("HTTP own.test:1");
    assertThat(way(settings.build(), "https://cvm.in.test/")).isEqualTo("DIRECT");
    assertThat(way(settings.direct().build(), "https://cvm.test/")).isEqualTo("DIRECT");
  }

  @Test
  void a_login_is_told_to_its_own_proxy_only() {
    set("https.proxyHost", "java.test");
    set("https.proxyUser", "u");
    set("https.proxyPassword", "p");
    HttpsProxies proxies =
        new HttpsProxies(
            NetworkSettings.builder()
                .proxy(ProxyServer.http("own.test", 1).login("u", Secret.of("s")))
                .build());
    assertThat(proxies.loginAt(InetSocketAddress.createUnresolved("own.test", 1)))
        .map(login -> login.password().reveal())
        .contains("s");
    assertThat(proxies.loginAt(InetSocketAddress.createUnresolved("own.test", 2))).isEmpty();
    assertThat(proxies.loginAt(InetSocketAddress.createUnresolved("java.test", 80)))
        .map(login -> login.password().reveal())
        .contains("p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://canary:secret@proxy.test:1",
        "http://canary:sec ret@proxy.test",
        "http://canary:secret%zz@proxy.test:3128",
        "http://canary@proxy.test:3128",
        "socks5://canary:secret@proxy.test",
        "http://canary:secret@pro$xy:3128",
        "http://canary:secret@proxy.test:99999",
      })
  void a_variable_that_names_no_proxy_is_an_error_that_quotes_nothing(String value) {
    assertThatThrownBy(() -> way(Map.of("HTTPS_PROXY", value), "https://cvm.test/"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the variable HTTPS_PROXY: ")
        .hasMessageNotContainingAny("canary", "secret", "sec ret")
        .hasNoCause();
  }

  private void set(String name, String value) {
    properties.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  private static String way(Map<String, String> variables, String url) {
    return way(
        NetworkSettings.builder().variables(name -> variables.getOrDefault(name, "")).build(), url);
  }

  private static String way(NetworkSettings settings, String url) {
    Proxy proxy = new HttpsProxies(settings).select(URI.create(url)).get(0);
    return proxy.address() instanceof InetSocketAddress address
        ? proxy.type() + " " + address.getHostString() + ":" + address.getPort()
        : proxy.type().toString();
  }
}
