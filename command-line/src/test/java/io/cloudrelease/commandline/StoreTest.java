package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @TempDir Path folder;
  private Bench bench = new Bench();

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
    assertThat(json().get("runs").items().get(0).number("instances", 0)).isEqualTo(1);
    assertThat(json().get("runs").items().get(0).get("verdicts").number("RELEASED", 0))
        .isEqualTo(1);
    assertThat(bench.run(runs())).isZero();
    assertThat(bench.out()).startsWith("STATE").contains("ended", "  1 RELEASED\n");
    assertThat(bench.atClouds("resume", List.of(store()))).isEqualTo(2);
    assertThat(bench.err()).contains("holds no unfinished run");
    assertThat(bench.state().resolve("cloudrelease")).doesNotExist();
  }

  private String[] runs(String... more) {
    List<String> args = new ArrayList<>(List.of("runs"));
    args.addAll(List.of(store(more)));
    return args.toArray(String[]::new);
  }

  private String[] show(String run, String... more) {
    List<String> args = new ArrayList<>(List.of("show", "--run", run));
    args.addAll(List.of(store(more)));
    return args.toArray(String[]::new);
  }

  private int resume(String... more) {
    return bench.atClouds("resume", List.of(store(more)));
  }

  /** What the list says of the only run of these instances. */
  private JsonValue run(String id) {
    assertThat(bench.run(runs("--json"))).as(bench.err()).isZero();
    return json().get("runs").items().stream()
        .filter(run -> run.text("run").equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The last run of that instance: those of other tests have the same ids. */
  private String runOf(String ref) throws Exception {
    return postgres.execute(
        PASSWORD,
        "select run_id from cloudrelease_line join cloudrelease_run using (run_id)"
            + " where seq = 1 and line like '%"
            + ref
            + "%' order by began desc");
  }

  // ---- completed by another ----

  @Test
  @Timeout(120)
  void what_a_killed_process_left_is_completed_by_another_once_that_one_must_be_dead()
      throws Exception {
    bench.close();
    bench = new Bench(VirtualClock.at(Instant.now()));
    login();
    List<String> refs =
        new ArrayList<>(Bench.refs("tencent-cvm", bench.tencent.add(150, i -> i.postpaid())));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(20, i -> i.prepaid())));
    Process killed = released(refs);
    String run;
    try {
      // The clock of the clouds stands still: nothing is done before it is killed.
      while (bench.tencent.ledger().effects().size() < 100) {
        assertThat(killed.isAlive()).as(Files.readString(folder.resolve("said"))).isTrue();
        TimeUnit.MILLISECONDS.sleep(5);
      }
      run = runOf(refs.get(0));
      int requests = bench.tencent.ledger().destructiveRequests().size();
      assertRefused(run);
      assertThat(bench.run(show(run))).as(bench.err()).isZero();
      assertThat(bench.out()).contains(", not complete", "170 instances");
      assertThat(requests).isPositive();
    } finally {
      killed.destroyForcibly().waitFor();
    }
    // Just dead looks like slow.
    assertRefused(run);
    assertThat(run(run).text("resume")).isEmpty();

    postgres.execute(
        PASSWORD, "update cloudrelease_run set heartbeat = heartbeat - interval '1 hour'");
    assertThat(run(run).text("state")).isEqualTo("ABANDONED");
    String command = run(run).text("resume");
    assertThat(command)
        .isEqualTo(
            "cloudrelease resume --store "
                + postgres.url()
                + " --driver-path "
                + DRIVER
                + " --run "
                + run);
    assertThat(bench.run(show(run))).isZero();
    assertThat(bench.out()).contains("to complete it: " + command);
    assertThat(resume("--json")).as(bench.err()).isZero();
    assertThat(json().get("verdicts").items()).hasSize(170);
    assertThat(json().get("counts").number("RELEASED", -1)).isEqualTo(150);
    assertThat(json().get("counts").number("RECYCLED", -1)).isEqualTo(20);
    assertThat(bench.tencent.ledger().effects()).hasSize(170);
    assertThat(refs).allMatch(ref -> bench.tencent.ledger().timesApplied(ref.split(":")[2]) == 1);

    int requests = bench.requests();
    assertThat(run(run).text("state")).isEqualTo("ENDED");
    assertThat(resume("--json")).isEqualTo(2);
    assertThat(bench.err()).contains("holds no unfinished run");
    assertThat(resume("--json", "--run", run)).as(bench.err()).isZero();
    assertThat(json().get("counts").number("RELEASED", -1)).isEqualTo(150);
    assertThat(bench.run(show(run))).isZero();
    assertThat(bench.out()).contains("150 RELEASED", "20 RECYCLED");
    assertThat(bench.requests()).isEqualTo(requests);
  }

  /** Its owner lives, for all that is known. */
  private void assertRefused(String run) {
    int requests = bench.tencent.ledger().destructiveRequests().size();
    assertThat(resume("--json")).isEqualTo(2);
    assertThat(bench.err()).contains("under way", run);
    assertThat(resume("--json", "--run", run)).isEqualTo(2);
    assertThat(bench.err()).contains("is used by another process", "last heard of");
    assertThat(run(run).text("state")).isEqualTo("UNDER_WAY");
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSizeGreaterThanOrEqualTo(requests);
  }

  private Process released(List<String> refs) throws Exception {
    Path list = Files.write(folder.resolve("list"), refs);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "release",
                "--yes",
                "--max-instances=" + refs.size(),
                "--endpoint=tencent-cvm=" + bench.endpoint(),
                "--file=" + list));
    command.addAll(List.of(store()));
    ProcessBuilder tool = new ProcessBuilder(command);
    tool.environment().keySet().removeIf(name -> !name.equals("PATH"));
    tool.environment().putAll(bench.variables);
    return tool.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
  }

  @Test
  void what_was_not_sent_is_released_through_the_same_store_the_next_time() {
    String ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
    bench.through(InProcessTransport.to(bench.clock, bench.tencent));
    bench.tencent.faults(
        new FaultScript().always(SimulatedCall::destructive, Fault.connectionRefused()));
    assertThat(bench.release(store("--yes", "--deny-tag", "keep", ref))).isEqualTo(3);
    assertThat(bench.err())
        .contains(
            " --deny-tag keep --store " + postgres.url() + " --driver-path " + DRIVER + " " + ref);
  }

  @Test
  void a_run_that_is_not_there_is_said() {
    assertThat(bench.run(runs())).isZero();
    assertThat(resume("--run", "nobody")).isEqualTo(2);
    assertThat(bench.err()).contains(postgres.url() + " holds no run nobody");
    assertThat(bench.run(show("nobody"))).isEqualTo(2);
    assertThat(bench.err()).contains(postgres.url() + " holds no run nobody");
    assertThat(bench.run("show", "--store", postgres.url(), "--driver-path", DRIVER, "file"))
        .isEqualTo(2);
    assertThat(bench.err()).contains("--store is of --run");
    assertThat(bench.run("show", "--run", "nobody", "file")).isEqualTo(2);
    assertThat(bench.err()).contains("show takes one file");
  }

  // ---- rights and damage ----

  @Test
  void a_role_that_can_only_append_is_enough_for_the_tool() throws Exception {
    assertThat(bench.run(runs())).isZero();
    String page = Files.readString(Path.of("..", "docs", "several-machines.md"));
    int from = page.indexOf("```sql\n") + 7;
    String grants = page.substring(from, page.indexOf("```", from)).replace("releaser", "appender");
    for (String grant : grants.split(";\\s*\\n")) {
      postgres.execute(PASSWORD, grant);
    }
    postgres.execute(PASSWORD, "alter role appender password '" + PASSWORD + "'");
    bench.variables.put("PGUSER", "appender");
    String ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
    assertThat(bench.release(store("--yes", "--json", ref))).as(bench.err()).isZero();
    String run = runOf(ref);
    assertThat(bench.run(show(run))).as(bench.err()).isZero();
    assertThat(bench.out()).contains("1 RELEASED");
    assertThat(run(run).text("state")).isEqualTo("ENDED");
  }

  @ParameterizedTest
  @CsvSource({
    "update cloudrelease_line set line = replace(line; 'ins-'; 'inx-') where seq = 2 and, line 2",
    "delete from cloudrelease_line where seq = 2 and, line 2",
    "delete from cloudrelease_line where line like '%\"kind\":\"ended\"%' and, line",
  })
  void a_line_that_was_changed_or_removed_is_named(String damage, String named) throws Exception {
    String ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
    assertThat(bench.release(store("--yes", "--json", ref))).as(bench.err()).isZero();
    String run = runOf(ref);
    assertThat(bench.run(show(run))).as(bench.err()).isZero();
    assertThat(bench.err()).contains("whole and unchanged");
    assertThat(postgres.execute(PASSWORD, damage.replace(';', ',') + " run_id = '" + run + "'"))
        .isEqualTo("1");
    assertThat(bench.run(show(run))).isEqualTo(3);
    assertThat(bench.err()).contains("not to be trusted: run " + run + " is damaged: " + named);
    assertThat(bench.run(show(run, "--json"))).isEqualTo(3);
    assertThat(json().get("faults").items().get(0).text()).contains(named);
    int requests = bench.requests();
    assertThat(resume("--run", run)).isEqualTo(2);
    assertThat(bench.err()).contains("is damaged: " + named);
    assertThat(bench.requests()).isEqualTo(requests);
  }

  @Test
  void a_password_may_stand_in_a_variable_that_the_url_names() {
    bench.variables.remove("PGPASSWORD");
    bench.variables.put("OPS_DB", PASSWORD);
    String url = postgres.url() + "?user=" + LocalPostgres.USER + "&password=${env:OPS_DB}";
    assertThat(bench.run("runs", "--store", url, "--driver-path", DRIVER)).as(bench.err()).isZero();
    bench.variables.put("CLOUDRELEASE_DRIVER_PATH", DRIVER);
    assertThat(bench.run("runs", "--store", url)).isZero();
    assertThat(bench.run("runs", "--store", postgres.url() + "?options=${file:db.pass}"))
        .isEqualTo(2);
    assertThat(bench.err()).contains("only ${env:NAME} is replaced in the URL of a store");
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
    int sent = bench.requests();
    for (List<String> past :
        List.of(
            List.of("--no-journal"),
            List.of("--journal", folder.resolve("own.jsonl").toString()),
            List.of("--store", postgres.url()))) {
      List<String> third = new ArrayList<>(List.of("--yes", "--config", config, refs.get(3)));
      third.addAll(past);
      assertThat(bench.release(third)).as(past.toString()).isEqualTo(2);
      assertThat(bench.err()).contains("most-per-hour", "leave them out", "nothing was sent");
    }
    String file = Files.writeString(folder.resolve("own.jsonl"), "").toString();
    assertThat(bench.atClouds("resume", List.of("--config", config, "--journal", file)))
        .isEqualTo(2);
    assertThat(bench.err()).contains("most-per-hour", "leave them out");
    assertThat(bench.requests()).isEqualTo(sent);
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
