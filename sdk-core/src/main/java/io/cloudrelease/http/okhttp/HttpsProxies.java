package io.cloudrelease.http.okhttp;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies for HTTPS: the one of the settings, else the JVM's, else that of the usual variables.
 * A proxy sees the host and nothing of the request. Plain HTTP goes to loopback addresses, and no
 * proxy has business with it; so {@code HTTP_PROXY}, which is for plain HTTP, is never used.
 *
 * <p>As with curl, variables hold for loopback addresses too; with Java's properties these are
 * exempted by Java itself. Thread-safe.
 */
final class HttpsProxies extends ProxySelector implements ProxyLogins {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);
  private static final List<String> VARIABLES =
      List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

  /** The selector that only reads properties, as opposed to one that a program has set. */
  private static final String OF_THE_JDK = "sun.net.spi.DefaultProxySelector";

  private final NetworkSettings settings;
  private final Optional<ProxyServer> named;
  private final HostList exempted;

  /**
   * Those of these settings.
   *
   * @throws ConfigurationException when a variable names no proxy; it quotes nothing of it
   */
  HttpsProxies(NetworkSettings settings) {
    this.settings = settings;
    settings.bypass().forEach(HttpsProxies::check);
    boolean set = settings.isDirect() || settings.proxy().isPresent();
    this.named = set ? settings.proxy() : ofVariables(settings);
    this.exempted =
        set
            ? HostList.ofVariable(settings.bypass())
            : HostList.ofVariable(
                first(settings, List.of("no_proxy", "NO_PROXY"))
                    + ","
                    + String.join(",", settings.bypass()));
  }

  /** What stands in variables is for many programs; there what says nothing matches nothing. */
  private static void check(String bypassed) {
    try {
      HostList.checked(bypassed);
    } catch (IllegalArgumentException noNetwork) {
      throw new ConfigurationException("no proxy for: " + noNetwork.getMessage(), noNetwork);
    }
  }

  private static Optional<ProxyServer> ofVariables(NetworkSettings settings) {
    for (String name : VARIABLES) {
      String value = settings.variable(name);
      if (!value.isEmpty()) {
        try {
          return Optional.of(ProxyServer.parse(value));
        } catch (InvalidRequestException | IllegalArgumentException wrong) {
          // No cause and, of what does not speak our words, no message: they may quote a password.
          throw new ConfigurationException(
              "the variable "
                  + name
                  + ": "
                  + (wrong instanceof InvalidRequestException ? wrong.getMessage() : "no URL"));
        }
      }
    }
    return Optional.empty();
  }

  private static String first(NetworkSettings settings, List<String> names) {
    return names.stream()
        .map(settings::variable)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Override
  public List<Proxy> select(@Nullable URI uri) {
    boolean https = uri != null && "https".equals(uri.getScheme()) && uri.getHost() != null;
    if (uri == null || !https || settings.isDirect()) {
      return DIRECT;
    }
    if (settings.proxy().isEmpty()) {
      List<Proxy> ofJvm = ofJvm(uri);
      boolean through = ofJvm.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
      if (through || jvmDecides()) {
        return ofJvm;
      }
    }
    return named.filter(proxy -> !isExempted(uri)).map(HttpsProxies::javas).orElse(DIRECT);
  }

  private static List<Proxy> ofJvm(URI uri) {
    ProxySelector platform = ProxySelector.getDefault();
    return platform == null ? DIRECT : platform.select(uri);
  }

  /** Whether somebody told the JVM about proxies, so that "none for this host" is an answer. */
  private static boolean jvmDecides() {
    ProxySelector platform = ProxySelector.getDefault();
    boolean own = platform != null && !platform.getClass().getName().equals(OF_THE_JDK);
    return own
        || !property("https.proxyHost").isEmpty()
        || !property("socksProxyHost").isEmpty()
        || Boolean.getBoolean("java.net.useSystemProxies");
  }

  private boolean isExempted(URI uri) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    boolean byProperty =
        settings.proxy().isEmpty()
            && HostList.ofProperty(property("http.nonProxyHosts")).contains(uri.getHost(), port);
    return byProperty || exempted.contains(uri.getHost(), port);
  }

  private static List<Proxy> javas(ProxyServer proxy) {
    Proxy.Type type = proxy.isSocks() ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
    return List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
  }

  @Override
  public Optional<Login> loginAt(InetSocketAddress proxy) {
    Optional<ProxyServer> ours =
        named.filter(
            each -> each.host().equals(proxy.getHostString()) && each.port() == proxy.getPort());
    if (ours.isPresent()) {
      return ours.flatMap(
          each -> each.password().map(password -> new Login(each.user(), password)));
    }
    // Java itself has no properties for it; these are what Maven and others read.
    String user = property("https.proxyUser");
    String password = property("https.proxyPassword");
    boolean javas = proxy.getHostString().equals(property("https.proxyHost"));
    return javas && !user.isEmpty() && !password.isEmpty()
        ? Optional.of(new Login(user, Secret.of(password)))
        : Optional.empty();
  }

  private static String property(String name) {
    return System.getProperty(name, "").strip();
  }

  @Override
  public void connectFailed(
      @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException failure) {
    ProxySelector platform = ProxySelector.getDefault();
    if (named.isEmpty() && platform != null && uri != null && address != null && failure != null) {
      platform.connectFailed(uri, address, failure);
    }
  }
}
