package io.cloudrelease.http.okhttp;

import io.cloudrelease.credentials.Secret;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Who one is to a proxy. Thread-safe. */
@FunctionalInterface
interface ProxyLogins {

  /** The login at that proxy, if there is one. */
  Optional<Login> loginAt(InetSocketAddress proxy);

  /**
   * User and password.
   *
   * @param user without a colon
   * @param password printed nowhere
   */
  record Login(String user, Secret password) {}
}
