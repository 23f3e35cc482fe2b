package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.sources.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code rehearse}: goes through what a release goes through, with made-up keys and this process as
 * the cloud, so that the JVM can keep an archive of the classes. The launcher runs it; it touches
 * no account, no file and no other machine.
 */
final class Rehearsal {
  /** Accepts whatever is sent, and has no instance to show. */
  private static final String ANSWER =
      "{\"Response\":{\"TotalCount\":0,\"InstanceSet\":[],\"RequestId\":\"rehearsal\"}}";

  private static final Map<String, String> KEYS =
      Map.of(
          "TENCENTCLOUD_SECRET_ID", "rehearsal",
          "TENCENTCLOUD_SECRET_KEY", "rehearsal",
          "ZENLAYERCLOUD_ACCESS_KEY_ID", "rehearsal",
          "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", "rehearsal",
          "ALIBABA_CLOUD_ACCESS_KEY_ID", "rehearsal",
          "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "rehearsal");

  private static final String TENCENT = "tencent-cvm:ap-guangzhou:ins-00000000";
  private static final List<String> OTHERS =
      List.of("aliyun-ecs:cn-hangzhou:i-bp100000000000000000", "zenlayer-zec:1000000000000000000");

  private Rehearsal() {}

  /** Goes through it; gives the exit code. */
  static int run() {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread cloud = new Thread(() -> serve(server), "rehearsed cloud");
      cloud.setDaemon(true);
      cloud.start();
      String here = "127.0.0.1:" + server.getLocalPort();
      Tool tool = new Tool(nowhere());
      tool.run(List.of("--help"));
      tool.run(release("tencent-cvm=http://" + here, List.of("--no-look", "--json", TENCENT)));
      tool.run(release("tencent-cvm=http://" + here, List.of(TENCENT)));
      // Plain text where TLS is spoken: fails, and not before most of TLS is loaded.
      tool.run(release("zenlayer-zec=https://" + here, OTHERS.subList(1, 2)));
      tool.run(release("aliyun-ecs=https://" + here, OTHERS.subList(0, 1)));
    } catch (IOException noLoopback) {
      throw new UncheckedIOException(noLoopback);
    }
    return ExitCode.GOOD;
  }

  private static List<String> release(String endpoint, List<String> more) {
    List<String> args = new ArrayList<>();
    args.addAll(
        List.of("release", "--yes", "--no-journal", "--deadline=1s", "--endpoint", endpoint));
    args.addAll(more);
    return args;
  }

  private static Surroundings nowhere() {
    return new Surroundings(
        InputStream.nullInputStream(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        Environment.of(KEYS, Path.of("no-home")),
        InstantSource.system(),
        Interrupts.ofProcess(),
        ReleaseClient::builder);
  }

  private static void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.setSoTimeout(200);
        answer(client);
      } catch (IOException gone) {
        // The tool says what it makes of that; here the next one is served.
      }
    }
  }

  private static void answer(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < 10_000) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.append((char) next);
    }
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: "
                    + ANSWER.length()
                    + "\r\n\r\n"
                    + ANSWER)
                .getBytes(StandardCharsets.US_ASCII));
    in.transferTo(OutputStream.nullOutputStream());
  }
}
