package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.JournalLines;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that hangs, is started anew, has no room left, or whose connections are cut around a
 * commit, or that never comes back, while a machine releases: on a server of its own, that syncs.
 * {@code -Dstore.outages=50} for each that passes.
 */
class OutagesTest {
  private static final int OUTAGES = Integer.getInteger("store.outages", 1);
  private static final long SEED = Long.getLong("store.seed", 20261126L);
  private static final Duration LONG = Duration.ofMinutes(2);

  /**
   * What the page promises: so long after its deadline a run is over, whatever the database does.
   */
  private static final Duration MOST_AFTER_DEADLINE = Duration.ofSeconds(15);

  private static final Pattern TOOK = Pattern.compile("in (\\d+) ms");

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final Site site = new Site();
  private PostgresServer server;
  private CuttingProxy proxy;
  private Machine machine;
  private final Map<String, Integer> counts = new HashMap<>();

  @BeforeEach
  void start_a_server() throws Exception {
    Postgres.mustBeInstalled();
    server = PostgresServer.start(true);
    proxy = new CuttingProxy(server.port());
  }

  private void startMachine(Map<String, String> further) throws Exception {
    Map<String, String> properties = new HashMap<>(further);
    properties.put(
        "store.url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?user=cloudrelease");
    properties.put("store.cloud", Integer.toString(site.port()));
    properties.put("store.lag", "1000");
    machine = Machine.start(properties);
    machine.await("ready", LONG);
  }

  @AfterEach
  void end_all() throws Exception {
    if (machine != null) {
      machine.close();
    }
    proxy.close();
    server.close();
    site.close();
  }

  /** What goes wrong once while a list is released. */
  private interface Outage {
    void strike() throws Exception;
  }

  @Test
  void nothing_leaves_on_an_intent_that_is_not_durable_and_the_run_goes_on() throws Exception {
    startMachine(Map.of("store.attempt", "2000", "store.patience", "20", "store.deadline", "60"));
    for (int round = 0; round < OUTAGES; round++) {
      hit(round, "cut before commit", () -> cut(CuttingProxy.Cut.BEFORE_COMMIT));
      hit(round, "cut after commit", () -> cut(CuttingProxy.Cut.AFTER_COMMIT));
      hit(round, "all connections cut", () -> proxy.cutAll());
      hit(round, "stopped", this::freeze);
      hit(round, "restarted", this::restart);
      hit(round, "disk full", this::fill);
    }
    System.out.println("outages " + counts);
  }

  /**
   * With the store's own patience, which is longer than the deadline. The server is killed while it
   * stands still: what it has after that was durable when it froze.
   */
  @Test
  void a_database_that_never_comes_back_holds_no_run_for_long_after_its_deadline()
      throws Exception {
    Duration deadline = Duration.ofSeconds(8);
    startMachine(
        Map.of("store.deadline", Long.toString(deadline.toSeconds()), "store.budget", "100000"));
    // Two seconds of calls.
    List<InstanceRef> list = site.postpaid(2000);
    Path result = folder.resolve("result");
    machine.tell("release " + Site.list(folder.resolve("list"), list) + " " + result);
    long until = System.nanoTime() + LONG.toNanos();
    while (site.destructive().isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    server.freeze();
    String said = machine.await("released", LONG);
    server.crash();
    assertAllSentHadAnIntent("frozen for good", list);
    Map<InstanceRef, String> verdicts = Site.verdicts(result);
    assertThat(site.lies(list, verdicts)).isEmpty();
    assertThat(site.steppedTwice(list)).isEmpty();
    assertThat(verdicts.values()).as(said).contains("NOT_SENT");
    assertThat(took(said)).as(said).isLessThanOrEqualTo(deadline.plus(MOST_AFTER_DEADLINE));
    System.out.println("frozen for good: " + said);
    // What it could not write, it writes now: nobody has to look for it anew.
    while (!ended() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(ended()).isTrue();
  }

  private static Duration took(String said) {
    Matcher took = TOOK.matcher(said);
    assertThat(took.find()).as(said).isTrue();
    return Duration.ofMillis(Long.parseLong(took.group(1)));
  }

  private boolean ended() throws SQLException {
    String left = "select count(*) from cloudrelease_run where not ended";
    return Postgres.ask(server.source(), left).equals("0");
  }

  private void cut(CuttingProxy.Cut where) throws Exception {
    proxy.cut(where);
    for (int i = 0; i < 500 && !proxy.isCut(); i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    proxy.cut(CuttingProxy.Cut.NONE);
  }

  private void freeze() throws Exception {
    server.freeze();
    TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(3000));
    server.thaw();
  }

  private void fill() throws Exception {
    server.fillDisk();
    assertThatThrownBy(
            () ->
                Postgres.execute(
                    server.source(), "create table t as select generate_series(1, 9999)"))
        .isInstanceOf(SQLException.class);
    TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2000));
    server.makeRoom();
  }

  private void restart() throws Exception {
    server.stop(random.nextBoolean() ? "immediate" : "fast");
    TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
    server.startUp();
  }

  private void hit(int round, String name, Outage outage) throws Exception {
    String as = round + " " + name;
    List<InstanceRef> list = site.mixed(60);
    Path file = Site.list(folder.resolve("list"), list);
    Path result = folder.resolve("result-" + as.replace(' ', '-'));
    int from = site.requests();
    machine.tell("release " + file + " " + result);
    int moment = random.nextInt(12);
    for (int i = 0; i < 3000 && site.requests() - from < moment; i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
    outage.strike();
    String said = machine.await("released", LONG);
    Map<InstanceRef, String> verdicts = Site.verdicts(result);
    assertThat(site.lies(list, verdicts)).as(as).isEmpty();
    assertThat(site.steppedTwice(list)).as(as).isEmpty();
    assertThat(verdicts.values())
        .as("%s: %s", as, said)
        .isSubsetOf("RELEASED", "RECYCLED", "ALREADY_DONE");
    assertAllSentHadAnIntent(as, list);
    counts.merge(name, 1, Integer::sum);
  }

  /** Each instance of a call that reached the cloud stands in an intent that the database has. */
  private void assertAllSentHadAnIntent(String as, List<InstanceRef> list) throws Exception {
    Set<String> intended = new HashSet<>();
    try (Connection connection = server.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select run_id, line from cloudrelease_line order by run_id, seq")) {
      String run = "";
      String before = JournalLines.START;
      while (row.next()) {
        before = row.getString(1).equals(run) ? before : JournalLines.START;
        run = row.getString(1);
        for (JournalEntry entry : entries(row.getString(2), before)) {
          if (entry instanceof JournalEntry.BatchIntent intent) {
            intent.instances().forEach(ref -> intended.add(ref.id()));
          }
        }
        before = JournalLines.sumOf(row.getString(2)).orElseThrow();
      }
    }
    Set<String> ids = new HashSet<>();
    list.forEach(ref -> ids.add(ref.id()));
    List<String> unintended = new ArrayList<>();
    for (SimulatedCloud cloud : List.of(site.tencent, site.zenlayer)) {
      for (RecordedRequest request : cloud.ledger().destructiveRequests()) {
        for (String id : request.ids()) {
          if (ids.contains(id) && !intended.contains(id)) {
            unintended.add(id);
          }
        }
      }
    }
    assertThat(unintended).as("%s: sent without an intent", as).isEmpty();
  }

  private static List<JournalEntry> entries(String line, String before) throws JournalException {
    return JournalLines.decode(line, before).map(List::of).orElse(List.of());
  }
}
