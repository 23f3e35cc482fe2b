package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.JournalLines;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of a store as a journal: all of them, or a named one. Thread-safe. */
final class JdbcJournal implements ReleaseJournal {
  /**
   * After so many heartbeats missed a run may be taken over that sent nothing yet: its owner cannot
   * send any more then.
   */
  private static final int LEAST_MISSED = 6;

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJournal.class);

  private final JdbcStore store;
  private final Database database;
  private final @Nullable String named;

  JdbcJournal(JdbcStore store, @Nullable String named) {
    this.store = store;
    this.database = store.database();
    this.named = named;
  }

  @Override
  public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
    String id = started.runId();
    if (named != null) {
      throw new JournalException(
          "run " + named + " is in the store already", "begin a run in the journal of the store");
    }
    String line = JournalLines.encode(fenced(started), JournalLines.START);
    String head = JournalLines.sumOf(line).orElseThrow();
    String owner = mark();
    Confirmed now = Confirmed.now();
    Optional<RunTable.Row> row =
        ask(
            () ->
                database.patiently(
                    connection ->
                        RunTable.begin(
                                connection,
                                id,
                                owner,
                                Times.seconds(
                                    store.settings().heartbeat().multipliedBy(LEAST_MISSED)),
                                line,
                                head)
                            ? RunTable.find(connection, id, false)
                            : Optional.empty(),
                    store.settings().patience()));
    if (row.isEmpty()) {
      throw new JournalException("run " + id + " is in the store already", "name it otherwise");
    }
    return open(row.get(), List.of(), new Holdings(), now);
  }

  private static JournalEntry.RunStarted fenced(JournalEntry.RunStarted started) {
    return new JournalEntry.RunStarted(
        started.at(),
        started.runId(),
        started.request(),
        started.accounts(),
        started.fromPlan(),
        started.planned(),
        started.accountIds(),
        started.clouds(),
        OptionalLong.of(1));
  }

  @Override
  public RunLog resume() throws JournalException {
    if (named != null) {
      return resume(named, true).orElseThrow();
    }
    List<String> abandoned =
        ask(() -> database.patiently(RunTable::abandoned, store.settings().patience()));
    @Nullable JournalException damaged = null;
    for (String id : abandoned) {
      try {
        Optional<RunLog> run = resume(id, false);
        if (run.isPresent()) {
          return run.get();
        }
      } catch (JournalException unreadable) {
        if (unreadable.getCause() != null || Thread.currentThread().isInterrupted()) {
          // That is the store, and no other run can be had either.
          throw unreadable;
        }
        LOG.warn("{}; the next one is tried", unreadable.getMessage());
        damaged = damaged == null ? unreadable : damaged;
      }
    }
    if (damaged != null) {
      throw damaged;
    }
    throw new JournalException(
        "the store holds no run that is unfinished and has no owner",
        "a run whose owner is silent can be taken over once that one must be dead");
  }

  /**
   * Takes a run over, or only reads one that is complete.
   *
   * @param complain whether to say why it cannot be had
   */
  private Optional<RunLog> resume(String id, boolean complain) throws JournalException {
    String owner = mark();
    Duration patience = store.settings().patience();
    Confirmed now = Confirmed.now();
    boolean taken =
        ask(
            () ->
                database.patiently(
                    connection -> RunOwners.takeOver(connection, id, owner), patience));
    Optional<RunTable.Row> row =
        ask(() -> database.patiently(connection -> RunTable.find(connection, id, false), patience));
    if (row.isEmpty()) {
      throw new JournalException("the store holds no run " + id, "see which there are");
    }
    StoredRun run = row.get().run();
    boolean ended = run.state() == StoredRun.State.ENDED;
    if (!ended && !(taken && run.owner().equals(owner))) {
      if (!complain) {
        return Optional.empty();
      }
      throw new JournalException(
          "run "
              + id
              + " is used by another process: "
              + run.owner()
              + ", last heard of "
              + run.silence().toSeconds()
              + " s ago",
          "wait until that one is done, or must be dead");
    }
    try {
      return Optional.of(read(row.get(), now));
    } catch (JournalException damaged) {
      if (!ended) {
        ask(
            () ->
                database.patiently(
                    connection -> RunOwners.leave(connection, id, run.fence()), patience));
      }
      throw damaged;
    }
  }

  private RunLog read(RunTable.Row row, Confirmed now) throws JournalException {
    String id = row.run().runId();
    Duration patience = store.settings().patience();
    Holdings holdings = new Holdings();
    List<String> lines =
        ask(
            () ->
                database.patiently(
                    connection -> {
                      RunTable.load(connection, id, holdings);
                      return RunTable.lines(connection, id);
                    },
                    patience));
    List<JournalEntry> history = StoredLines.read(id, lines, row.run().lines(), row.head());
    holdings.load(history);
    return open(row, history, holdings, now);
  }

  private JdbcRun open(
      RunTable.Row row, List<JournalEntry> history, Holdings holdings, Confirmed now) {
    JdbcRun run = new JdbcRun(store, row, history, holdings);
    run.confirm(now, true);
    store.opened(run);
    return run;
  }

  /** Who we are, and which of our attempts: after a lost answer it tells whether we have it. */
  private String mark() {
    return store.settings().owner() + " " + UUID.randomUUID();
  }

  private <T> T ask(Question<T> question) throws JournalException {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw JdbcStore.unreachable(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JournalException("stopped while waiting for the store", "");
    }
  }

  /** What the database is asked for. */
  private interface Question<T> {
    T ask() throws SQLException, InterruptedException;
  }
}
