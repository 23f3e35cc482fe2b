package io.cloudrelease.testkit.http;

import com.github.tomakehurst.wiremock.common.HttpsSettings;
import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.server.ConnectionFactory;
import wiremock.org.eclipse.jetty.server.HttpConfiguration;
import wiremock.org.eclipse.jetty.server.ServerConnector;

/**
 * WireMock's server, handing on header values as they were sent. Otherwise Jetty takes well-known
 * values out of a cache that ignores case: {@code charset=utf-8} becomes {@code charset=UTF-8}, and
 * a right signature over it becomes a wrong one.
 */
final class VerbatimServer extends Jetty11HttpServer {

  VerbatimServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
    super(options, admin, stubs);
  }

  @Override
  protected ServerConnector createHttpConnector(
      String address, int port, JettySettings settings, NetworkTrafficListener listener) {
    return verbatim(super.createHttpConnector(address, port, settings, listener));
  }

  @Override
  protected ServerConnector createHttpsConnector(
      String address,
      HttpsSettings https,
      JettySettings settings,
      NetworkTrafficListener listener) {
    return verbatim(super.createHttpsConnector(address, https, settings, listener));
  }

  private static ServerConnector verbatim(ServerConnector connector) {
    for (ConnectionFactory factory : connector.getConnectionFactories()) {
      if (factory instanceof HttpConfiguration.ConnectionFactory http) {
        http.getHttpConfiguration().setHeaderCacheCaseSensitive(true);
        http.getHttpConfiguration().setSendServerVersion(false);
      }
    }
    return connector;
  }
}
