package io.cloudrelease.classpath;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on this machine that gives every request one JSON answer and remembers who called. */
final class Loopback implements AutoCloseable {
  private final HttpServer server;
  private final List<String> methods = new CopyOnWriteArrayList<>();

  private Loopback(HttpServer server) {
    this.server = server;
  }

  static Loopback answering(String json) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Loopback loopback = new Loopback(server);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          loopback.methods.add(exchange.getRequestMethod());
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return loopback;
  }

  /** Host and port. */
  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The method of each request that came in. */
  List<String> methods() {
    return methods;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
