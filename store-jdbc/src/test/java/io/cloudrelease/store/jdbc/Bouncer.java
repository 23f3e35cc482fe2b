package io.cloudrelease.store.jdbc;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PgBouncer, as the system packages it, in transaction mode before a server. */
final class Bouncer implements AutoCloseable {
  private final Process process;
  private final int port;

  private Bouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Optional<String> program() {
    return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }

  static Bouncer before(PostgresServer server) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path settings =
        server.write(
            "pgbouncer.ini",
            String.join(
                "\n",
                "[databases]",
                "* = host=127.0.0.1 port=" + server.port() + " user=cloudrelease",
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any",
                "pool_mode = transaction",
                // Fewer than there are who use it: each transaction meets another session.
                "default_pool_size = 6",
                "max_client_conn = 300",
                "ignore_startup_parameters = extra_float_digits,search_path",
                "logfile = " + server.home().resolve("pgbouncer.log"),
                ""));
    Process process =
        new ProcessBuilder(
                PostgresServer.asPostgres(program().orElseThrow(), "-q", settings.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 100; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Bouncer(process, port);
      } catch (java.io.IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError("pgbouncer does not answer");
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws Exception {
    // Behind runuser it is a child.
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.waitFor();
  }
}
