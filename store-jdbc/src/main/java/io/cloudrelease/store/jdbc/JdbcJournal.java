package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  private static final Duration LONGEST_FORGETTING = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJournal.class);

  private final JdbcStore store;
  private final @Nullable String named;

  JdbcJournal(JdbcStore store, @Nullable String named) {
    this.store = store;
    this.named = named;
  }

  @Override
  public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
    String id = started.runId();
    if (named != null) {
      throw new JournalException(
          "run " + named + " is in the store already", "begin a run in the journal of the store");
    }
    FirstLine first = new FirstLine(id, mark(), hold(), fenced(started));
    Confirmed now = Confirmed.now();
    RunTable.Row row = begin(first, started.request().deadline());
    Holdings holdings = new Holdings();
    holdings.load(Map.of(), List.of(started));
    JdbcRun run = open(row, holdings, Optional.empty(), now);
    forget();
    return run;
  }

  /**
   * Each run adds rows, and so each removes all that are old, as far as it has the time. That is
   * beside the point of the run: what hinders it is only logged.
   */
  private void forget() {
    long until = System.nanoTime() + LONGEST_FORGETTING.toNanos();
    boolean more = true;
    try {
      for (long left = until - System.nanoTime(); more && left > 0; ) {
        more = store.database().once(RunTable::forget, Duration.ofNanos(left));
        left = until - System.nanoTime();
      }
    } catch (SQLException hindered) {
      LOG.debug("old rows are not removed: {}", hindered.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private RunTable.Row begin(FirstLine first, Duration deadline) throws JournalException {
    Duration patience = store.settings().patience();
    AtomicBoolean written = new AtomicBoolean();
    Optional<RunTable.Row> begun;
    try {
      begun =
          store.ask(
              transaction -> {
                Optional<RunTable.Row> row = RunTable.begin(transaction, first);
                written.compareAndSet(false, row.isPresent());
                return row;
              },
              deadline.compareTo(patience) < 0 ? deadline : patience);
    } catch (JournalException failed) {
      if (!written.get()) {
        throw failed;
      }
      // Whether it was committed is not known.
      store.beat().unbegun().add(first);
      throw new JournalException(
          failed.getMessage() + "; it may hold run " + first.run() + " all the same",
          "while this store is open it ends that run once the database is back; else a resume would"
              + " carry it out; one with the guard denyName(\"*\") only closes it",
          failed);
    }
    if (begun.isEmpty()) {
      throw written.get()
          ? new JournalException(
              "run " + first.run() + " began, and was taken over by another process",
              "nothing is sent here; see what becomes of it in the store")
          : new JournalException(
              "run " + first.run() + " is in the store already", "name it otherwise");
    }
    return begun.get();
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
    @Nullable JournalException damaged = null;
    for (String id : ask(RunTable::abandoned)) {
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
    Confirmed now = Confirmed.now();
    // Where the answer to the first try was lost, the second finds ourselves.
    AtomicReference<@Nullable String> first = new AtomicReference<>();
    Optional<String> heardOf =
        ask(
            transaction -> {
              Optional<String> heard = RunOwners.takeOver(transaction, id, owner, hold());
              heard.ifPresent(at -> first.compareAndSet(null, at));
              return heard.map(any -> first.get());
            });
    Optional<RunTable.Row> row = ask(transaction -> RunTable.find(transaction, id));
    if (row.isEmpty()) {
      throw new JournalException("the store holds no run " + id, "see which there are");
    }
    StoredRun run = row.get().run();
    boolean ended = run.state() == StoredRun.State.ENDED;
    if (!ended && !(heardOf.isPresent() && run.owner().equals(owner))) {
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
      return Optional.of(read(row.get(), heardOf, now));
    } catch (JournalException damaged) {
      if (!ended) {
        ask(transaction -> RunOwners.putBack(transaction, run, heardOf.orElseThrow()));
      }
      throw damaged;
    }
  }

  /** What the database has of a run, besides its row. */
  private record Stored(Map<Holdings.Key, Holdings.Row> claims, List<String> lines) {}

  private RunLog read(RunTable.Row row, Optional<String> heardOf, Confirmed now)
      throws JournalException {
    String id = row.run().runId();
    Holdings holdings = new Holdings();
    // Its owner lives from now on, however long the reading takes.
    JdbcRun run = open(row, holdings, heardOf, now);
    boolean read = false;
    try {
      Stored stored =
          ask(
              transaction ->
                  new Stored(RunTable.claims(transaction, id), RunTable.lines(transaction, id)));
      List<JournalEntry> history =
          StoredLines.read(id, stored.lines(), row.run().lines(), row.head());
      holdings.load(stored.claims(), history);
      run.found(history);
      read = true;
      return run;
    } finally {
      if (!read) {
        store.forget(run);
      }
    }
  }

  private JdbcRun open(
      RunTable.Row row, Holdings holdings, Optional<String> heardOf, Confirmed now) {
    JdbcRun run = new JdbcRun(store, row, holdings, heardOf);
    run.confirm(now, true);
    store.opened(run);
    return run;
  }

  private double hold() {
    return Times.seconds(store.settings().heartbeat().multipliedBy(LEAST_MISSED));
  }

  /** Who we are, and which of our attempts: after a lost answer it tells whether we have it. */
  private String mark() {
    return store.settings().owner() + " " + UUID.randomUUID();
  }

  private <T> T ask(Database.Work<T> work) throws JournalException {
    return store.ask(work, store.settings().patience());
  }
}
