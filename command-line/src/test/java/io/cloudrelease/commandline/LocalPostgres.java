package io.cloudrelease.commandline;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL of our own, on loopback, that asks for a password. */
final class LocalPostgres implements AutoCloseable {
  static final String USER = "releaser";

  private final Path home;
  private final Path binaries;
  private final int port;

  private LocalPostgres(Path home, Path binaries, int port) {
    this.home = home;
    this.binaries = binaries;
    this.port = port;
  }

  /** Where its programs are, if the system's package is installed. */
  static Optional<Path> binaries() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .filter(place -> Files.isExecutable(place.resolve("initdb")))
          .findFirst();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  static LocalPostgres start(String password) throws Exception {
    Path binaries = binaries().orElseThrow();
    Path home = Path.of(run("mktemp", "-d", "/tmp/cloudrelease-pg.XXXXXX").strip());
    run("sh", "-c", "echo '" + password + "' > " + home + "/password");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    LocalPostgres server = new LocalPostgres(home, binaries, port);
    run(
        binaries.resolve("initdb").toString(),
        "--no-sync",
        "--auth=scram-sha-256",
        "--pwfile=" + home.resolve("password"),
        "--username=" + USER,
        "--encoding=UTF8",
        "--locale=C",
        "--pgdata=" + home.resolve("data"));
    server.control(
        "start",
        "-w",
        "-l",
        home.resolve("log").toString(),
        "-o",
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories="
            + home);
    return server;
  }

  private void control(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("pg_ctl").toString());
    command.add("--silent");
    command.add("--pgdata=" + home.resolve("data"));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  /** Without user and password. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Runs a statement as the owner of the tables, and gives the first field of its answer. */
  String execute(String password, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url(), USER, password);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return Integer.toString(statement.getUpdateCount());
      }
      ResultSet row = statement.getResultSet();
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  @Override
  public void close() throws Exception {
    control("stop", "-m", "immediate");
    run("rm", "-rf", home.toString());
  }

  /** It refuses to run as root, so root does it as the user postgres. */
  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.addAll(List.of(arguments));
    // A file takes what it says: the server would keep a pipe open.
    Path said = Files.createTempFile("postgres-said", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/tmp").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int exit = process.waitFor();
    String text = Files.readString(said, StandardCharsets.UTF_8);
    Files.delete(said);
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + ": " + text);
    }
    return text;
  }
}
