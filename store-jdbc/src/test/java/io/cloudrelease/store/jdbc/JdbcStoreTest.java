package io.cloudrelease.store.jdbc;

import static io.cloudrelease.store.jdbc.Proxies.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

@Timeout(60)
class JdbcStoreTest {
  private PGSimpleDataSource database;
  private UnsureSource unsure;
  private final List<JdbcStore> stores = new ArrayList<>();

  @BeforeEach
  void make_a_database() throws Exception {
    database = Postgres.schema();
    unsure = new UnsureSource(database);
  }

  @AfterEach
  void close_the_stores() {
    stores.forEach(JdbcStore::close);
  }

  private JdbcStore store() {
    JdbcStore store = JdbcStore.on(unsure.asDataSource());
    stores.add(store);
    return store;
  }

  private RunLog begin(String run) throws JournalException {
    return store().journal().begin(Runs.started(run));
  }

  // ---- old rows ----

  /** A run adds a row for each of its instances: more than a thousand, often. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void each_beginning_removes_all_that_holds_nobody_back_any_more(boolean indexed)
      throws Exception {
    if (!indexed) {
      // As the tables were made before.
      Postgres.execute(database, "drop index cloudrelease_claim_since, cloudrelease_seen_since");
    }
    addRows("old", "clock_timestamp() - interval '25 hours'", 3500);
    addRows("young", "clock_timestamp() - interval '23 hours'", 1500);
    Postgres.execute(
        database, "update cloudrelease_claim set open = 'b1' where id in ('old-7', 'young-7')");
    begin("r1").close();
    assertThat(Postgres.ask(database, "select count(*) from cloudrelease_seen")).isEqualTo("1500");
    assertThat(Postgres.ask(database, "select count(*) from cloudrelease_claim")).isEqualTo("1501");
  }

  private void addRows(String name, String since, int count) throws SQLException {
    String id = "'" + name + "-' || n";
    String rows = " from generate_series(1, " + count + ") n";
    Postgres.execute(
        database,
        "insert into cloudrelease_seen select " + id + ", 'cloud', 'r0', " + since + rows);
    Postgres.execute(
        database,
        "insert into cloudrelease_claim select "
            + id
            + ", 'cloud', 'r0', 1, '', 1, "
            + since
            + ", 10, 10"
            + rows);
  }

  // ---- tables ----

  @Test
  void tables_are_made_once_by_however_many_open_it_at_once() throws Exception {
    Postgres.withDatabase(
        "",
        empty -> {
          List<Callable<JdbcStore>> openers = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            openers.add(() -> JdbcStore.on(empty));
          }
          ExecutorService threads = Executors.newFixedThreadPool(openers.size());
          for (Future<JdbcStore> opened : threads.invokeAll(openers)) {
            opened.get().close();
          }
          threads.shutdown();
          assertThat(Postgres.ask(empty, "select count(*) from cloudrelease_schema"))
              .isEqualTo("1");
        });
  }

  /** It asked whether they are there just before, and looks for others just after. */
  @Test
  void tables_that_another_one_makes_at_this_moment_are_the_stores_own() throws Exception {
    Postgres.withDatabase(
        "",
        empty -> {
          WatchedSource watched = new WatchedSource(empty);
          AtomicBoolean made = new AtomicBoolean();
          watched.watcher =
              step -> {
                if (step.contains("from pg_class") && !made.getAndSet(true)) {
                  JdbcStore.on(empty).close();
                }
              };
          JdbcStore.on(watched.asDataSource()).close();
          assertThat(made).isTrue();
        });
  }

