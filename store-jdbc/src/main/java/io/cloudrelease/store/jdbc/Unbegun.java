package io.cloudrelease.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs that were said not to have begun, as no answer came, and that may be in the store all the
 * same: they are ended once the database is back, so that nobody resumes them. Thread-safe.
 */
final class Unbegun {
  private static final Logger LOG = LoggerFactory.getLogger(Unbegun.class);

  private final Database database;
  private final Duration attempt;
  private final Queue<FirstLine> runs = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean settling = new AtomicBoolean();

  Unbegun(Database database, Duration attempt) {
    this.database = database;
    this.attempt = attempt;
  }

  void add(FirstLine run) {
    runs.add(run);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Tries it soon, beside the caller. */
  void settle() {
    if (runs.isEmpty() || !settling.compareAndSet(false, true)) {
      return;
    }
    boolean begun = false;
    try {
      begun = database.beside(this::settleNow);
    } finally {
      if (!begun) {
        settling.set(false);
      }
    }
  }

  private void settleNow() {
    try {
      for (FirstLine run = runs.peek(); run != null && isSettled(run); run = runs.peek()) {
        runs.remove(run);
      }
    } finally {
      settling.set(false);
    }
  }

  private boolean isSettled(FirstLine run) {
    try {
      if (database.once(transaction -> RunTable.end(transaction, run), attempt)) {
        LOG.info("run {} had begun, and is ended: it was said not to have begun", run.run());
      }
      return true;
    } catch (RunTable.NotThere gone) {
      return true;
    } catch (SQLException away) {
      LOG.debug("run {} is not ended: {}", run.run(), away.toString());
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
