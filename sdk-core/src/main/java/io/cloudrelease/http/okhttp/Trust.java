package io.cloudrelease.http.okhttp;

import java.util.Objects;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom HTTPS trusts, where it is not the platform's trust store.
 *
 * @param sockets makes the TLS sockets
 * @param manager the trust manager those sockets were made with
 */
public record Trust(SSLSocketFactory sockets, X509TrustManager manager) {
  public Trust {
    Objects.requireNonNull(sockets, "sockets");
    Objects.requireNonNull(manager, "manager");
  }
}
