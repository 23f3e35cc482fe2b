package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --store} against a real PostgreSQL, with the driver from a file of its own. */
class StoreTest {
  private static final String PASSWORD = Bench.CANARY + "pg";
  private static final String DRIVER =
      Path.of(
              org.postgresql.Driver.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .getPath())
          .toString();
  private static LocalPostgres postgres;

  private final Bench bench = new Bench();
  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    boolean found = LocalPostgres.binaries().isPresent();
    if (!System.getenv().getOrDefault("CLOUDRELEASE_TEST_POSTGRES", "").isEmpty()) {
      Assertions.assertTrue(found, "in continuous integration PostgreSQL is installed");
    }
    assumeTrue(found, "skipped: no PostgreSQL; install the package postgresql");
    postgres = LocalPostgres.start(PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void login() {
    bench.variables.put("PGUSER", LocalPostgres.USER);
    bench.variables.put("PGPASSWORD", PASSWORD);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String[] store(String... more) {
    List<String> args =
        new ArrayList<>(List.of("--store", postgres.url(), "--driver-path", DRIVER));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private JsonValue json() {
    return JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Test
  void a_run_is_written_down_there_and_listed_from_there() {
    String ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
    assertThat(bench.release(store("--yes", "--json", ref))).as(bench.err()).isZero();
    assertThat(bench.run(runs("--json"))).as(bench.err()).isZero();
    assertThat(json().get("runs").items()).isNotEmpty();
    assertThat(json().get("runs").items().get(0).text("state")).isEqualTo("ENDED");
    assertThat(bench.run(runs())).isZero();
    assertThat(bench.out()).startsWith("STATE").contains("ended");
    assertThat(bench.atClouds("resume", List.of(store()))).isEqualTo(2);
    assertThat(bench.err()).contains("holds no unfinished run");
    assertThat(bench.state().resolve("cloudrelease")).doesNotExist();
  }

  private String[] runs(String... more) {
    List<String> args = new ArrayList<>(List.of("runs"));
    args.addAll(List.of(store(more)));
    return args.toArray(String[]::new);
  }

  @Test
  void a_password_may_stand_in_a_variable_that_the_url_names() {
    bench.variables.remove("PGPASSWORD");
    bench.variables.put("OPS_DB", PASSWORD);
    String url = postgres.url() + "?user=" + LocalPostgres.USER + "&password=${env:OPS_DB}";
    assertThat(bench.run("runs", "--store", url, "--driver-path", DRIVER)).as(bench.err()).isZero();
    bench.variables.put("CLOUDRELEASE_DRIVER_PATH", DRIVER);
    assertThat(bench.run("runs", "--store", url)).isZero();
  }

  @Test
  void a_database_that_is_not_there_or_does_not_let_us_in_is_said_and_nothing_is_sent() {
    String ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
    bench.variables.put("PGPASSWORD", "wrong");
    assertThat(bench.release(store("--yes", ref))).isEqualTo(2);
    assertThat(bench.err()).contains("--store " + postgres.url() + ": ", "nothing was sent");
    assertThat(
            bench.release(
                "--yes",
                "--store",
                "jdbc:postgresql://127.0.0.1:1/x",
                "--driver-path",
                DRIVER,
                ref))
        .isEqualTo(2);
    assertThat(bench.release("--yes", "--store", postgres.url(), "--driver-path", "none.jar", ref))
        .isEqualTo(2);
    assertThat(bench.err()).contains("--driver-path: none.jar cannot be read");
    assertThat(bench.tencent.ledger().requests()).isEmpty();
  }

  @Test
  void an_hours_count_of_the_policy_is_that_of_all_who_use_the_store() throws Exception {
    bench.variables.put("CLOUDRELEASE_DRIVER_PATH", DRIVER);
    bench.variables.put("OPS_DB", PASSWORD);
    String config = config();
    Files.writeString(Path.of(config), "policy: {most-per-hour: 3}\n", StandardOpenOption.APPEND);
    List<String> refs = Bench.refs("zenlayer-zec", bench.zenlayer.addZec(4, i -> i.name("web")));
    String[] first = {"--yes", "--config", config, refs.get(0), refs.get(1)};
    assertThat(bench.release(first)).as(bench.err()).isZero();
    String[] second = {"--yes", "--config", config, refs.get(2), refs.get(3)};
    assertThat(bench.release(second)).isEqualTo(3);
    assertThat(bench.out()).contains("1 RELEASED", "1 NOT_SENT");
  }

  @Test
  void the_configuration_names_it_with_its_password_elsewhere() throws Exception {
    bench.variables.remove("PGUSER");
    bench.variables.remove("PGPASSWORD");
    bench.variables.put("OPS_DB", PASSWORD);
    bench.variables.put("CLOUDRELEASE_DRIVER_PATH", DRIVER);
    String config = config();
    String ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
    assertThat(bench.release("--yes", "--config", config, ref)).as(bench.err()).isZero();
    assertThat(bench.state().resolve("cloudrelease")).doesNotExist();
    assertThat(bench.run("runs", "--config", config, "--json")).as(bench.err()).isZero();
    assertThat(json().get("runs").items().get(0).text("state")).isEqualTo("ENDED");
    assertThat(bench.atClouds("resume", List.of("--config", config))).isEqualTo(2);
    assertThat(bench.err()).contains("holds no unfinished run");
    int sent = bench.requests();
    bench.variables.put("OPS_DB", "wrong");
    assertThat(bench.release("--yes", "--config", config, ref)).isEqualTo(2);
    assertThat(bench.err()).contains(config + ":1: store " + postgres.url() + ": ");
    assertThat(bench.requests()).isEqualTo(sent);
  }

  private String config() throws Exception {
    String yaml =
        "store: {url: '%s', user: %s, password: '${env:OPS_DB}'}\n"
            .formatted(postgres.url(), LocalPostgres.USER);
    return Files.writeString(folder.resolve("cloudrelease.yml"), yaml).toString();
  }

  @Test
  void connections_are_kept_for_the_next_transaction() throws Exception {
    Properties login = new Properties();
    login.setProperty("user", LocalPostgres.USER);
    login.setProperty("password", PASSWORD);
    StoreConnections connections =
        new StoreConnections(new org.postgresql.Driver(), postgres.url(), login);
    int first;
    try (var connection = connections.getConnection()) {
      first = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }
    try (var connection = connections.getConnection()) {
      assertThat(connection.unwrap(org.postgresql.PGConnection.class).getBackendPID())
          .isEqualTo(first);
    }
    try (JdbcStore store = JdbcStore.on(connections)) {
      assertThat(store.runs(1)).hasSizeLessThan(2);
    }
  }
}
