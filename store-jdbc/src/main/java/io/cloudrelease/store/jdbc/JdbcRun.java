package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of this process in the store. Notes are written a moment later and many at once, an intent
 * at once and after the notes before it. Thread-safe.
 */
final class JdbcRun implements RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcRun.class);
  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final JdbcStore store;
  private final String id;
  private final long fence;
  private final Ownership ownership;
  private final Notes notes = new Notes();
  private final GrowingPause pause;

  /** Held by who writes: guards the lines. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private final RunLines lines;

  /** As it was found. */
  private final StoredRun found;

  private final Optional<String> heardOf;

  private List<JournalEntry> history = List.of();

  /**
   * A run.
   *
   * @param heardOf when an owner before this one was last heard of; empty without one
   */
  JdbcRun(JdbcStore store, RunTable.Row row, Holdings holdings, Optional<String> heardOf) {
    this.store = store;
    this.found = row.run();
    this.heardOf = heardOf;
    this.id = row.run().runId();
    this.fence = row.run().fence();
    this.ownership = new Ownership(id);
    this.pause = new GrowingPause(store.settings().heartbeat());
    this.lines = new RunLines(store, row, ownership, notes, holdings);
  }

  JdbcStore store() {
    return store;
  }

  String id() {
    return id;
  }

  long fence() {
    return fence;
  }

  /** What owners before this one wrote, before anybody uses the run. */
  void found(List<JournalEntry> before) {
    history = List.copyOf(before);
  }

  @Override
  public List<JournalEntry> history() {
    return history;
  }

  @Override
  public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
    long until = System.nanoTime() + store.settings().patience().toNanos();
    return inOrder(until, () -> lines.write(intent, until));
  }

  @Override
  public void note(JournalEntry entry) throws JournalException {
    ownership.check();
    if (!notes.add(entry)) {
      throw new JournalException("run " + id + " is closed", "");
    }
  }

  @Override
  public void checkOwner() throws JournalException {
    ownership.check();
    if (ownership.isCertain()) {
      return;
    }
    Confirmed now = Confirmed.now();
    boolean ours =
        store.ask(transaction -> RunOwners.confirm(transaction, id, fence), CHECK_PATIENCE);
    confirm(now, ours);
    if (!ours) {
      throw ownership.gone();
    }
  }

  /** The database said at that time whether the run is this process's. */
  void confirm(Confirmed at, boolean ours) {
    ownership.confirm(at, ours);
  }

  boolean isLost() {
    return ownership.isLost();
  }

  boolean hasNotes() {
    return !notes.isEmpty() && !isLost();
  }

  /** Whether it has notes to be written now: a while after that failed. */
  boolean isDue() {
    return hasNotes() && pause.isOver();
  }

  /** Whether there is nothing left to write for it. */
  boolean isDone() {
    return notes.isClosed() && !hasNotes();
  }

  /** Writes what was noted; what hinders it is tried again later. */
  void flush() {
    if (!hasNotes() || !writing.tryLock()) {
      return;
    }
    try {
      lines.write(null, System.nanoTime() + store.settings().attempt().toNanos());
      pause.succeeded();
    } catch (SQLException failed) {
      pause.failed();
      LOG.debug("run {}: {}", id, failed.toString());
      if (notes.isClosed() && !Database.passes(failed)) {
        giveUp(failed);
      }
    } catch (JournalException gone) {
      LOG.debug("run {}: {}", id, gone.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      writing.unlock();
    }
  }

  /** It would count as living for as long as this process does, and nobody could complete it. */
  private void giveUp(SQLException failed) {
    LOG.warn(
        "run {}: its last lines are not written (SQL state {}: {}); it may be taken over once"
            + " nothing was heard of it for long enough",
        id,
        failed.getSQLState(),
        String.valueOf(failed.getMessage()).lines().findFirst().orElse(""));
    ownership.lose("was given up: its last lines are not written");
    store.forget(this);
  }

  @Override
  public void close() throws JournalException {
    if (!notes.close()) {
      return;
    }
    // A run that was interrupted ends with its last lines all the same.
    boolean interrupted = Thread.interrupted();
    try {
      finish();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What cannot be written in time is tried on for as long as the store is open, unless it can
   * never be.
   */
  private void finish() throws JournalException {
    if (isLost()) {
      store.forget(this);
      throw ownership.gone();
    }
    long until = System.nanoTime() + CLOSE_PATIENCE.toNanos();
    boolean ended = inOrder(until, () -> writeLast(until));
    if (!ended) {
      store.ask(this::leave, CLOSE_PATIENCE);
    }
    store.forget(this);
  }

  private boolean leave(Transaction transaction) throws SQLException {
    return heardOf.isPresent() && RunOwners.putBack(transaction, found, heardOf.get())
        || RunOwners.leave(transaction, id, fence);
  }

  /** Whether the run is complete by its last lines. */
  private boolean writeLast(long until)
      throws SQLException, InterruptedException, JournalException {
    try {
      lines.write(null, until);
      return lines.isEnded();
    } catch (SQLException failed) {
      if (!Database.passes(failed)) {
        giveUp(failed);
      }
      throw failed;
    }
  }

  /** Writes lines. */
  private interface Writing<T> {
    T write() throws SQLException, InterruptedException, JournalException;
  }

  /** Writes after whoever writes now, if that one is done in time. */
  private <T> T inOrder(long until, Writing<T> next) throws JournalException {
    try {
      if (!writing.tryLock(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw new SQLTimeoutException("the lines before it could not be written");
      }
      try {
        return next.write();
      } finally {
        writing.unlock();
      }
    } catch (SQLException e) {
      throw JdbcStore.unreachable(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JournalException("run " + id + ": stopped while waiting for the store", "");
    }
  }
}
