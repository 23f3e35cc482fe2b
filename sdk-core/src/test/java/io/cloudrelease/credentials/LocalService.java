package io.cloudrelease.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on this machine that answers every connection in one way. */
final class LocalService implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String answer = "";
  private volatile boolean hangs;
  private volatile boolean drips;

  private final Thread accepting = new Thread(this::serve, "local-service");

  LocalService() throws IOException {
    accepting.setDaemon(true);
    accepting.start();
  }

  String authority() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  String address() {
    return "http://" + authority();
  }

  /** These bytes, and then the connection is closed. */
  void answers(String bytes) {
    answer = bytes;
  }

  void hangs() {
    hangs = true;
  }

  /** These bytes, and then one every tenth of a second. */
  void drips(String bytes) {
    answer = bytes;
    drips = true;
  }

  List<String> requests() {
    return requests;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "local-service-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException over) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(head(socket.getInputStream()));
      if (hangs) {
        closed.await();
        return;
      }
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      while (drips && !closed.await(100, TimeUnit.MILLISECONDS)) {
        socket.getOutputStream().write('x');
        socket.getOutputStream().flush();
      }
    } catch (IOException gone) {
      // The client has what it wanted.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Until whoever accepts has noticed, the system goes on taking connections. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    try {
      accepting.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
