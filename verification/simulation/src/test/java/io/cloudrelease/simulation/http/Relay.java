package io.cloudrelease.simulation.http;

import io.cloudrelease.http.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands connections on to a server, and can close them all while they stand idle. */
final class Relay implements AutoCloseable {
  private final ServerSocket door;
  private final Endpoint upstream;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  Relay(Endpoint upstream) throws IOException {
    this.upstream = upstream;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  Endpoint endpoint() {
    return Endpoint.parse("http://" + "127.0.0.1" + ":" + door.getLocalPort());
  }

  /** Closes every connection without a word. */
  void closeConnections() {
    for (Socket socket : open) {
      end(socket);
    }
    open.clear();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(upstream.host(), upstream.port());
        open.add(client);
        open.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      } catch (IOException over) {
        closeConnections();
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException over) {
      end(from);
    }
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket could not be closed", e);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    closeConnections();
  }
}
