package io.cloudrelease.http;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.text.UrlAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a cloud's API lives. HTTPS always; plain HTTP only to a loopback address, or to a host that
 * was allowed by its name, for tests. Immutable.
 */
public final class Endpoint {
  private final String scheme;
  private final String host;
  private final int port;
  private final String hostHeader;

  private Endpoint(String scheme, String givenHost, int port, String... plainHttpHosts) {
    String host = givenHost.toLowerCase(Locale.ROOT);
    if (!isHost(host)) {
      throw new InvalidRequestException(
          "an endpoint's host holds letters, digits, '.', '-' and '_' only, or an IPv6 address in"
              + " brackets; give neither path nor port nor user with it");
    }
    boolean plain = isLoopback(host) || Stream.of(plainHttpHosts).anyMatch(host::equalsIgnoreCase);
    if (!scheme.equals("https") && !(scheme.equals("http") && plain)) {
      throw new InvalidRequestException(
          "endpoint "
              + scheme
              + "://"
              + host
              + " is not allowed: use https://, or http:// to a loopback address"
              + " (127.0.0.1, [::1], localhost) for tests");
    }
    if (port < 1 || port > 65535) {
      throw new InvalidRequestException(
          "endpoint " + scheme + "://" + host + " has port " + port + "; it must be 1 to 65535");
    }
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    this.hostHeader = usual ? host : host + ':' + port;
  }

  /** The HTTPS endpoint on that host, default port. */
  public static Endpoint https(String host) {
    return new Endpoint("https", host, 443);
  }

  /**
   * Reads {@code https://host[:port]} (or {@code http://} for loopback).
   *
   * @param plainHttpHosts hosts for which {@code http://} is allowed too: whoever listens on the
   *     way there can read and repeat what is sent
   * @throws InvalidRequestException naming the text and what would be right
   */
  public static Endpoint parse(String text, String... plainHttpHosts) {
    if (text.indexOf('@') >= 0) {
      throw notAnEndpoint("(hidden)", "it holds a user or password");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw notAnEndpoint(text, "it is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw notAnEndpoint(text, "it does not begin with https://");
    }
    UrlAuthority there =
        UrlAuthority.of(uri).orElseThrow(() -> notAnEndpoint(text, "it has no host"));
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    boolean bare = path.isEmpty() || path.equals("/");
    if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw notAnEndpoint(text, "it has a path or a query; give scheme, host and port only");
    }
    int port = there.port() >= 0 ? there.port() : scheme.equals("https") ? 443 : 80;
    return new Endpoint(scheme, there.host(), port, plainHttpHosts);
  }

  /** Lower case, without port; IPv6 in brackets. */
  public String host() {
    return host;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  /** Whether it is HTTPS. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** The Host header as it goes over the wire: with the port only when it is not the default. */
  public String hostHeader() {
    return hostHeader;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint e
        && scheme.equals(e.scheme)
        && host.equals(e.host)
        && port == e.port;
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + hostHeader;
  }

  /** The characters of a host name or address; whether there is such a host is not asked. */
  private static boolean isHost(String host) {
    boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    String marks = bracketed ? ":." : ".-_";
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !isDigit(c) && marks.indexOf(c) < 0) {
        return false;
      }
    }
    return !bare.isEmpty();
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || isLoopbackV4(host);
  }

  private static boolean isLoopbackV4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals("127")) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || !isDigits(part) || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static InvalidRequestException notAnEndpoint(String text, String why) {
    return new InvalidRequestException(
        "'" + shown(text) + "' is not an endpoint: " + why + "; write https://host[:port]");
  }

  /** Without what may be a signed query. */
  private static String shown(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return text.substring(0, i) + "...";
      }
    }
    return text;
  }
}
