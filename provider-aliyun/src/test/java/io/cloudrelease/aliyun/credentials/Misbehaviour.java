package io.cloudrelease.aliyun.credentials;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a service that gives keys goes wrong. */
final class Misbehaviour {
  private Misbehaviour() {}

  /**
   * Answers so.
   *
   * @param over the end of the test
   * @return whether it did
   */
  static boolean of(String fault, HttpExchange exchange, CountDownLatch over) throws IOException {
    switch (fault) {
      case "hangs" -> await(over, 5000);
      case "drips" -> {
        exchange.sendResponseHeaders(200, 100_000);
        while (!await(over, 100)) {
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
        }
      }
      case "megabyte" -> answer(exchange, 200, "x".repeat(1 << 20));
      case "garbage" -> answer(exchange, 200, "\0\1 garbage {");
      case "redirect" -> {
        exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath());
        answer(exchange, 302, "elsewhere");
      }
      default -> {
        return false;
      }
    }
    exchange.close();
    return true;
  }

  private static boolean await(CountDownLatch over, long millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
