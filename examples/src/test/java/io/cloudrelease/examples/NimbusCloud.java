package io.cloudrelease.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.http.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** The small cloud that {@link CustomProvider} is for, on a loopback port. */
final class NimbusCloud implements AutoCloseable {
  static final String TOKEN = "nimbus-token";

  final Set<String> servers = new ConcurrentSkipListSet<>();
  final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final HttpServer http;

  NimbusCloud() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/look", this::look);
    http.createContext("/release", this::release);
    http.start();
  }

  Endpoint endpoint() {
    return Endpoint.parse("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void look(HttpExchange exchange) throws IOException {
    answer(exchange, String.join("\n", ids(exchange).stream().filter(servers::contains).toList()));
  }

  private void release(HttpExchange exchange) throws IOException {
    List<String> ids = ids(exchange);
    batches.add(ids.size());
    servers.removeAll(ids);
    answer(exchange, "");
  }

  private static List<String> ids(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    return new String(body, StandardCharsets.UTF_8).lines().toList();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = (known ? text : "who are you?").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
