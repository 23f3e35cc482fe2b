package io.cloudrelease.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
  private final GrowingPause pause;
  private boolean warned;

  Unbegun(Database database, Duration attempt) {
    this.database = database;
    this.attempt = attempt;
    this.pause = new GrowingPause(attempt);
  }

  void add(FirstLine run) {
    runs.add(run);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Tries it soon, beside the caller. */
  void settle() {
    if (runs.isEmpty() || !pause.isOver() || !settling.compareAndSet(false, true)) {
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
      for (FirstLine run : List.copyOf(runs)) {
        settle(run);
      }
      pause.succeeded();
      warned = false;
    } catch (SQLException away) {
      pause.failed();
      if (Database.passes(away) || warned) {
        LOG.debug("runs are not ended: {}", away.toString());
      } else {
        warned = true;
        LOG.warn("runs that were said not to have begun are not ended: {}", away.toString());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      settling.set(false);
    }
  }

  private void settle(FirstLine run) throws SQLException, InterruptedException {
    try {
      if (database.once(transaction -> RunTable.end(transaction, run), attempt)) {
        LOG.info("run {} had begun, and is ended: it was said not to have begun", run.run());
      }
    } catch (RunTable.NotThere gone) {
      LOG.debug("run {} had not begun", run.run());
    }
    runs.remove(run);
  }
}
