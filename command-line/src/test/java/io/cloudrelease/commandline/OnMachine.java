package io.cloudrelease.commandline;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Arrays;

/**
 * The tool as on a machine of a cloud: whatever plain HTTP is asked around all proxies reaches a
 * service on this machine, which is told the host in the path.
 */
final class OnMachine {
  private OnMachine() {}

  /**
   * Runs the tool.
   *
   * @param args the service's address, then those of the tool
   */
  public static void main(String[] args) throws MalformedURLException {
    // Made before, it has the JVM's own way of asking.
    URL service = new URL(args[0]);
    URL.setURLStreamHandlerFactory(
        protocol -> protocol.equals("http") ? new Turned(service) : null);
    Main.main(Arrays.copyOfRange(args, 1, args.length));
  }

  private static final class Turned extends URLStreamHandler {
    private final URL service;

    Turned(URL service) {
      this.service = service;
    }

    @Override
    protected URLConnection openConnection(URL asked) throws IOException {
      throw new IOException("by whatever proxy is set");
    }

    @Override
    protected URLConnection openConnection(URL asked, Proxy proxy) throws IOException {
      if (proxy != Proxy.NO_PROXY) {
        throw new IOException("by a proxy");
      }
      return new URL(service, "/" + asked.getHost() + asked.getFile()).openConnection(proxy);
    }
  }
}
