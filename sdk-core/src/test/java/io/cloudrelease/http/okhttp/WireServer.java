package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A server on bare sockets that counts what really arrives: a request is on the wire once its head
 * is complete. What it answers is up to the script, byte for byte.
 */
final class WireServer implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  /** Answers one request, or leaves it unanswered. */
  interface Script {
    void answer(Exchange exchange) throws IOException;
  }

  /** A request as it arrived, and the connection it came over. */
  record Exchange(int number, String head, byte[] body, Socket socket, InputStream in) {
    String line() {
      return head.substring(0, head.indexOf('\r'));
    }

    String method() {
      return head.substring(0, head.indexOf(' '));
    }

    void write(String latin1) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(latin1.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Closes and waits until the client's next look at the connection can see it. */
    void cut() throws IOException {
      socket.close();
    }
  }

  private final List<ServerSocket> listening = new ArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final CountDownLatch held = new CountDownLatch(1);
  private final Script script;

  WireServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), script, "127.0.0.1");
  }

  WireServer(ServerSocketFactory sockets, Script script, String... addresses) throws IOException {
    this.script = script;
    int port = 0;
    for (String address : addresses) {
      ServerSocket server = sockets.createServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      port = server.getLocalPort();
      listening.add(server);
      start(() -> accept(server));
    }
  }

  static Script always(String answer) {
    return exchange -> exchange.write(answer);
  }

  int port() {
    return listening.get(0).getLocalPort();
  }

  Endpoint endpoint() {
    return Endpoint.parse("http://" + "127.0.0.1" + ":" + port());
  }

  /** What arrived, as {@code "POST POST"}. */
  String methods() {
    return String.join(" ", exchanges.stream().map(Exchange::method).toList());
  }

  List<Exchange> exchanges() {
    return exchanges;
  }

  int connections() {
    return accepted.size();
  }

  /** How many connections the client has closed, or this server. */
  int endedConnections() {
    return ended.get();
  }

  /** Blocks a script until the server closes. */
  void hold() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the server's side of all connections, as servers do with idle ones. */
  void closeConnections() throws IOException {
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    held.countDown();
    for (ServerSocket server : listening) {
      server.close();
    }
    closeConnections();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "wire-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.add(socket);
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      String head = readHead(in);
      while (!head.isEmpty()) {
        Exchange exchange =
            new Exchange(exchanges.size() + 1, head, in.readNBytes(lengthOf(head)), socket, in);
        exchanges.add(exchange);
        script.answer(exchange);
        head = readHead(in);
      }
    } catch (IOException cut) {
      // A cut connection is what these tests are about.
    } finally {
      ended.incrementAndGet();
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int window = 0;
    while (window != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      window = window << 8 | next;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int lengthOf(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    return 0;
  }
}
