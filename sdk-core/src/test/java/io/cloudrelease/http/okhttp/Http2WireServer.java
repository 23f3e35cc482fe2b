package io.cloudrelease.http.okhttp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** As much of HTTP/2 as it takes to count requests and to answer, refuse or go away. */
final class Http2WireServer implements AutoCloseable {
  /** Answers the stream that just ended. */
  interface Script {
    void answer(Stream stream) throws IOException;
  }

  /** One request, and the frames to answer it with. */
  record Stream(int number, int id, DataOutputStream out, Socket socket) {
    void ok(String body) throws IOException {
      // 0x88 is ":status: 200" in HPACK's static table.
      frame(1, 4, id, new byte[] {(byte) 0x88});
      frame(0, 1, id, body.getBytes(StandardCharsets.UTF_8));
    }

    /** 200 with a Content-Length of 9 and fewer bytes. */
    void okButShort(String body) throws IOException {
      // Literal without indexing, name index 28 (content-length), value "9".
      frame(1, 4, id, new byte[] {(byte) 0x88, 0x0f, 0x0d, 1, '9'});
      frame(0, 1, id, body.getBytes(StandardCharsets.UTF_8));
    }

    /** 421 Misdirected Request. */
    void misdirected() throws IOException {
      // Literal without indexing, name index 8 (:status), value "421".
      frame(1, 5, id, new byte[] {0x08, 3, '4', '2', '1'});
    }

    void refuse() throws IOException {
      frame(3, 0, id, new byte[] {0, 0, 0, 7});
    }

    void goAway(int lastStream) throws IOException {
      frame(7, 0, 0, new byte[] {0, 0, 0, (byte) lastStream, 0, 0, 0, 0});
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
      Http2WireServer.frame(out, type, flags, stream, payload);
    }
  }

  private final ServerSocket listening;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final Script script;

  Http2WireServer(ServerSocketFactory sockets, Script script) throws IOException {
    this.script = script;
    this.listening = sockets.createServerSocket();
    listening.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int requests() {
    return requests.get();
  }

  int connections() {
    return accepted.size();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "http2-wire-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        accepted.add(socket);
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (socket instanceof SSLSocket tls) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        tls.setSSLParameters(parameters);
      }
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      in.readNBytes(24);
      frame(out, 4, 0, 0, new byte[0]);
      while (true) {
        readFrame(in, out, socket);
      }
    } catch (IOException cut) {
      // A cut connection is what these tests are about.
    }
  }

  private void readFrame(DataInputStream in, DataOutputStream out, Socket socket)
      throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int id = in.readInt();
    in.readNBytes(length);
    if (type == 1) {
      requests.incrementAndGet();
    }
    if (type == 4 && (flags & 1) == 0) {
      frame(out, 4, 1, 0, new byte[0]);
    }
    boolean ended = (type == 0 || type == 1) && (flags & 1) == 1;
    if (ended) {
      script.answer(new Stream(requests.get(), id, out, socket));
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }
}
