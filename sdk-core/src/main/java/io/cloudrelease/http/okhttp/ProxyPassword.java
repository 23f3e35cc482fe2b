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
 * Tells a proxy for which there is a login who we are, by Basic, as the tunnel is asked for: with
 * nothing of the request in it. Not only once it asks, since OkHttp cannot ask for a tunnel again
 * on a connection whose first answer came in chunks. What a proxy wants then is said in a form that
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
    // An answer of 407 that came through the tunnel is the server's, and an answer like any other.
    boolean tunnel = response.request().method().equals("CONNECT");
    if (!tunnel || response.code() != PROXY_AUTHENTICATION_REQUIRED) {
      return null;
    }
    Optional<ProxyLogins.Login> login = login(route);
    if (AHEAD.equalsIgnoreCase(response.header("Proxy-Authenticate", ""))) {
      return login.map(known -> told(response.request(), known)).orElse(null);
    }
    if (login.isEmpty()) {
      throw new WantedException(Wanted.ANY);
    }
    boolean basic =
        response.challenges().stream().map(Challenge::scheme).anyMatch("Basic"::equalsIgnoreCase);
    throw new WantedException(basic ? Wanted.ANOTHER : Wanted.ANOTHER_KIND);
  }

  private static Request told(Request tunnel, ProxyLogins.Login login) {
    String basic =
        Credentials.basic(login.user(), login.password().reveal(), StandardCharsets.UTF_8);
    return tunnel.newBuilder().header(ANSWER, basic).build();
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
