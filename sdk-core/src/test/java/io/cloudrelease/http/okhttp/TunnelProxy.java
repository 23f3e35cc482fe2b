package io.cloudrelease.http.okhttp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * A proxy on bare sockets: CONNECT or SOCKS 5, to 127.0.0.1 whatever name is asked for. It may ask
 * for a login, and may cut a tunnel once the server behind it says that a request has arrived.
 */
final class TunnelProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final String login;
  private volatile String afterwards = "";
  private volatile BooleanSupplier cut = () -> false;
  private volatile String refusal = "Content-Length: 0\r\n\r\n";

  private TunnelProxy(String login) throws IOException {
    this.login = login;
    this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  /** Lets everybody through. */
  static TunnelProxy open() throws IOException {
    return new TunnelProxy("");
  }

  /** Asks for {@code user:password}. */
  static TunnelProxy askingFor(String login) throws IOException {
    return new TunnelProxy(login);
  }

  /** Whom it does not let through it tells so in chunks, on a connection that stays open. */
  TunnelProxy refusingInChunks() {
    refusal = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    return this;
  }

  /** No answer goes back through a tunnel from when that is so: it is cut. */
  TunnelProxy cuttingWhen(BooleanSupplier value) {
    cut = value;
    return this;
  }

  /** Says yes to each tunnel, makes none, and says that. */
  TunnelProxy lying(String words) {
    afterwards = words;
    return this;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** What was sent into tunnels that were none. */
  String seen() {
    return seen.toString(StandardCharsets.ISO_8859_1);
  }

  /** What tunnels were asked for: {@code "CONNECT cloud.test:443 -"}, the last word the login. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tunnel-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      int first = in.read();
      int port = first == 5 ? socks(in, out) : connect((char) first, in, out);
      if (port > 0) {
        tunnel(client, port);
      }
    } catch (IOException cutOff) {
      // A cut connection is what these tests are about.
    }
  }

  private int connect(char first, InputStream in, OutputStream out) throws IOException {
    String head = first + head(in);
    while (!head.isEmpty()) {
      String target = head.split(" ")[1];
      String given =
          head.lines()
              .filter(line -> line.startsWith("Proxy-Authorization: Basic "))
              .map(
                  line ->
                      new String(
                          Base64.getDecoder().decode(line.substring(27)), StandardCharsets.UTF_8))
              .findFirst()
              .orElse("-");
      asked.add(head.substring(0, head.indexOf(' ')) + " " + target + " " + given);
      if (login.isEmpty() || login.equals(given)) {
        out.write(("HTTP/1.1 200 Go\r\n\r\n" + afterwards).getBytes(StandardCharsets.ISO_8859_1));
        if (!afterwards.isEmpty()) {
          seen.write(in.readAllBytes());
          return 0;
        }
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
      }
      out.write(
          ("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" + refusal)
              .getBytes(StandardCharsets.ISO_8859_1));
      head = head(in);
    }
    return 0;
  }

  private int socks(InputStream in, OutputStream out) throws IOException {
    in.readNBytes(in.read());
    out.write(new byte[] {5, 0});
    in.readNBytes(3);
    boolean named = in.read() == 3;
    String host =
        named
            ? new String(in.readNBytes(in.read()), StandardCharsets.ISO_8859_1)
            : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
    int port = in.read() << 8 | in.read();
    asked.add("SOCKS " + host + ":" + port + " -");
    out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    return port;
  }

  private void tunnel(Socket client, int port) throws IOException {
    Socket server = new Socket("127.0.0.1", port);
    sockets.add(server);
    start(() -> pump(client, server, () -> false));
    pump(server, client, cut);
  }

  private static void pump(Socket from, Socket to, BooleanSupplier cut) {
    try (from;
        to) {
      byte[] some = new byte[8192];
      int read = from.getInputStream().read(some);
      while (read >= 0 && !cut.getAsBoolean()) {
        to.getOutputStream().write(some, 0, read);
        read = from.getInputStream().read(some);
      }
    } catch (IOException ended) {
      // Either side has gone.
    }
  }

  private static String head(InputStream in) throws IOException {
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
}
