package io.cloudrelease.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.store.jdbc.StoredRun;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.SimulatedInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL from the system's package, on loopback, thrown away at the end. */
final class OwnPostgres implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

  /** It refuses to run as root, so root does it as the user postgres. */
  private static final String AS_POSTGRES =
      """
      cd /tmp
      as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
      bin="$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")"
      """;

  private static final String START =
      """
      home="$(as_postgres mktemp -d /tmp/cloudrelease-pg.XXXXXX)"
      as_postgres "$bin/initdb" --no-sync --auth=trust --username=releaser --encoding=UTF8 --locale=C -D "$home/data"
      as_postgres "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" start \\
        -o "-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c fsync=off"
      echo "$home"
      """;

  private static final String STOP =
      """
      as_postgres "$bin/pg_ctl" -D "$HOME_OF_IT/data" -m immediate stop
      as_postgres rm -rf "$HOME_OF_IT"
      """;

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final String url;
  private final String home;

  /** Starts it; skips the test where PostgreSQL is not installed. */
  OwnPostgres(String port) throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(PACKAGES), "skipped: install the package postgresql");
    String said = bash(START, "PORT", port);
    home = said.lines().reduce("", (before, last) -> last);
    url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    source.setUrl(url);
    source.setUser("releaser");
  }

  PGSimpleDataSource source() {
    return source;
  }

  /** Without its user. */
  String url() {
    return url;
  }

  /** A file takes what it says: the server would keep a pipe open. */
  private static String bash(String script, String variable, String value) throws Exception {
    Path said = Files.createTempFile("postgres", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-e", "-c", AS_POSTGRES + script)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().put(variable, value);
      int exit = builder.start().waitFor();
      String text = Files.readString(said, UTF_8);
      assertThat(exit).as(text).isZero();
      return text;
    } finally {
      Files.delete(said);
    }
  }

  /**
   * Leaves a run as a machine does that went away an hour ago, once the cloud confirmed its call.
   */
  String runOfADeadMachine(Stage stage, SimulatedInstance one) throws Exception {
    stage.tencent.terminating(Duration.ofMinutes(1));
    String id;
    try (JdbcStore store = JdbcStore.on(source);
        ReleaseClient client =
            ReleaseClient.builder()
                .provider(
                    TencentCvm.builder()
                        .endpoint(stage.endpoint().toString())
                        .credentials(stage.tencent.credentials())
                        .build())
                .journal(store.journal())
                .build()) {
      InstanceRef ref = one.ref("tencent-cvm");
      client.releaseInstancesAsync(
          ReleaseInstancesRequest.builder().instances(List.of(ref)).build());
      id = confirmed(store);
      store.close();
    }
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update cloudrelease_run set heartbeat = heartbeat - interval '1 hour'");
    }
    stage.tencent.shortTransitions();
    stage.later(Duration.ofMinutes(1));
    return id;
  }

  private static String confirmed(JdbcStore store) throws Exception {
    while (true) {
      for (StoredRun run : store.runs(1)) {
        List<String> lines = store.lines(run.runId());
        if (run.state() == StoredRun.State.UNDER_WAY
            && lines.stream().anyMatch(line -> line.contains("\"kind\":\"outcome\""))) {
          return run.runId();
        }
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws Exception {
    bash(STOP, "HOME_OF_IT", home);
  }
}
