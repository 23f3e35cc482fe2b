package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What one machine finds out about a claim while others change it at that very moment. */
@Timeout(60)
class ContendedClaimsTest {
  private PGSimpleDataSource database;
  private final List<JdbcStore> stores = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void make_a_database() throws Exception {
    database = Postgres.schema();
  }

  @AfterEach
  void close_the_stores() {
    threads.shutdownNow();
    stores.forEach(JdbcStore::close);
  }

  /** One that is heard of when it does something, and not in between. */
  private JdbcRun begin(WatchedSource source, String run) throws JournalException {
    return (JdbcRun) store(source).journal().begin(Runs.started(run));
  }

  private JdbcStore store(WatchedSource source) {
    JdbcStore store =
        JdbcStore.builder(source.asDataSource()).heartbeat(Duration.ofMinutes(10)).build();
    stores.add(store);
    return store;
  }

  /** An old run that ended and left a row behind. */
  private void ended(String run) throws Exception {
    try (RunLog log = begin(new WatchedSource(database), run)) {
      log.intend(Runs.intent("b1", Runs.ref(1)));
      // Its call is taken to be over and in doubt.
      log.note(new JournalEntry.RunEnded(Runs.NOW));
    }
    Postgres.execute(database, "update cloudrelease_claim set since = since - interval '2 hours'");
  }

