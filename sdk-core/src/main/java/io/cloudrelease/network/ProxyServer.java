package io.cloudrelease.network;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.text.UrlAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that calls go through. It sees which hosts are called and nothing of the calls: those are
 * HTTPS from end to end. Immutable and thread-safe; its text form has no login.
 */
public final class ProxyServer {
  private static final int HTTP_PORT = 80;
  private static final int SOCKS_PORT = 1080;
  private static final int MOST = 65_535;

  /** Roughly, with a zone or without; text with two colons at least. */
  private static final Pattern ADDRESS6 =
      Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._%-]+)?");

  private final boolean socks;
  private final String host;
  private final int port;
  private final String user;
  private final @Nullable Secret password;

  private ProxyServer(
      boolean socks, String host, int port, String user, @Nullable Secret password) {
    this.socks = socks;
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
    if (!isHost(host)) {
      // It may hold a password, so nothing of it is quoted.
      throw new InvalidRequestException(
          "the proxy's host is no name and no address; give it without scheme, user, password and"
              + " port");
    }
    if (port < 1 || port > MOST) {
      throw new InvalidRequestException("the proxy's port must be 1 to " + MOST + ", not " + port);
    }
  }

  /** The characters of a name or an address, and a colon in those of IPv6 alone. */
  private static boolean isHost(String text) {
    return text.indexOf(':') >= 0
        ? ADDRESS6.matcher(text).matches()
        : !text.isEmpty()
            && text.chars().allMatch(c -> c > ' ' && c <= '~' && "/@?#[]".indexOf(c) < 0);
  }

  /**
   * An HTTP proxy, which is asked for a tunnel (CONNECT) to each host.
   *
   * @param host a name or an address, an IPv6 one without brackets
   * @throws InvalidRequestException when that is none, or the port is not 1 to 65535; the message
   *     quotes nothing of the host
   */
  public static ProxyServer http(String host, int port) {
    return new ProxyServer(false, host, port, "", null);
  }

  /**
   * A SOCKS proxy of version 5, which looks the hosts' names up itself.
   *
   * @param host a name or an address, an IPv6 one without brackets
   * @throws InvalidRequestException when that is none, or the port is not 1 to 65535; the message
   *     quotes nothing of the host
   */
  public static ProxyServer socks(String host, int port) {
    return new ProxyServer(true, host, port, "", null);
  }

  /**
   * A proxy as the usual variables name it: {@code http://user:password@host:port}, {@code
   * socks5://host:port}, or {@code host:port} for HTTP. User and password are percent-encoded.
   *
   * @throws InvalidRequestException when it is none; the message quotes nothing of it, since it may
   *     hold a password
   */
  public static ProxyServer parse(String url) {
    String text = url.strip();
    URI uri;
    try {
      uri = new URI(text.contains("://") ? text : "http://" + text);
    } catch (URISyntaxException e) {
      // Its message quotes the text; so no cause.
      throw new InvalidRequestException("it is no proxy's URL; write http://host:port");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean socks = scheme.equals("socks5") || scheme.equals("socks5h") || scheme.equals("socks");
    if (!socks && !scheme.equals("http")) {
      throw new InvalidRequestException(
          "a proxy is reached by http:// or socks5://, not by another scheme");
    }
    UrlAuthority there =
        UrlAuthority.of(uri)
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "it names no proxy's host; write http://host:port, and percent-encode user"
                            + " and password"));
    String host = there.host();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = there.port() >= 0 ? there.port() : socks ? SOCKS_PORT : HTTP_PORT;
    ProxyServer proxy = new ProxyServer(socks, bare, port, "", null);
    String login = there.login();
    if (login.isEmpty()) {
      return proxy;
    }
    int colon = login.indexOf(':');
    if (colon < 0 || colon == login.length() - 1) {
      throw new InvalidRequestException("the proxy's URL has a user and no password");
    }
    return proxy.login(
        decoded(login.substring(0, colon)), Secret.of(decoded(login.substring(colon + 1))));
  }

  private static String decoded(String text) {
    // Unlike in a form, a plus sign is one.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * This proxy with user and password (Basic), which it is told with each tunnel it is asked for.
   * HTTP only: of SOCKS Java knows one login for the whole process.
   *
   * @throws InvalidRequestException for a SOCKS proxy, and when the user is blank, or holds a colon
   *     or a line end
   */
  public ProxyServer login(String userName, Secret userPassword) {
    Objects.requireNonNull(userPassword, "userPassword");
    if (socks) {
      throw new InvalidRequestException(
          "a SOCKS proxy with a password is not supported; use one that knows this machine, or an"
              + " HTTP proxy");
    }
    if (userName.isBlank() || userName.indexOf(':') >= 0 || hasControl(userName)) {
      throw new InvalidRequestException("the proxy's user is blank, or holds a colon or line end");
    }
    return new ProxyServer(false, host, port, userName, userPassword);
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  public boolean isSocks() {
    return socks;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** Empty without a login. */
  public String user() {
    return user;
  }

  public Optional<Secret> password() {
    return Optional.ofNullable(password);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyServer o
        && socks == o.socks
        && host.equals(o.host)
        && port == o.port
        && user.equals(o.user)
        && Objects.equals(password, o.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(socks, host, port, user, password);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    boolean address6 = host.indexOf(':') >= 0;
    return (socks ? "socks5://" : "http://") + (address6 ? '[' + host + ']' : host) + ':' + port;
  }
}
