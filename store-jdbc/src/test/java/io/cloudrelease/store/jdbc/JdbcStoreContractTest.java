package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.testkit.store.StoreContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.ds.PGSimpleDataSource;

/** Several processes are several stores: each has its own threads, and they share the database. */
class JdbcStoreContractTest extends StoreContract {
  private PGSimpleDataSource database;
  private UnsureSource unsure;
  private final List<JdbcStore> stores = new ArrayList<>();
  private final Set<String> dead = new HashSet<>();

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
    JdbcStore store =
        JdbcStore.builder(unsure.asDataSource()).heartbeat(Duration.ofSeconds(3)).build();
    stores.add(store);
    return store;
  }

  @Override
  protected ReleaseJournal open() {
    return store().journal();
  }

  @Override
  protected ReleaseJournal open(String runId) {
    dead.remove(runId);
    return store().run(runId);
  }

  @Override
  protected void kill(RunLog log) throws Exception {
    settle(log);
    JdbcRun run = (JdbcRun) log;
    // It falls silent; a process that only slept may wake.
    Runs.silence(run);
    dead.add(run.id());
  }

  @Override
  protected void pass(Duration time) throws Exception {
    String by = time.toMillis() + " * interval '1 millisecond'";
    Postgres.execute(database, "update cloudrelease_claim set since = since - " + by);
    Postgres.execute(database, "update cloudrelease_seen set since = since - " + by);
    for (String run : dead) {
      Postgres.execute(
          database,
          "update cloudrelease_run set heartbeat = heartbeat - "
              + by
              + " where run_id = '"
              + run
              + "'");
    }
  }

  @Override
  protected void settle(RunLog log) throws Exception {
    JdbcRun run = (JdbcRun) log;
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (run.hasNotes() && System.nanoTime() < until) {
      run.flush();
      Thread.onSpinWait();
    }
  }

  @Override
  protected void tear(String runId) {
    // A transaction that was not committed: nothing of it is there.
  }

  @Override
  protected void change(String runId, int line) throws Exception {
    Postgres.execute(
        database,
        "update cloudrelease_line set line = replace(line, 'ins-', 'inx-') where run_id = '"
            + runId
            + "' and seq = "
            + line);
  }

  @Override
  protected void remove(String runId, int line) throws Exception {
    Postgres.execute(
        database, "delete from cloudrelease_line where run_id = '" + runId + "' and seq = " + line);
  }

  @Override
  protected boolean loseNextAnswer(RunLog log, boolean written) {
    unsure.lose(written ? UnsureSource.Loss.AFTER : UnsureSource.Loss.BEFORE);
    return true;
  }
}
