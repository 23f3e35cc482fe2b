package io.cloudrelease.store.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL of our own, from the system's packages, on loopback and in a temporary folder.
 * It refuses to run as root, so root starts it as the user postgres.
 */
final class PostgresServer implements AutoCloseable {
  private static final String USER = "cloudrelease";

  private final Path home;
  private final Path binaries;
  private final int port;
  private final boolean durable;

  private PostgresServer(Path home, Path binaries, int port, boolean durable) {
    this.home = home;
    this.binaries = binaries;
    this.port = port;
    this.durable = durable;
  }

  /** Where its programs are, if it is installed. */
  static Optional<Path> binaries() {
    List<Path> places = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      places.add(Path.of(folder));
    }
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      versions.sorted(Comparator.reverseOrder()).map(v -> v.resolve("bin")).forEach(places::add);
    } catch (IOException none) {
      // Then it is in the path, or nowhere.
    }
    return places.stream()
        .filter(place -> Files.isExecutable(place.resolve("initdb")))
        .map(PostgresServer::real)
        .findFirst();
  }

  private static Path real(Path folder) {
    try {
      return folder.resolve("initdb").toRealPath().getParent();
    } catch (IOException e) {
      return folder;
    }
  }

  /**
   * Starts one.
   *
   * @param durable whether it writes to the disk what it commits; faster without, for tests that do
   *     not take it down
   */
  static PostgresServer start(boolean durable) throws Exception {
    Path binaries = binaries().orElseThrow(() -> new IOException("PostgreSQL is not installed"));
    Path home = Path.of(run(asPostgres("mktemp", "-d", "/tmp/cloudrelease-pg.XXXXXX")).trim());
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(home, binaries, port, durable);
    run(
        asPostgres(
            binaries.resolve("initdb").toString(),
            "--no-sync",
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C",
            "--pgdata=" + server.data()));
    server.startUp();
    return server;
  }

  private String data() {
    return home.resolve("data").toString();
  }

  void startUp() throws Exception {
    control(
        "start",
        "-w",
        "-t",
        "30",
        "-l",
        home.resolve("log").toString(),
        "-o",
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            + home
            + " -c max_connections=150 -c shared_buffers=64MB"
            + (durable ? "" : " -c fsync=off -c full_page_writes=off"));
  }

  /** Stops it; {@code immediate} as a crash does. */
  void stop(String mode) throws Exception {
    control("stop", "-w", "-t", "30", "-m", mode);
  }

  private void control(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("pg_ctl").toString());
    command.add("--silent");
    command.add("--pgdata=" + data());
    command.addAll(Arrays.asList(arguments));
    run(asPostgres(command.toArray(String[]::new)));
  }

  /** All its processes stop for a while, as on a machine that hangs. */
  void freeze() throws Exception {
    signal("-STOP");
  }

  void thaw() throws Exception {
    signal("-CONT");
  }

  /**
   * All its processes are gone at once, even where they stand still, as where the power is cut; and
   * it is started anew as soon as the system has taken note of that.
   */
  void crash() throws Exception {
    signal("-KILL");
    for (int tries = 50; ; tries--) {
      try {
        run(asPostgres("rm", "-f", Path.of(data(), "postmaster.pid").toString()));
        startUp();
        return;
      } catch (IOException notYet) {
        if (tries == 1) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private void signal(String signal) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(processes());
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** The first is the one that all others come from. */
  private List<String> processes() throws IOException {
    long main = Long.parseLong(Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0).trim());
    List<String> all = new ArrayList<>(List.of(Long.toString(main)));
    ProcessHandle.of(main)
        .ifPresent(process -> process.descendants().forEach(p -> all.add(Long.toString(p.pid()))));
    return all;
  }

  /** No file of it grows or is written behind its first pages, as where the disk is full. */
  void fillDisk() throws Exception {
    limitFiles("8192:");
  }

  /** Takes that back; what the server did not survive it is started for anew. */
  void makeRoom() throws Exception {
    try {
      limitFiles("unlimited:");
    } catch (IOException notRunning) {
      // It gave up meanwhile.
    }
    if (!isUp()) {
      startUp();
    }
  }

  private void limitFiles(String size) throws Exception {
    for (String process : processes()) {
      try {
        run(asPostgres("prlimit", "--pid", process, "--fsize=" + size));
      } catch (IOException ended) {
        // One that ended meanwhile needs no limit.
      }
    }
  }

  private boolean isUp() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (var connection = source().getConnection()) {
        return connection.isValid(5);
      } catch (java.sql.SQLException notYet) {
        boolean runs =
            Files.exists(Path.of(data(), "postmaster.pid"))
                && ProcessHandle.of(Long.parseLong(processes().get(0))).isPresent();
        if (!runs) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    return false;
  }

  /** Where it is, for a driver. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
  }

  int port() {
    return port;
  }

  Path home() {
    return home;
  }

  PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    return source;
  }

  @Override
  public void close() throws Exception {
    try {
      thaw();
    } catch (IOException | NumberFormatException notRunning) {
      // Then there is nothing to wake.
    }
    try {
      stop("immediate");
    } finally {
      run(asPostgres("rm", "-rf", home.toString()));
    }
  }

  static String[] asPostgres(String... command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    List<String> other = new ArrayList<>(List.of("runuser", "-u", "postgres", "--"));
    other.addAll(Arrays.asList(command));
    return other.toArray(String[]::new);
  }

  /** Runs a program to its end; its output goes to a file, which a daemon may keep open. */
  static String run(String... command) throws Exception {
    Path out = Files.createTempFile("cloudrelease-pg", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/tmp").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String text = Files.readString(out);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + text);
      }
      return text;
    } finally {
      Files.delete(out);
    }
  }

  /** Something written where only the user postgres may. */
  Path write(String name, String text) throws Exception {
    Path file = Files.createTempFile("cloudrelease-pg", ".conf");
    Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    file.toFile().setReadable(true, false);
    run(asPostgres("cp", file.toString(), home.resolve(name).toString()));
    Files.delete(file);
    return home.resolve(name);
  }
}
