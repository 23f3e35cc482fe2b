package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Slow links, locks of others, and answers that are lost at a bad moment. */
@Timeout(60)
class HinderedStoreTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final String ROWS = "select n from generate_series(1, 10000) as n";

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

  private JdbcStore store(DataSource source) {
    JdbcStore store = JdbcStore.on(source);
    stores.add(store);
    return store;
  }

  private static <T> Future<T> beside(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "beside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  // ---- long answers ----

  @Test
  void an_answer_that_comes_in_parts_is_waited_for_while_parts_come() throws Exception {
    Duration attempt = Duration.ofSeconds(1);
    AtomicInteger seen = new AtomicInteger();
    try (Database far = new Database(database, attempt, attempt)) {
      long begin = System.nanoTime();
      far.once(
          transaction -> {
            transaction.inParts(
                ROWS,
                row -> {
                  // Each thousand takes a quarter of the time that there is for one.
                  waitUntil(begin + attempt.toNanos() * seen.incrementAndGet() / 4000);
                });
            return 1;
          },
          PATIENT);
      assertThat(System.nanoTime() - begin).isGreaterThan(attempt.toNanos() * 2);
    }
    assertThat(seen).hasValue(10_000);
  }

  /** Else it reads on beside the next try, and the one after. */
  @Test
  void what_is_given_up_stops_reading() throws Exception {
    Duration attempt = Duration.ofMillis(300);
    AtomicInteger seen = new AtomicInteger();
    CountDownLatch givenUp = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (Database far = new Database(database, attempt, PATIENT)) {
      assertThatThrownBy(() -> far.once(tx -> read(tx, seen, givenUp, over), PATIENT))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("gave no answer");
      givenUp.countDown();
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(seen.get()).isLessThanOrEqualTo(1000);
    }
  }

  private static int read(
      Transaction transaction, AtomicInteger seen, CountDownLatch givenUp, CountDownLatch over)
      throws SQLException {
    try {
      transaction.inParts(
          ROWS,
          row -> {
            if (seen.incrementAndGet() == 1) {
              await(givenUp);
            }
          });
      return 1;
    } finally {
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) throws SQLException {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new SQLException(stopped);
    }
  }

  /** A pool that is used up gives its connections to those who still wait. */
  @Test
  void what_is_given_up_before_it_had_a_connection_does_nothing() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    DataSource exhausted =
        Proxies.proxy(
            DataSource.class,
            (self, method, arguments) -> {
              await(givenUp);
              Connection connection = database.getConnection();
              return Proxies.proxy(
                  Connection.class,
                  (proxy, called, with) -> {
                    Object answer = Proxies.call(connection, called, with);
                    if (called.getName().equals("close")) {
                      back.countDown();
                    }
                    return answer;
                  });
            });
    try (Database store = new Database(exhausted, Duration.ofMillis(200), PATIENT)) {
      assertThatThrownBy(() -> store.once(tx -> done.getAndSet(true), PATIENT))
          .isInstanceOf(SQLException.class);
      givenUp.countDown();
      assertThat(back.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(done).isFalse();
    }
  }

  /** Else somebody else takes it from him, and reads it in turn. */
  @Test
  void whoever_takes_a_long_run_over_is_heard_of_while_he_reads_it() throws Exception {
    JdbcRun died = (JdbcRun) store(database).journal().begin(Runs.started("r1"));
    Runs.silence(died);
    hide("r1");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    WatchedSource far = new WatchedSource(database);
    far.watcher =
        step -> {
          if (step.contains("select seq, line")) {
            reading.countDown();
            read.await();
          }
        };
    JdbcStore store =
        JdbcStore.builder(far.asDataSource()).heartbeat(Duration.ofMillis(300)).build();
    stores.add(store);
    Future<RunLog> resumed = beside(() -> store.run("r1").resume());
    reading.await();
    hide("r1");
    long until = System.nanoTime() + PATIENT.toNanos();
    while (store.find("r1").orElseThrow().silence().toHours() > 0) {
      assertThat(System.nanoTime()).as("he is taken for dead").isLessThan(until);
    }
    read.countDown();
    resumed.get().close();
  }

  // ---- locks of others ----

  @Test
  void a_run_whose_row_is_locked_keeps_no_other_from_being_heard_of() throws Exception {
    JdbcStore store = store(database);
    JdbcRun one = (JdbcRun) store.journal().begin(Runs.started("one"));
    JdbcRun two = (JdbcRun) store.journal().begin(Runs.started("two"));
    Runs.silence(one);
    Runs.silence(two);
    Postgres.execute(database, "update cloudrelease_run set heartbeat = '2020-01-01'");
    try (Connection stranger = database.getConnection();
        Statement statement = stranger.createStatement()) {
      stranger.setAutoCommit(false);
      statement.execute("select 1 from cloudrelease_run where run_id = 'one' for update");
      assertThat(heard(store, one, two)).containsOnly(Map.entry(two, true));
      assertThat(store.find("two").orElseThrow().silence()).isLessThan(Duration.ofHours(1));
      stranger.rollback();
    }
    Postgres.execute(database, "update cloudrelease_run set fence = 7 where run_id = 'two'");
    Postgres.execute(database, "delete from cloudrelease_run where run_id = 'one'");
    assertThat(heard(store, one, two)).containsOnly(Map.entry(one, false), Map.entry(two, false));
  }

  private static Map<JdbcRun, Boolean> heard(JdbcStore store, JdbcRun... runs) throws Exception {
    return store.database().once(tx -> RunOwners.heartbeat(tx, List.of(runs)), PATIENT);
  }

  /** As while an index is made on a table that has grown. */
  @Test
  void old_rows_that_cannot_be_removed_now_keep_no_run_from_beginning() throws Exception {
    JdbcStore store = store(database);
    try (Connection stranger = database.getConnection();
        Statement statement = stranger.createStatement()) {
      stranger.setAutoCommit(false);
      statement.execute("lock table cloudrelease_claim in share mode");
      long begin = System.nanoTime();
      store.journal().begin(Runs.started("r1")).close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }
  }

  // ---- answers that are lost ----

  @Test
  void a_run_that_was_taken_over_before_its_beginner_knew_of_it_is_told_as_such() throws Exception {
    JdbcStore store = store(unsure.asDataSource());
    unsure.lose(UnsureSource.Loss.AFTER_THEN_AWAY);
    Future<RunLog> begun = beside(() -> store.journal().begin(Runs.started("r1")));
    hideOnceAway("r1");
    JdbcStore other = store(database);
    try (RunLog taken = other.run("r1").resume()) {
      assertThat(taken.history()).hasSize(1);
      unsure.down = false;
      assertThatThrownBy(begun::get)
          .cause()
          .isInstanceOfSatisfying(
              JournalException.class,
              told -> {
                assertThat(told.getMessage()).contains("r1 began", "taken over by another process");
                assertThat(told.hint()).contains("nothing is sent here");
              });
    }
  }

  @Test
  void a_run_that_began_at_the_first_of_two_tries_is_heard_of_at_the_second() throws Exception {
    JdbcStore store = store(unsure.asDataSource());
    unsure.lose(UnsureSource.Loss.AFTER_THEN_AWAY);
    Future<RunLog> begun = beside(() -> store.journal().begin(Runs.started("r1")));
    hideOnceAway("r1");
    unsure.down = false;
    RunLog run = begun.get();
    assertThat(store.find("r1").orElseThrow().state()).isEqualTo(StoredRun.State.UNDER_WAY);
    run.close();
  }

  /** Nothing was heard of it for hours. */
  private void hide(String run) throws Exception {
    Postgres.execute(
        database,
        "update cloudrelease_run set heartbeat = '2020-01-01' where run_id = '" + run + "'");
  }

  /** The run is in the store, its beginner does not know it, and hours pass. */
  private void hideOnceAway(String run) throws Exception {
    long until = System.nanoTime() + PATIENT.toNanos();
    while (!unsure.down) {
      assertThat(System.nanoTime()).isLessThan(until);
    }
    hide(run);
  }

  @Test
  void a_run_whose_taking_over_was_not_answered_stays_as_long_dead_as_it_was() throws Exception {
    JdbcStore store = store(unsure.asDataSource());
    JdbcRun died = (JdbcRun) store.journal().begin(Runs.started("r1"));
    died.intend(Runs.intent("b1", Runs.ref(1)));
    Runs.silence(died);
    Postgres.execute(
        database, "update cloudrelease_run set heartbeat = heartbeat - interval '3 hours'");
    unsure.lose(UnsureSource.Loss.AFTER);
    store.run("r1").resume().close();
    assertThat(store.find("r1").orElseThrow().silence()).isGreaterThan(Duration.ofHours(2));
  }

  /** It may have gone on for long when the next call comes. */
  @Test
  void an_outage_costs_no_call_the_time_that_others_waited_before_it() throws Exception {
    Duration patience = Duration.ofSeconds(3);
    JdbcStore store = JdbcStore.builder(unsure.asDataSource()).patience(patience).build();
    stores.add(store);
    Pace pace = store.pace();
    pace.reserve(Runs.LANE, Instant.EPOCH);
    unsure.down = true;
    long begin = System.nanoTime();
    Future<Duration> early = beside(() -> pace.reserve(Runs.LANE, Instant.EPOCH));
    waitUntil(begin + patience.toNanos() / 2);
    Future<Duration> late = beside(() -> pace.reserve(Runs.LANE, Instant.EPOCH));
    assertThatThrownBy(early::get)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gave no turn in time");
    unsure.down = false;
    assertThat(late.get()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void what_fails_again_and_again_is_tried_more_and_more_seldom() {
    GrowingPause pause = new GrowingPause(Duration.ofHours(1));
    assertThat(pause.isOver()).isTrue();
    for (int i = 0; i < 20; i++) {
      pause.failed();
    }
    assertThat(pause.isOver()).isFalse();
  }
}
