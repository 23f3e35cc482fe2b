package io.cloudrelease.text;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is meant by a URL. {@link URI} knows no host with an underscore, which container networks
 * give their services.
 *
 * @param login user and password as they stand there, encoded; empty without
 * @param host IPv6 in brackets
 * @param port -1 without
 */
public record UrlAuthority(String login, String host, int port) {
  private static final Pattern UNDERSCORED =
      Pattern.compile("(?:(.*)@)?([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

  /** That of a URL; empty without a host. */
  public static Optional<UrlAuthority> of(URI uri) {
    if (uri.getHost() != null) {
      String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      return Optional.of(new UrlAuthority(login, uri.getHost(), uri.getPort()));
    }
    String text = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    Matcher parts = UNDERSCORED.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new UrlAuthority(
            parts.group(1) == null ? "" : parts.group(1),
            parts.group(2),
            parts.group(3) == null ? -1 : Integer.parseInt(parts.group(3))));
  }
}
