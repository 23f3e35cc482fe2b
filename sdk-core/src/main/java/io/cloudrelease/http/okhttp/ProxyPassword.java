package io.cloudrelease.http.okhttp;

import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Has no password for a proxy, and says so in a form that is not a sentence. */
final class ProxyPassword implements Authenticator {
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  /** OkHttp asks ahead of the proxy too, with an answer of its own making. */
  private static final String AHEAD = "OkHttp-Preemptive";

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws IOException {
    boolean ahead = AHEAD.equalsIgnoreCase(response.header("Proxy-Authenticate", ""));
    // An answer of 407 that came through the tunnel is the server's, and an answer like any other.
    boolean tunnel = response.request().method().equals("CONNECT");
    if (!ahead && tunnel && response.code() == PROXY_AUTHENTICATION_REQUIRED) {
      throw new WantedException();
    }
    return null;
  }

  /** The proxy asked for a password. */
  static final class WantedException extends IOException {
    private static final long serialVersionUID = 1L;

    WantedException() {
      super("the proxy asks for a password");
    }
  }
}
