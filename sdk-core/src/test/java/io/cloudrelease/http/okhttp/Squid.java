package io.cloudrelease.http.okhttp;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Squid of the machine's own package on a free loopback port, as an unprivileged user, in a
 * folder of its own. It knows one user and the host {@code cloud.test}, which is this machine.
 */
final class Squid implements AutoCloseable {
  static final String USER = "releaser";
  static final String PASSWORD = "correct horse+battery";

  /** Made by {@code openssl passwd -apr1}. */
  private static final String DIGEST = "$apr1$9Zc1Qw7e$XQd3gxo8mBD95.V53jTfo0";

  private static final Path PROGRAM = Path.of("/usr/sbin/squid");

  /** Set where nothing may be left out. */
  private static final String REQUIRED = "CLOUDRELEASE_TEST_SQUID";

  private final Process process;
  private final Path folder;
  private final int port;

  private Squid(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts one, or says that there is none: a skipped test, or a failed one where it must be. */
  static Squid start() throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = PROGRAM + " is missing; apt-get install squid";
      if (System.getenv(REQUIRED) != null) {
        fail(missing);
      }
      abort(missing);
    }
    Path folder = Files.createTempDirectory("squid");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    int port = unusedPort();
    Path conf = Files.writeString(folder.resolve("squid.conf"), configuration(folder, port));
    Files.writeString(folder.resolve("users"), USER + ":" + DIGEST + "\n");
    Files.writeString(folder.resolve("hosts"), "127.0.0.1 cloud.test\n");
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=proxy", "--regid=proxy", "--clear-groups"));
    }
    command.addAll(List.of(PROGRAM.toString(), "-N", "-f", conf.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Squid squid = new Squid(process, folder, port);
    squid.awaitAnswers();
    return squid;
  }

  private static String configuration(Path folder, int port) {
    return """
        http_port 127.0.0.1:%2$d
        auth_param basic program /usr/lib/squid/basic_ncsa_auth %1$s/users
        auth_param basic realm company
        auth_param basic children 1
        acl known proxy_auth REQUIRED
        http_access allow known
        http_access deny all
        hosts_file %1$s/hosts
        cache deny all
        access_log stdio:%1$s/access.log
        buffered_logs off
        cache_log %1$s/cache.log
        pid_filename none
        coredump_dir %1$s
        shutdown_lifetime 0 seconds
        visible_hostname proxy.test
        pinger_enable off
        """
        .formatted(folder, port);
  }

  private void awaitAnswers() throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException notYet) {
        // It takes a moment.
      }
    }
    String said = Files.readString(folder.resolve("out"));
    close();
    fail("Squid did not start: " + said);
  }

  int port() {
    return port;
  }

  /** A line for each tunnel that was asked for; written when it is over. */
  String log() throws IOException {
    return Files.readString(folder.resolve("access.log"));
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> beneath = process.descendants().toList();
    process.destroy();
    beneath.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
