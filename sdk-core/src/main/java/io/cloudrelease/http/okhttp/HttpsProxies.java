package io.cloudrelease.http.okhttp;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's proxy settings, for HTTPS only: there a proxy sees the host and nothing of the request.
 * Plain HTTP goes to loopback addresses, and no proxy has business with it.
 */
final class HttpsProxies extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  @Override
  public List<Proxy> select(@Nullable URI uri) {
    ProxySelector platform = ProxySelector.getDefault();
    boolean https = uri != null && "https".equals(uri.getScheme());
    return https && platform != null ? platform.select(uri) : DIRECT;
  }

  @Override
  public void connectFailed(
      @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException failure) {
    ProxySelector platform = ProxySelector.getDefault();
    if (platform != null && uri != null && address != null && failure != null) {
      platform.connectFailed(uri, address, failure);
    }
  }
}