  @Test
  void missing_tables_are_named_where_they_are_not_to_be_made() throws Exception {
    PGSimpleDataSource empty = Postgres.emptySchema();
    assertThatThrownBy(() -> JdbcStore.builder(empty).createTables(false).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("schema.sql");
  }

  @Test
  void a_single_table_that_is_missing_is_named() throws Exception {
    Postgres.withDatabase(
        "",
        empty -> {
          JdbcStore.on(empty).close();
          Postgres.execute(empty, "drop table cloudrelease_claim, cloudrelease_lane");
          assertThatThrownBy(() -> JdbcStore.on(empty))
              .isInstanceOf(ConfigurationException.class)
              .hasMessageContaining("missing: cloudrelease_claim, cloudrelease_lane");
        });
  }

  @Test
  void a_connection_is_given_back_as_it_was_found() throws Exception {
    Postgres.withDatabase(
        "",
        empty -> {
          try (Connection only = empty.getConnection()) {
            only.setAutoCommit(false);
            JdbcStore.on(alwaysThe(only)).close();
            assertThat(only.getAutoCommit()).isFalse();
          }
        });
  }

  /** A pool of one, which trusts whoever borrowed it. */
  private static DataSource alwaysThe(Connection only) {
    Connection lent =
        Proxies.proxy(
            Connection.class,
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : Proxies.call(only, method, arguments));
    return Proxies.proxy(DataSource.class, (proxy, method, arguments) -> lent);
  }

  @Test
  void a_session_that_was_ended_for_standing_still_is_tried_again() {
    for (String state : List.of("25P03", "25P04", "08006", "40001")) {
      assertThat(Database.passes(new SQLException("ended", state))).as(state).isTrue();
    }
    assertThat(Database.passes(new SQLException("no such table", "42P01"))).isFalse();
  }

  /** Two stores by mistake know nothing of each other's claims. */
  @Test
  void tables_are_not_made_beside_others_that_another_search_path_finds() throws Exception {
    Postgres.withDatabase(
        "",
        empty -> {
          JdbcStore.on(empty).close();
          Postgres.execute(empty, "create schema elsewhere");
          empty.setCurrentSchema("elsewhere");
          assertThatThrownBy(() -> JdbcStore.on(empty))
              .isInstanceOf(ConfigurationException.class)
              .hasMessageContaining("schema public")
              .hasMessageContaining("search_path");
          // Who means it says so.
          Postgres.execute(empty, JdbcStore.schema());
          JdbcStore.on(empty).close();
        });
  }

  @Test
  void tables_of_others_that_a_role_may_not_use_hinder_nobody() throws Exception {
    Postgres.withDatabase(
        "",
        empty -> {
          Postgres.execute(empty, "create schema theirs");
          empty.setCurrentSchema("theirs");
          try (JdbcStore theirs = JdbcStore.on(empty)) {
            theirs.journal().begin(Runs.started("theirs")).close();
          }
          String role = "stranger_" + empty.getDatabaseName();
          Postgres.execute(empty, "create role " + role + " login");
          Postgres.execute(empty, "create schema ours authorization " + role);
          PGSimpleDataSource stranger = new PGSimpleDataSource();
          stranger.setUrl(empty.getUrl());
          stranger.setUser(role);
          stranger.setCurrentSchema("ours");
          try (JdbcStore ours = JdbcStore.on(stranger)) {
            assertThat(ours.runs(10)).isEmpty();
          }
          Postgres.execute(empty, "drop owned by " + role);
          Postgres.execute(empty, "drop role " + role);
        });
  }

  @Test
  void a_database_that_cannot_hold_every_character_is_refused() throws Exception {
    Postgres.withDatabase(
        "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'",
        latin ->
            assertThatThrownBy(() -> JdbcStore.on(latin))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LATIN1")
                .hasMessageContaining("UTF8"));
  }

  @Test
  void the_schema_can_be_run_by_hand_and_again() throws Exception {
    Postgres.execute(database, JdbcStore.schema());
    JdbcStore store = JdbcStore.builder(database).createTables(false).build();
    stores.add(store);
    store.journal().begin(Runs.started("r1")).close();
    Postgres.execute(database, JdbcStore.schema());
    assertThat(store.runs(10)).extracting(StoredRun::runId).containsExactly("r1");
  }

  @Test
  void how_far_runs_have_come_is_counted_by_the_last_verdict_of_each_instance() throws Exception {
    JdbcStore store = store();
    try (RunLog log = store.journal().begin(Runs.started("r1"))) {
      log.note(given(1, Verdict.UNKNOWN, "web"));
      log.note(given(1, Verdict.RELEASED, "web"));
      // Text of a cloud, that would be a verdict.
      log.note(given(2, Verdict.RELEASED, "\"kind\":\"verdict\",\"verdict\":\"REJECTED\""));
      log.note(new JournalEntry.GuardDecision(Runs.NOW, "verdict", "\"verdict\":\"REJECTED\""));
    }
    store.journal().begin(Runs.started("r2")).close();
    store.journal().begin(Runs.started("r3")).close();
    Postgres.execute(
        database,
        "update cloudrelease_line set line = replace(line, 'ins-3', 'ins-4') where run_id = 'r3'");

    assertThat(store.counts(List.of("r1", "r2", "r3", "nobody")))
        .containsOnly(
            Map.entry("r1", new StoredCounts(3, Map.of(Verdict.RELEASED, 2))),
            Map.entry("r2", new StoredCounts(3, Map.of())));
  }

  private static JournalEntry given(int number, Verdict verdict, String name) {
    InstanceRef ref = Runs.ref(number);
    return new JournalEntry.VerdictGiven(
        Runs.NOW,
        GivenVerdict.builder(ref, verdict)
            .hint(name)
            .before(
                Optional.of(
                    Snapshot.builder(ref, Runs.NOW, LifecyclePhase.STABLE)
                        .name(name)
                        .tag("verdict", "REJECTED")
                        .build()))
            .build());
  }

  @Test
  void tables_of_another_version_are_refused() throws Exception {
    store();
    Postgres.execute(database, "update cloudrelease_schema set version = 7");
    assertThatThrownBy(this::store)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("version 7");
  }

  @Test
  void a_database_that_is_not_there_is_said_at_once() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
    assertThatThrownBy(() -> JdbcStore.builder(nowhere).attempt(Duration.ofMillis(200)).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the store cannot be used");
  }

  @Test
  void a_database_of_another_kind_is_named() {
    DatabaseMetaData kind = proxy(DatabaseMetaData.class, (self, method, arguments) -> "H2");
    Connection connection =
        proxy(
            Connection.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getAutoCommit" -> true;
                  case "getNetworkTimeout" -> 0;
                  case "getMetaData" -> kind;
                  case "prepareStatement" ->
                      throw new SQLException("Function \"CURRENT_SETTING\" not found", "90022");
                  default -> null;
                });
    DataSource other = proxy(DataSource.class, (self, method, arguments) -> connection);
    assertThatThrownBy(() -> JdbcStore.on(other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the database is not PostgreSQL, it is H2");
  }

  @Test
  void commits_that_are_not_synced_are_refused_at_the_start_and_later() throws Exception {
    database.setOptions("-c synchronous_commit=off");
    assertThatThrownBy(this::store)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("synchronous_commit");
    database.setOptions("");
    try (RunLog log = begin("r1")) {
      database.setOptions("-c synchronous_commit=off");
      assertThatThrownBy(() -> log.intend(Runs.intent("b1", Runs.ref(1))))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("synchronous_commit");
      database.setOptions("");
      assertThat(log.intend(Runs.intent("b2", Runs.ref(1)))).isEmpty();
    }
  }

  // ---- rights ----

  @Test
  void a_role_that_may_only_append_to_the_journal_is_enough() throws Exception {
    store().close();
    String schema = database.getCurrentSchema();
    String role = "appender_" + schema;
    for (String grant :
        Runs.pageSql("several-machines.md", "A role that can append but not change")) {
      Postgres.execute(database, grant.replace("releaser", role).replace("public", schema));
    }
    PGSimpleDataSource restricted = new PGSimpleDataSource();
    restricted.setUrl(database.getUrl());
    restricted.setUser(role);
    restricted.setCurrentSchema(schema);
    JdbcStore store = JdbcStore.builder(restricted).createTables(false).build();
    stores.add(store);
    try (RunLog log = store.journal().begin(Runs.started("r1"))) {
      assertThat(log.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
      log.note(new JournalEntry.RunEnded(Runs.NOW));
    }
    assertThat(store.budgetPerHour(10).take("prod", 3, Runs.NOW)).isEqualTo(3);
    Postgres.execute(database, "revoke insert on " + schema + ".cloudrelease_charge from " + role);
    assertThatThrownBy(() -> store.budgetPerHour(10).take("prod", 3, Runs.NOW))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("permission denied for table cloudrelease_charge");
    store.pace().reserve(Runs.LANE, Runs.NOW);
    assertThat(store.lines("r1")).hasSize(3);
    for (String sql :
        List.of(
            "update cloudrelease_line set line = line",
            "delete from cloudrelease_line",
            "truncate cloudrelease_line")) {
      assertThatThrownBy(() -> Postgres.execute(restricted, sql))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void lines_that_were_changed_or_removed_are_named_and_the_text_is_a_journal() throws Exception {
    try (RunLog log = begin("r1")) {
      for (int i = 1; i <= 4; i++) {
        log.intend(Runs.intent("b" + i, Runs.ref(i)));
      }
      log.note(new JournalEntry.RunEnded(Runs.NOW));
    }
    assertThat(store().lines("r1")).hasSize(6).allMatch(line -> line.startsWith("{\"v\":2,"));
    Postgres.execute(database, "create table kept as select * from cloudrelease_line");
    assertNamed("update cloudrelease_line set line = replace(line, 'b2', 'b9') where seq = 3", 3);
    assertNamed("delete from cloudrelease_line where seq = 4", 4);
    assertNamed("delete from cloudrelease_line where seq = 6", 6);
    assertNamed("insert into cloudrelease_line values ('r1', 7, 1, '{\"v\":2}')", 7);
    // Whoever may append can choose the number; it costs no memory.
    assertNamed("insert into cloudrelease_line values ('r1', 4000000000, 1, 'y')", 7);
    assertNamed("insert into cloudrelease_line values ('r1', 0, 1, 'y')", 1);
    assertNamed("insert into cloudrelease_line values ('r1', -4000000000, 1, 'y')", 1);
    assertThatThrownBy(() -> store().lines("r2")).isInstanceOf(JournalException.class);
  }

  private void assertNamed(String damage, int line) throws Exception {
    Postgres.execute(database, damage);
    assertThatThrownBy(() -> store().lines("r1"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("line " + line);
    Postgres.execute(database, "truncate cloudrelease_line");
    Postgres.execute(database, "insert into cloudrelease_line select * from kept");
  }

  @Test
  void cleaning_up_as_the_page_says_takes_old_ended_runs_and_spent_charges_alone()
      throws Exception {
    JdbcStore store = store();
    for (String run : List.of("old-ended", "old-left", "young-ended")) {
      try (RunLog log = store.journal().begin(Runs.started(run))) {
        log.intend(Runs.harmless("b1", Runs.ref(run.length())));
        if (run.endsWith("ended")) {
          log.note(new JournalEntry.RunEnded(Runs.NOW));
        }
      }
    }
    assertThat(store.budgetPerHour(10).take("prod", 3, Runs.NOW)).isEqualTo(3);
    Postgres.execute(
        database,
        "update cloudrelease_run set began = began - interval '13 months' where run_id like 'old%'");
    Postgres.execute(
        database,
        "insert into cloudrelease_charge"
            + " select 'spent', account, amount, charged - interval '25 hours'"
            + " from cloudrelease_charge");
    for (String delete : Runs.pageSql("several-machines.md", "Size and cleaning up")) {
      Postgres.execute(database, delete);
    }
    String runs = "select string_agg(distinct run_id, ' ' order by run_id) from cloudrelease_";
    assertThat(Postgres.ask(database, runs + "run")).isEqualTo("old-left young-ended");
    assertThat(Postgres.ask(database, runs + "line")).isEqualTo("old-left young-ended");
    assertThat(Postgres.ask(database, "select count(*) from cloudrelease_charge")).isEqualTo("1");
    // Nothing is left that points nowhere, and what is left can be gone on with.
    assertThat(store.lines("young-ended")).hasSize(3);
    store.run("old-left").resume().close();
  }

  // ---- runs ----

  @Test
  void runs_are_listed_with_what_is_known_of_them() throws Exception {
    JdbcStore store = store();
    RunLog left = store.journal().begin(Runs.started("left"));
    left.close();
    try (RunLog done = store.journal().begin(Runs.started("done"))) {
      done.note(new JournalEntry.RunEnded(Runs.NOW));
    }
    try (RunLog underWay = store.journal().begin(Runs.started("under-way"))) {
      underWay.intend(Runs.intent("b1", Runs.ref(1)));
      assertThat(store.runs(10))
          .extracting(run -> run.runId() + " " + run.state())
          .containsExactly("under-way UNDER_WAY", "left ABANDONED", "done ENDED");
      assertThat(store.runs(10).get(0).silence()).isLessThan(Duration.ofSeconds(10));
    }
    assertThat(store.runs(1)).hasSize(1);
  }

  @Test
  void a_run_that_sent_nothing_may_be_taken_over_soon() throws Exception {
    JdbcRun log = (JdbcRun) begin("r1");
    Runs.silence(log);
    Postgres.execute(
        database, "update cloudrelease_run set heartbeat = heartbeat - interval '31 s'");
    try (RunLog taken = store().run("r1").resume()) {
      assertThat(taken.history()).hasSize(1);
    }
  }

  @Test
  void a_process_that_sleeps_after_its_intent_finds_itself_replaced_before_it_sends()
      throws Exception {
    JdbcRun asleep = (JdbcRun) begin("r1");
    assertThat(asleep.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
    asleep.checkOwner();
    Runs.silence(asleep);
    Postgres.execute(database, "update cloudrelease_run set heartbeat = '2020-01-01'");
    RunLog owner = store().run("r1").resume();
    // As after a second and more, in which it was not confirmed.
    asleep.confirm(new Confirmed(System.nanoTime() - 2_000_000_000L, 0), true);
    assertThatThrownBy(asleep::checkOwner)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("taken over by another process");
    owner.close();
  }

  @Test
  void the_owner_lives_as_long_as_its_store_whatever_its_run_does() throws Exception {
    JdbcStore store = JdbcStore.builder(database).heartbeat(Duration.ofMillis(500)).build();
    stores.add(store);
    RunLog log = store.journal().begin(Runs.started("r1"));
    Postgres.execute(database, "update cloudrelease_run set heartbeat = '2020-01-01'");
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (store.runs(1).get(0).silence().compareTo(Duration.ofSeconds(5)) > 0) {
      assertThat(System.nanoTime()).as("no heartbeat").isLessThan(until);
    }
    log.close();
  }

  /** As where a process was stopped for long, and then took its own run over. */
  @Test
  void an_owner_that_was_replaced_in_its_own_process_finds_that_out() throws Exception {
    JdbcStore store = JdbcStore.builder(database).heartbeat(Duration.ofMinutes(1)).build();
    stores.add(store);
    JdbcRun before = (JdbcRun) store.journal().begin(Runs.started("r1"));
    Postgres.execute(database, "update cloudrelease_run set heartbeat = '2020-01-01'");
    JdbcRun after = (JdbcRun) store.run("r1").resume();
    try (Beat beat = new Beat(store.database(), Duration.ofMillis(100), (JdbcPace) store.pace())) {
      beat.add(before);
      beat.add(after);
      long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (!before.isLost()) {
        assertThat(System.nanoTime()).as("both count as the owner").isLessThan(until);
      }
    }
    assertThatThrownBy(before::checkOwner).hasMessageContaining("taken over by another process");
    after.checkOwner();
  }

  @Test
  void heartbeats_and_notes_go_on_once_threads_can_be_started_again() throws Exception {
    JdbcRun run = (JdbcRun) begin("r1");
    Runs.silence(run);
    try (NoThreads none = NoThreads.startedBy("cloudrelease-store-beat");
        Database threads = new Database(database, Duration.ofSeconds(10), Duration.ofSeconds(10))) {
      none.begin();
      try (Beat beat = new Beat(threads, Duration.ofMillis(100), (JdbcPace) run.store().pace())) {
        run.note(new JournalEntry.GuardDecision(Runs.NOW, "Waves", "wave 1"));
        beat.add(run);
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (none.refused() < 2) {
          assertThat(System.nanoTime()).isLessThan(until);
        }
        none.close();
        Postgres.execute(database, "update cloudrelease_run set heartbeat = '2020-01-01'");
        while (run.hasNotes() || store().find("r1").orElseThrow().silence().toHours() > 0) {
          assertThat(System.nanoTime()).as("nothing goes on").isLessThan(until);
        }
      }
    }
  }

  // ---- machines that vanish ----

  private static final String LOCK = "select 1 from cloudrelease_run for update";

  /** As where a machine loses its power between a statement and the commit. */
  @Test
  void a_transaction_that_nobody_goes_on_with_is_ended_by_the_server() throws Exception {
    begin("r1");
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService machine = Executors.newSingleThreadExecutor();
    try (Database vanished =
            new Database(database, Duration.ofSeconds(40), Duration.ofMillis(300));
        Database others = new Database(database, Duration.ofSeconds(10), Duration.ofSeconds(10))) {
      Future<Integer> never =
          machine.submit(
              () ->
                  vanished.once(
                      transaction -> {
                        transaction.rows(LOCK, row -> "");
                        locked.countDown();
                        awaitEnd(over);
                        return 1;
                      },
                      Duration.ofSeconds(40)));
      locked.await();
      List<String> rows = others.once(transaction -> transaction.rows(LOCK, row -> ""), PATIENT);
      assertThat(rows).hasSize(1);
      over.countDown();
      assertThatThrownBy(never::get).hasCauseInstanceOf(SQLException.class);
    } finally {
      over.countDown();
      machine.shutdownNow();
    }
  }

  private static final Duration PATIENT = Duration.ofSeconds(10);

  private static void awaitEnd(CountDownLatch over) throws SQLException {
    try {
      over.await();
    } catch (InterruptedException stopped) {
      throw new SQLException(stopped);
    }
  }

  /** Else each try would take another session, until there are none left. */
  @ParameterizedTest
  @EnumSource(
      value = PreferQueryMode.class,
      names = {"EXTENDED", "SIMPLE"})
  void what_is_given_up_here_does_not_go_on_waiting_in_the_server(PreferQueryMode mode)
      throws Exception {
    begin("r1");
    database.setPreferQueryMode(mode);
    try (Connection holder = database.getConnection();
        Database store = new Database(database, Duration.ofMillis(300), PATIENT)) {
      holder.setAutoCommit(false);
      new Transaction(holder, Transaction.Opening.NONE, () -> {}).rows(LOCK, row -> "");
      assertThatThrownBy(
              () -> store.once(transaction -> transaction.rows(LOCK, row -> ""), PATIENT))
          .isInstanceOfSatisfying(
              SQLException.class, late -> assertThat(Database.passes(late)).isTrue());
      String waiting =
          "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
              + " and application_name = 'given-up'";
      database.setApplicationName("given-up");
      assertThatThrownBy(
              () -> store.once(transaction -> transaction.rows(LOCK, row -> ""), PATIENT))
          .isInstanceOf(SQLException.class);
      long until = System.nanoTime() + PATIENT.toNanos();
      while (!Postgres.ask(database, waiting).equals("0")) {
        assertThat(System.nanoTime()).as("it waits on").isLessThan(until);
      }
    }
  }

  @Test
  void a_lower_limit_of_the_servers_own_stays_and_none_is_left_behind() throws Exception {
    String limits =
        "select current_setting('statement_timeout') || ' '"
            + " || current_setting('idle_in_transaction_session_timeout')";
    try (Database store = new Database(database, PATIENT, Duration.ofSeconds(3))) {
      assertThat(limits(store, limits)).isEqualTo("10s 3s");
      database.setDefaultRowFetchSize(1);
      assertThat(limits(store, limits)).isEqualTo("10s 3s");
      database.setOptions("-c statement_timeout=2min -c idle_in_transaction_session_timeout=500ms");
      assertThat(limits(store, limits)).isEqualTo("10s 500ms");
      assertThat(Postgres.ask(database, limits)).isEqualTo("2min 500ms");
    }
  }

  /** A round trip of its own would be half of what the store costs. */
  @Test
  void the_limits_go_to_the_server_together_with_the_first_statement() throws Exception {
    WatchedSource source = new WatchedSource(database);
    JdbcStore store = JdbcStore.on(source.asDataSource());
    stores.add(store);
    RunLog run = store.journal().begin(Runs.started("r1"));
    List<String> statements = new CopyOnWriteArrayList<>();
    source.watcher = statements::add;
    run.intend(Runs.intent("b1", Runs.ref(1)));
    run.intend(Runs.intent("b2", Runs.ref(2)));
    source.watcher = step -> {};
    // Something else may be done beside, such as a heartbeat.
    assertThat(statements.stream().filter(sql -> sql.contains("cloudrelease_line")))
        .hasSize(2)
        .allMatch(sql -> sql.contains("set_config"));
    assertThat(statements).noneMatch(sql -> sql.strip().endsWith("as limits(name, most)"));
  }

  @Test
  void a_longer_time_than_the_server_can_count_is_its_longest() throws Exception {
    Duration ages = Duration.ofDays(60);
    try (Database store = new Database(database, ages, ages)) {
      String limit = "select current_setting('statement_timeout')";
      Optional<String> found = store.once(tx -> tx.row(limit, row -> row.getString(1)), ages);
      assertThat(found).hasValue(Integer.MAX_VALUE + "ms");
    }
  }

  private static String limits(Database store, String limits) throws Exception {
    Optional<String> found =
        store.once(transaction -> transaction.row(limits, row -> row.getString(1)), PATIENT);
    return found.orElseThrow();
  }

  /** A job that is refused each time would keep the dead run's instances for ever. */
  @Test
  void an_owner_that_wrote_nothing_leaves_the_run_as_long_dead_as_it_was() throws Exception {
    JdbcRun died = (JdbcRun) begin("r1");
    died.intend(Runs.intent("b1", Runs.ref(1)));
    Runs.silence(died);
    Postgres.execute(
        database, "update cloudrelease_run set heartbeat = heartbeat - interval '3 hours'");
    for (int time = 1; time <= 2; time++) {
      store().run("r1").resume().close();
      StoredRun run = store().find("r1").orElseThrow();
      assertThat(run.state()).isEqualTo(StoredRun.State.ABANDONED);
      assertThat(run.silence()).isGreaterThan(Duration.ofHours(2));
    }
    RunLog resumed = store().run("r1").resume();
    resumed.note(new JournalEntry.GuardDecision(Runs.NOW, "Waves", "wave 1"));
    resumed.close();
    assertThat(store().find("r1").orElseThrow().silence()).isLessThan(Duration.ofHours(1));
  }

  @Test
  void a_damaged_run_stays_as_long_dead_as_it_was() throws Exception {
    JdbcRun died = (JdbcRun) begin("r1");
    died.intend(Runs.intent("b1", Runs.ref(1)));
    Runs.silence(died);
    Postgres.execute(
        database,
        "update cloudrelease_run set heartbeat = heartbeat - interval '3 hours', head = 'x'");
    assertThatThrownBy(() -> store().run("r1").resume()).isInstanceOf(JournalException.class);
    assertThat(store().find("r1").orElseThrow().silence()).isGreaterThan(Duration.ofHours(2));
  }

  @Test
  void whoever_takes_over_is_heard_of_as_seldom_as_he_said_himself() throws Exception {
    JdbcStore hasty = JdbcStore.builder(database).heartbeat(Duration.ofMillis(300)).build();
    stores.add(hasty);
    hasty.journal().begin(Runs.started("r1")).close();
    JdbcStore slow = JdbcStore.builder(database).heartbeat(Duration.ofSeconds(20)).build();
    stores.add(slow);
    try (RunLog taken = slow.run("r1").resume()) {
      Postgres.execute(
          database, "update cloudrelease_run set heartbeat = heartbeat - interval '30 s'");
      assertThat(hasty.find("r1").orElseThrow().state()).isEqualTo(StoredRun.State.UNDER_WAY);
      assertThat(taken.history()).hasSize(1);
    }
  }

  @Test
  void a_damaged_run_keeps_no_other_from_being_resumed() throws Exception {
    for (String run : List.of("damaged", "whole")) {
      RunLog log = begin(run);
      log.intend(Runs.intent("b1", Runs.ref(run.length())));
      log.close();
    }
    Postgres.execute(
        database,
        "update cloudrelease_line set line = replace(line, 'ins-', 'inx-')"
            + " where run_id = 'damaged' and seq = 2");
    RunLog resumed = store().journal().resume();
    assertThat(((JdbcRun) resumed).id()).isEqualTo("whole");
    assertThatThrownBy(() -> store().journal().resume())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("line 2");
    resumed.close();
  }

  @Test
  void lines_of_a_run_that_goes_on_are_read_at_once() throws Exception {
    WatchedSource watched = new WatchedSource(database);
    JdbcStore reader = JdbcStore.on(watched.asDataSource());
    stores.add(reader);
    JdbcRun log = (JdbcRun) begin("r1");
    AtomicInteger looks = new AtomicInteger();
    watched.watcher =
        step -> {
          // Whenever it looks at the lines there is one more.
          if (step.contains("from cloudrelease_line") || step.contains("join cloudrelease_line")) {
            int number = looks.incrementAndGet();
            assertThat(number).as("it reads on and on").isLessThan(20);
            log.note(new JournalEntry.GuardDecision(Runs.NOW, "Waves", "wave " + number));
            while (log.hasNotes()) {
              log.flush();
            }
          }
        };
    assertThat(reader.lines("r1")).hasSize(2);
    log.close();
  }

  // ---- lines that can never be written ----

  @Test
  void a_closed_run_whose_lines_can_never_be_written_is_given_up() throws Exception {
    JdbcStore store = store();
    RunLog log = store.journal().begin(Runs.started("r1"));
    log.intend(Runs.intent("b1", Runs.ref(1)));
    Postgres.execute(
        database,
        "alter table cloudrelease_line add check (line not like '%\"guard\"%') not valid");
    log.note(new JournalEntry.GuardDecision(Runs.NOW, "Waves", "wave 1"));
    assertThatThrownBy(log::close).isInstanceOf(JournalException.class);
    assertGivenUp(store, (JdbcRun) log);
  }

  @Test
  void so_is_one_that_was_closed_while_the_database_was_away() throws Exception {
    JdbcStore store = store();
    RunLog log = store.journal().begin(Runs.started("r1"));
    unsure.down = true;
    log.note(new JournalEntry.GuardDecision(Runs.NOW, "Waves", "wave 1"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(log::close).isInstanceOf(JournalException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(((JdbcRun) log).isDone()).isFalse();
    Postgres.execute(
        database,
        "alter table cloudrelease_line add check (line not like '%\"guard\"%') not valid");
    unsure.down = false;
    assertGivenUp(store, (JdbcRun) log);
  }

  /** Others need not wait for as long as this process lives. */
  private static void assertGivenUp(JdbcStore store, JdbcRun run) {
    long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (store.beat().has(run)) {
      assertThat(System.nanoTime()).as("its owner goes on to live").isLessThan(until);
      Thread.onSpinWait();
    }
  }

  // ---- answers that do not come ----

  @Test
  void a_run_that_cannot_begin_waits_no_longer_than_its_deadline() throws Exception {
    JdbcStore store =
        JdbcStore.builder(unsure.asDataSource()).patience(Duration.ofMinutes(5)).build();
    stores.add(store);
    unsure.down = true;
    JournalEntry.RunStarted started = Runs.started("r1", Duration.ofMillis(300));
    assertThatThrownBy(() -> store.journal().begin(started)).isInstanceOf(JournalException.class);
    unsure.down = false;
  }

  @Test
  void a_commit_that_cannot_be_read_back_sends_nothing_and_is_put_right_later() throws Exception {
    JdbcStore store =
        JdbcStore.builder(unsure.asDataSource()).patience(Duration.ofSeconds(2)).build();
    stores.add(store);
    RunLog log = store.journal().begin(Runs.started("r1"));
    unsure.lose(UnsureSource.Loss.AFTER_THEN_AWAY);
    assertThatThrownBy(() -> log.intend(Runs.intent("b1", Runs.ref(1))))
        .isInstanceOf(JournalException.class);
    unsure.down = false;
    try (RunLog other = store().journal().begin(Runs.started("r2"))) {
      // It is durable for all we know, until its run has said that it never left.
      assertThat(log.intend(Runs.intent("b2", Runs.ref(2)))).isEmpty();
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!other.intend(Runs.intent("b1", Runs.ref(1))).isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(until);
      }
    }
    log.close();
    assertThat(store().lines("r1").get(2)).contains("\"kind\":\"outcome\"", "NOT_SENT");
  }

  /** It was answered NOT_SENT: nobody may carry it out later. */
  @Test
  void a_run_that_began_when_no_answer_came_is_ended_once_the_database_is_back() throws Exception {
    JdbcStore store = impatient();
    unsure.lose(UnsureSource.Loss.AFTER_THEN_AWAY);
    assertThatThrownBy(() -> store.journal().begin(Runs.started("r1")))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("it may hold run r1 all the same")
        .satisfies(
            told -> assertThat(((JournalException) told).hint()).contains("a resume would carry"));
    unsure.down = false;
    JdbcStore other = store();
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (other.find("r1").orElseThrow().state() != StoredRun.State.ENDED) {
      assertThat(System.nanoTime()).as("it can be resumed still").isLessThan(until);
    }
    assertThat(other.lines("r1")).hasSize(2);
    try (RunLog read = other.run("r1").resume()) {
      assertThat(read.history().get(1)).isInstanceOf(JournalEntry.RunEnded.class);
    }
  }

  @Test
  void a_run_that_did_not_begin_when_no_answer_came_is_not_made_later() throws Exception {
    JdbcStore store = impatient();
    unsure.lose(UnsureSource.Loss.BEFORE_THEN_AWAY);
    assertThatThrownBy(() -> store.journal().begin(Runs.started("r1")))
        .hasMessageContaining("it may hold run r1 all the same");
    assertThatThrownBy(() -> store.journal().begin(Runs.started("r2")))
        .isInstanceOf(JournalException.class)
        .hasMessageNotContaining("r2");
    assertThat(store.beat().unbegun().isEmpty()).isFalse();
    unsure.down = false;
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!store.beat().unbegun().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(until);
    }
    assertThat(store.runs(9)).isEmpty();
  }

  private JdbcStore impatient() {
    JdbcStore store =
        JdbcStore.builder(unsure.asDataSource()).patience(Duration.ofMillis(300)).build();
    stores.add(store);
    return store;
  }

  @Test
  void a_commit_whose_reading_back_is_refused_is_in_doubt_still() throws Exception {
    RunLog log = begin("r1");
    unsure.lose(UnsureSource.Loss.AFTER_THEN_REFUSED);
    assertThatThrownBy(() -> log.intend(Runs.intent("b1", Runs.ref(1))))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("password");
    unsure.refuses = false;
    assertThat(log.intend(Runs.intent("b2", Runs.ref(2)))).isEmpty();
    log.close();
    assertThat(store().lines("r1").get(2)).contains("\"kind\":\"outcome\"", "NOT_SENT");
  }

  @Test
  void a_run_whose_lines_another_one_wrote_is_not_told_to_be_taken_over() throws Exception {
    RunLog log = begin("r1");
    Postgres.execute(database, "update cloudrelease_run set lines = lines + 1");
    assertThatThrownBy(() -> log.intend(Runs.intent("b1", Runs.ref(1))))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("was written by somebody else");
    RunLog removed = begin("r2");
    Postgres.execute(database, "delete from cloudrelease_line where run_id = 'r2'");
    Postgres.execute(database, "delete from cloudrelease_run where run_id = 'r2'");
    assertThatThrownBy(() -> removed.intend(Runs.intent("b1", Runs.ref(1))))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is no longer in the store");
  }

  @Test
  void notes_keep_nobody_waiting_and_arrive_when_the_database_is_back() throws Exception {
    RunLog log = begin("r1");
    log.intend(Runs.intent("b1", Runs.ref(1)));
    unsure.down = true;
    long before = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      log.note(new JournalEntry.GuardDecision(Runs.NOW, "Waves", "wave " + i));
    }
    assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    unsure.down = false;
    log.close();
    assertThat(store().lines("r1")).hasSize(1002);
  }

  @Test
  void connections_are_given_back_as_they_were() throws Exception {
    try (RunLog log = begin("r1")) {
      log.intend(Runs.intent("b1", Runs.ref(1)));
    }
    assertThat(unsure.open.get()).isZero();
    assertThat(unsure.leftWithoutAutoCommit.get()).isZero();
  }

  @Test
  void times_of_a_store_are_above_zero_and_at_most_an_hour() {
    JdbcStore.Builder builder = JdbcStore.builder(new PGSimpleDataSource());
    Map<String, Function<Duration, JdbcStore.Builder>> settings =
        Map.of(
            "patience", builder::patience,
            "attempt", builder::attempt,
            "heartbeat", builder::heartbeat);
    settings.forEach(
        (name, setting) -> {
          assertThat(setting.apply(Duration.ofHours(1))).isSameAs(builder);
          for (Duration wrong :
              List.of(
                  Duration.ZERO,
                  Duration.ofSeconds(-1),
                  Duration.ofHours(1).plusNanos(1),
                  ChronoUnit.FOREVER.getDuration())) {
            assertThatThrownBy(() -> setting.apply(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " is " + wrong + "; it must be above zero and at most an hour");
          }
          assertThatThrownBy(() -> setting.apply(null)).hasMessage(name);
        });
  }

  @Test
  void a_list_of_runs_has_no_negative_length() throws Exception {
    JdbcStore store = store();
    assertThatThrownBy(() -> store.runs(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most is -1; it must not be negative");
    assertThat(store.runs(0)).isEmpty();
  }
}
