package io.cloudrelease.http.okhttp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Tells a proxy that asks, and asks for Basic, who we are: once. It is the tunnel that is asked for
 * again, with nothing of the request in it. Without an answer it says what is wanted in a form that
 * is not a sentence.
 */
final class ProxyPassword implements Authenticator {
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final String ANSWER = "Proxy-Authorization";

  /** OkHttp asks ahead of the proxy too, with an answer of its own making. */
  private static final String AHEAD = "OkHttp-Preemptive";

  private final ProxyLogins logins;

  ProxyPassword(ProxyLogins logins) {
    this.logins = logins;
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws IOException {
    boolean ahead = AHEAD.equalsIgnoreCase(response.header("Proxy-Authenticate", ""));
    // An answer of 407 that came through the tunnel is the server's, and an answer like any other.
    boolean tunnel = response.request().method().equals("CONNECT");
    if (ahead || !tunnel || response.code() != PROXY_AUTHENTICATION_REQUIRED) {
      return null;
    }
    if (response.request().header(ANSWER) != null) {
      throw new WantedException(Wanted.ANOTHER);
    }
    Optional<ProxyLogins.Login> login = login(route);
    if (login.isEmpty()) {
      throw new WantedException(Wanted.ANY);
    }
    if (response.challenges().stream()
        .map(Challenge::scheme)
        .noneMatch("Basic"::equalsIgnoreCase)) {
      throw new WantedException(Wanted.ANOTHER_KIND);
    }
    String basic =
        Credentials.basic(
            login.get().user(), login.get().password().reveal(), StandardCharsets.UTF_8);
    return response.request().newBuilder().header(ANSWER, basic).build();
  }

  private Optional<ProxyLogins.Login> login(@Nullable Route route) {
    return route != null && route.proxy().address() instanceof InetSocketAddress proxy
        ? logins.loginAt(proxy)
        : Optional.empty();
  }

  /** What the proxy asked for. */
  enum Wanted {
    ANY("asks for a password (407); give user and password in the proxy settings"),
    ANOTHER("did not take user and password (407); check them in the proxy settings"),
    ANOTHER_KIND(
        "asks for a login of another kind than Basic (407); use one that takes user and password,"
            + " or that knows this machine");

    private final String words;

    Wanted(String words) {
      this.words = words;
    }
  }

  /** The proxy asked for a password. */
  static final class WantedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Wanted wanted;

    WantedException(Wanted wanted) {
      super("the proxy asks for a password");
      this.wanted = wanted;
    }

    String words() {
      return wanted.words;
    }
  }
}
