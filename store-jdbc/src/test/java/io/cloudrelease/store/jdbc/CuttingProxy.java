package io.cloudrelease.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a machine and its database, and cuts a connection just before, or just after, a
 * commit went through it.
 */
final class CuttingProxy implements AutoCloseable {
  private static final String COMMIT = "COMMIT";

  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NONE);

  /** Where to cut. */
  enum Cut {
    NONE,
    BEFORE_COMMIT,
    /** The database has the commit, and its answer is lost. */
    AFTER_COMMIT
  }

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Cuts the next commit that passes. */
  void cut(Cut where) {
    next.set(where);
  }

  boolean isCut() {
    return next.get() == Cut.NONE;
  }

  /** Cuts all connections at once, wherever they are. */
  void cutAll() {
    open.forEach(CuttingProxy::end);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        thread(() -> pass(client, server, true));
        thread(() -> pass(server, client, false));
      } catch (IOException away) {
        // The database is not there, or we are closed.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean towardsDatabase) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] block = new byte[1 << 16];
      for (int read = in.read(block); read > 0; read = in.read(block)) {
        if (towardsDatabase && next.get() != Cut.NONE && hasCommit(block, read)) {
          Cut cut = next.getAndSet(Cut.NONE);
          if (cut == Cut.BEFORE_COMMIT) {
            return;
          }
          if (cut == Cut.AFTER_COMMIT) {
            out.write(block, 0, read);
            out.flush();
            // Its answer may already be on its way; nobody reads it.
            end(from);
            Thread.sleep(50);
            return;
          }
        }
        out.write(block, 0, read);
        out.flush();
      }
    } catch (IOException cut) {
      // One side is gone; so is the other, then.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      end(from);
      end(to);
    }
  }

  private static boolean hasCommit(byte[] block, int length) {
    return new String(block, 0, length, StandardCharsets.ISO_8859_1).contains(COMMIT);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cutAll();
  }
}
