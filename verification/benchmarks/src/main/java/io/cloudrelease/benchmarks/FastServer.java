package io.cloudrelease.benchmarks;

import io.cloudrelease.benchmarks.RequestReader.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLServerSocket;

/**
 * A light HTTP/1.1 server for measurements, in a process of its own so that its cost is not in the
 * client's figures. Prints its address and serves until its input ends.
 *
 * <p>Arguments, all optional: {@code rate=10} destructive calls a second and account ({@code
 * looks=40} the same for looks), {@code latency=20} milliseconds before each answer, {@code
 * keepalive=500} milliseconds after which an idle connection is closed, {@code sliding=1} for the
 * strictest reading of the rate instead of a token bucket, {@code tls=keystore} for HTTPS.
 */
public final class FastServer {
  private final TencentBrain brain;
  private final long latencyMillis;
  private final int keepAliveMillis;
  private final AtomicLong requests = new AtomicLong();

  private FastServer(TencentBrain brain, long latencyMillis, int keepAliveMillis) {
    this.brain = brain;
    this.latencyMillis = latencyMillis;
    this.keepAliveMillis = keepAliveMillis;
  }

  public static void main(String[] args) throws Exception {
    FastServer server =
        new FastServer(
            new TencentBrain(
                option(args, "rate", 0), option(args, "looks", 0), option(args, "sliding", 0) > 0),
            option(args, "latency", 0),
            option(args, "keepalive", 0));
    ServerSocket socket = socket(args);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    Thread acceptor = new Thread(() -> server.accept(socket), "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
    String scheme = socket instanceof SSLServerSocket ? "https" : "http";
    System.out.println(scheme + "://127.0.0.1:" + socket.getLocalPort());
    while (System.in.read() >= 0) {
      // Ends with the process that started it.
    }
  }

  private static ServerSocket socket(String[] args) throws IOException, GeneralSecurityException {
    for (String arg : args) {
      if (arg.startsWith("tls=")) {
        return TestTrust.context(Path.of(arg.substring(4)))
            .getServerSocketFactory()
            .createServerSocket();
      }
    }
    return new ServerSocket();
  }

  private static int option(String[] args, String name, int otherwise) {
    for (String arg : args) {
      if (arg.startsWith(name + '=')) {
        return Integer.parseInt(arg.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        Thread thread = new Thread(() -> serve(connection));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(keepAliveMillis);
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      RequestReader requests = new RequestReader(in);
      for (Request request = requests.next(); request != null; request = requests.next()) {
        out.write(answer(request));
      }
    } catch (SocketTimeoutException idle) {
      // Closed as servers close idle connections: without a word.
    } catch (IOException gone) {
      // The client went away.
    }
  }

  private byte[] answer(Request request) {
    if (request.head().startsWith("GET /stats")) {
      return respond(brain.stats() + "\trequests\t" + requests.get());
    }
    requests.incrementAndGet();
    // The cloud decides when it comes in, the answer takes its time.
    String json = json(request);
    if (latencyMillis > 0) {
      try {
        Thread.sleep(latencyMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return respond(json);
  }

  private String json(Request request) {
    String action = request.header("x-tc-action");
    if (!action.isEmpty()) {
      return brain.answer(action, account(request), request.body());
    }
    if (!request.header("x-zc-action").isEmpty()) {
      return "{\"requestId\":\"r\",\"response\":{\"requestId\":\"r\",\"instanceIds\":[]}}";
    }
    return "{\"RequestId\":\"0F6D8A1E-0000-0000-0000-000000000001\"}";
  }

  private static String account(Request request) {
    String authorization = request.header("authorization");
    int start = authorization.indexOf("Credential=");
    int end = authorization.indexOf('/', Math.max(0, start));
    return start < 0 || end < 0 ? "" : authorization.substring(start + 11, end);
  }

  private static byte[] respond(String json) {
    byte[] body = json.getBytes(StandardCharsets.ISO_8859_1);
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