  /** A run of which nothing was heard since its intent, for longer than any call may take. */
  private JdbcRun asleep(String run) throws Exception {
    JdbcRun log = begin(new WatchedSource(database), run);
    assertThat(log.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
    Runs.silence(log);
    Postgres.execute(
        database, "update cloudrelease_run set heartbeat = heartbeat - interval '2 hours'");
    Postgres.execute(database, "update cloudrelease_claim set since = since - interval '2 hours'");
    // As after more than a second, in which it was not confirmed.
    log.confirm(new Confirmed(System.nanoTime() - 2_000_000_000L, 0), true);
    return log;
  }

  /** Reads and locks the rows of others. */
  private static boolean readsOthers(String step) {
    return step.contains("from cloudrelease_claim c") && step.contains("for update");
  }

  private boolean somebodyWaits() throws SQLException {
    return !Postgres.ask(
            database,
            "select count(*) from pg_stat_activity"
                + " where wait_event_type = 'Lock' and query like '%cloudrelease_%'")
        .equals("0");
  }

  private void awaitSomebodyWaiting() throws SQLException {
    long until = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    while (!somebodyWaits() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(somebodyWaits()).as("nobody waits for the lock").isTrue();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(8, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void a_row_that_another_run_takes_while_we_wait_for_it_is_that_runs(String isolation)
      throws Exception {
    database.setOptions("-c default_transaction_isolation=" + isolation.replace(" ", "\\ "));
    ended("old");
    WatchedSource first = new WatchedSource(database);
    WatchedSource second = new WatchedSource(database);
    JdbcRun one = begin(first, "first");
    JdbcRun other = begin(second, "second");
    CountDownLatch otherMustJudge = new CountDownLatch(1);
    CountDownLatch oneCommits = new CountDownLatch(1);
    second.watcher =
        step -> {
          if (readsOthers(step)) {
            // It met the row of the old run; before it reads that, the first one takes it.
            otherMustJudge.countDown();
            await(oneCommits);
          }
        };
    Future<Map<InstanceRef, Claim>> held =
        threads.submit(() -> other.intend(Runs.intent("b1", Runs.ref(1))));
    await(otherMustJudge);
    first.watcher =
        step -> {
          if (step.equals("commit")) {
            oneCommits.countDown();
            awaitSomebodyWaiting();
          }
        };
    assertThat(one.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
    assertThat(held.get().get(Runs.ref(1)))
        .as("both calls leave")
        .isNotNull()
        .satisfies(
            claim -> {
              assertThat(claim.run()).isEqualTo("first");
              assertThat(claim.freeIn()).isEmpty();
            });
  }

  @Test
  void a_run_that_is_taken_over_while_we_wait_for_its_row_lives() throws Exception {
    asleep("dead");
    WatchedSource watched = new WatchedSource(database);
    JdbcRun run = begin(watched, "ours");
    CountDownLatch mustJudge = new CountDownLatch(1);
    CountDownLatch locked = new CountDownLatch(1);
    watched.watcher =
        step -> {
          if (readsOthers(step)) {
            mustJudge.countDown();
            await(locked);
          }
        };
    Future<Map<InstanceRef, Claim>> held =
        threads.submit(() -> run.intend(Runs.intent("b1", Runs.ref(1))));
    await(mustJudge);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select 1 from cloudrelease_claim for update");
      locked.countDown();
      awaitSomebodyWaiting();
      store(new WatchedSource(database)).run("dead").resume();
      connection.rollback();
    }
    assertThat(held.get()).containsOnlyKeys(Runs.ref(1));
    assertThat(held.get().get(Runs.ref(1)).freeIn()).isEmpty();
  }

  // ---- an owner that was only asleep ----

  @Test
  void an_owner_that_slept_sends_nothing_once_another_run_followed_its_call() throws Exception {
    JdbcRun asleep = asleep("asleep");
    JdbcRun run = begin(new WatchedSource(database), "ours");
    assertThat(run.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
    assertThatThrownBy(asleep::checkOwner)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("taken over by another process");
    assertThatThrownBy(() -> asleep.intend(Runs.intent("b2", Runs.ref(2))))
        .isInstanceOf(JournalException.class);
    run.checkOwner();
  }

  @Test
  void a_step_that_need_not_wait_for_a_sleeping_owner_ends_its_sending_too() throws Exception {
    JdbcRun asleep = asleep("asleep");
    // Silent for just long enough: a call that cannot go too far need not wait for longer.
    Postgres.execute(
        database,
        "update cloudrelease_run set hold = 600, heartbeat = clock_timestamp() - interval '601 s'"
            + " where run_id = 'asleep'");
    JdbcRun run = begin(new WatchedSource(database), "ours");
    assertThat(run.intend(Runs.intent("b1", Runs.ref(1)))).containsOnlyKeys(Runs.ref(1));
    assertThat(run.intend(Runs.harmless("b2", Runs.ref(1)))).isEmpty();
    assertThatThrownBy(asleep::checkOwner).isInstanceOf(JournalException.class);
  }

  @Test
  void its_heartbeat_does_not_bring_it_back_and_it_can_be_taken_over() throws Exception {
    JdbcRun asleep = asleep("asleep");
    JdbcRun run = begin(new WatchedSource(database), "ours");
    assertThat(run.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
    try (Connection connection = database.getConnection()) {
      Transaction transaction = new Transaction(connection, Transaction.Opening.NONE, () -> {});
      assertThat(RunOwners.heartbeat(transaction, List.of(asleep))).containsEntry(asleep, false);
    }
    JdbcStore store = store(new WatchedSource(database));
    assertThat(store.find("asleep").orElseThrow().state()).isEqualTo(StoredRun.State.ABANDONED);
    try (RunLog taken = store.run("asleep").resume()) {
      assertThat(taken.history()).hasSize(2);
      assertThat(taken.intend(Runs.intent("b2", Runs.ref(1)))).containsOnlyKeys(Runs.ref(1));
    }
  }

  @Test
  void an_owner_that_wakes_while_its_call_is_followed_waits_for_how_that_ends() throws Exception {
    JdbcRun asleep = asleep("asleep");
    WatchedSource watched = new WatchedSource(database);
    JdbcRun run = begin(watched, "ours");
    AtomicReference<Future<?>> check = new AtomicReference<>();
    watched.watcher =
        step -> {
          if (step.equals("commit") && check.get() == null) {
            Future<?> asked =
                threads.submit(
                    () -> {
                      asleep.checkOwner();
                      return null;
                    });
            check.set(asked);
            while (!asked.isDone() && !somebodyWaits()) {
              Thread.onSpinWait();
            }
          }
        };
    assertThat(run.intend(Runs.intent("b1", Runs.ref(1)))).isEmpty();
    assertThatThrownBy(() -> check.get().get())
        .as("both calls leave")
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(JournalException.class);
  }

  @Test
  void an_owner_that_wakes_before_its_call_is_followed_keeps_it() throws Exception {
    JdbcRun asleep = asleep("asleep");
    WatchedSource watched = new WatchedSource(database);
    JdbcRun run = begin(watched, "ours");
    AtomicBoolean woken = new AtomicBoolean();
    watched.watcher =
        step -> {
          // It was read as dead, and is heard of before that is acted upon.
          if (step.contains("fence = fence + 1") && !woken.getAndSet(true)) {
            asleep.checkOwner();
          }
        };
    assertThat(run.intend(Runs.intent("b1", Runs.ref(1)))).containsOnlyKeys(Runs.ref(1));
    assertThat(woken).isTrue();
    asleep.checkOwner();
  }

  // ---- a run that is not in the store ----

  @Test
  void an_open_call_whose_run_was_removed_holds_back() throws Exception {
    asleep("removed");
    Postgres.execute(database, "delete from cloudrelease_run");
    JdbcRun run = begin(new WatchedSource(database), "ours");
    assertThat(run.intend(Runs.intent("b1", Runs.ref(1)))).containsOnlyKeys(Runs.ref(1));
    Postgres.execute(database, "delete from cloudrelease_claim where run_id = 'removed'");
    assertThat(run.intend(Runs.intent("b2", Runs.ref(1)))).isEmpty();
  }
}
