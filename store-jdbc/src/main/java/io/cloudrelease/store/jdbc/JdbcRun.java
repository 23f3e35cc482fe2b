package io.cloudrelease.store.jdbc;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of this process in the store. Lines are written in order: notes a moment later and many at
 * once, an intent together with its claims and the notes before it. What was written when no answer
 * came is read back before anything else is written. Thread-safe.
 */
final class JdbcRun implements RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcRun.class);
  private static final Duration STILL_OURS = Duration.ofSeconds(1);
  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** More lines are written in several statements. */
  private static final int MOST_LINES = 500;

  private final JdbcStore store;
  private final Database database;
  private final String id;
  private final long fence;
  private final List<JournalEntry> history;
  private final long beganNanos = System.nanoTime();

  /** Held by who writes; guards all that follows to the blank line. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private final Holdings holdings;
  private long lines;
  private String head;

  /** What may or may not have been written. */
  private @Nullable Attempt doubt;

  private final Deque<JournalEntry> notes = new ArrayDeque<>();
  private volatile @Nullable Confirmed confirmed;
  private volatile String lost = "";
  private boolean ended;
  private boolean closed;

  /** What was to be written. */
  private static final class Attempt {
    /** How many of the notes it holds. */
    final int notes;

    /** The intent it ends with. */
    final JournalEntry.@Nullable BatchIntent intent;

    /** Null until it is known what exactly. */
    volatile @Nullable Append append;

    Attempt(int notes, JournalEntry.@Nullable BatchIntent intent) {
      this.notes = notes;
      this.intent = intent;
    }
  }

  /** The call's instances are another run's. */
  private static final class Held extends SQLException {
    private static final long serialVersionUID = 1L;
    final transient Map<InstanceRef, Claim> claims;

    Held(Map<InstanceRef, Claim> claims) {
      super("held by other runs", "CR002");
      this.claims = claims;
    }
  }

  JdbcRun(JdbcStore store, RunTable.Row row, List<JournalEntry> history, Holdings holdings) {
    this.store = store;
    this.database = store.database();
    this.id = row.run().runId();
    this.fence = row.run().fence();
    this.history = List.copyOf(history);
    this.holdings = holdings;
    this.lines = row.run().lines();
    this.head = row.head();
    this.ended = row.run().state() == StoredRun.State.ENDED;
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

  long lines() {
    return lines;
  }

  String head() {
    return head;
  }

  @Override
  public List<JournalEntry> history() {
    return history;
  }

  @Override
  public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
    long until = System.nanoTime() + store.settings().patience().toNanos();
    return inOrder(until, () -> write(intent, until));
  }

  @Override
  public void note(JournalEntry entry) throws JournalException {
    synchronized (notes) {
      if (closed || !lost.isEmpty()) {
        throw gone();
      }
      notes.add(entry);
    }
  }

  @Override
  public void checkOwner() throws JournalException {
    Confirmed last = confirmed;
    if (!lost.isEmpty()) {
      throw gone();
    }
    if (last != null && last.isYoungerThan(STILL_OURS)) {
      return;
    }
    Confirmed now = Confirmed.now();
    boolean ours =
        ask(
            () ->
                database.patiently(
                    connection ->
                        RunTable.find(connection, id, false)
                            .filter(row -> row.run().fence() == fence)
                            .isPresent(),
                    CHECK_PATIENCE));
    confirm(now, ours);
    if (!ours) {
      throw gone();
    }
  }

  /** The database said at that time whether the run is this process's. */
  void confirm(Confirmed at, boolean ours) {
    if (ours) {
      confirmed = at;
    } else {
      lost = "was taken over by another process";
    }
  }

  boolean isLost() {
    return !lost.isEmpty();
  }

  boolean hasNotes() {
    synchronized (notes) {
      return !notes.isEmpty() && !isLost();
    }
  }

  /** Whether there is nothing left to write for it. */
  boolean isDone() {
    synchronized (notes) {
      return closed && (notes.isEmpty() || isLost());
    }
  }

  /** Writes what was noted; what hinders it is tried again later. */
  void flush() {
    if (!hasNotes() || !writing.tryLock()) {
      return;
    }
    try {
      write(null, System.nanoTime() + store.settings().attempt().toNanos());
    } catch (SQLException | JournalException away) {
      LOG.debug("run {}: {}", id, away.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws JournalException {
    synchronized (notes) {
      if (closed) {
        return;
      }
      closed = true;
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

  /** What cannot be written in time is tried on for as long as the store is open. */
  private void finish() throws JournalException {
    if (isLost()) {
      store.forget(this);
      throw new JournalException("run " + id + " " + lost, "");
    }
    long until = System.nanoTime() + CLOSE_PATIENCE.toNanos();
    inOrder(until, () -> write(null, until));
    if (!ended) {
      ask(
          () ->
              database.patiently(
                  connection -> RunTable.leave(connection, id, fence), CLOSE_PATIENCE));
    }
    store.forget(this);
  }

  /** What the database may be asked for. */
  private interface Question<T> {
    T ask() throws SQLException, InterruptedException, JournalException;
  }

  private <T> T inOrder(long until, Question<T> question) throws JournalException {
    return ask(
        () -> {
          if (!writing.tryLock(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            throw new SQLTimeoutException("the lines before it could not be written");
          }
          try {
            return question.ask();
          } finally {
            writing.unlock();
          }
        });
  }

  private <T> T ask(Question<T> question) throws JournalException {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw JdbcStore.unreachable(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JournalException("run " + id + ": stopped while waiting for the store", "");
    }
  }

  private JournalException gone() {
    return new JournalException(
        "run " + id + " " + (lost.isEmpty() ? "is closed" : lost),
        lost.isEmpty() ? "" : "nothing more is sent here; see what became of it in the store");
  }

  /** Writes the notes, and then the intent if there is one. By who holds the lock. */
  private Map<InstanceRef, Claim> write(JournalEntry.@Nullable BatchIntent intent, long until)
      throws SQLException, InterruptedException, JournalException {
    long pause = FIRST_PAUSE.toNanos();
    boolean judge = intent != null && intent.cloud().isEmpty();
    while (true) {
      if (isLost()) {
        throw gone();
      }
      try {
        if (settle(until, intent)) {
          return Map.of();
        }
        List<JournalEntry> next = next();
        boolean all = next.size() < MOST_LINES;
        if (next.isEmpty() && intent == null) {
          return Map.of();
        }
        write(next, all ? intent : null, judge, until);
        if (all) {
          return Map.of();
        }
      } catch (Held held) {
        doubt = null;
        return held.claims;
      } catch (Append.Contended contended) {
        doubt = null;
        judge = true;
      } catch (SQLException failed) {
        if (!Database.passes(failed)) {
          doubt = null;
          throw failed;
        }
        if (until - System.nanoTime() <= pause) {
          throw failed;
        }
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
      }
    }
  }

  private List<JournalEntry> next() {
    synchronized (notes) {
      List<JournalEntry> next = new ArrayList<>();
      for (JournalEntry note : notes) {
        if (next.size() == MOST_LINES) {
          break;
        }
        next.add(note);
      }
      return next;
    }
  }

  private void write(
      List<JournalEntry> next, JournalEntry.@Nullable BatchIntent intent, boolean judge, long until)
      throws SQLException, InterruptedException, JournalException {
    Attempt attempt = new Attempt(next.size(), intent);
    Confirmed now = Confirmed.now();
    doubt = attempt;
    boolean ours =
        database.once(
            connection -> {
              Append append = append(connection, next, intent, judge);
              attempt.append = append;
              return append.write(connection);
            },
            left(until));
    doubt = null;
    confirm(now, ours);
    if (!ours) {
      throw gone();
    }
    written(attempt);
  }

  private Append append(
      Connection connection,
      List<JournalEntry> next,
      JournalEntry.@Nullable BatchIntent intent,
      boolean judge)
      throws SQLException {
    Holdings.Draft draft = holdings.draft();
    next.forEach(draft::note);
    List<JournalEntry> entries = new ArrayList<>(next);
    Set<Holdings.Key> taken = new HashSet<>();
    Set<String> free = new HashSet<>();
    if (intent != null) {
      Map<Holdings.Key, Holdings.Row> before = Map.of();
      if (judge) {
        OtherClaims others =
            OtherClaims.against(
                connection,
                id,
                intent,
                Duration.ofNanos(System.nanoTime() - beganNanos),
                store.settings().heartbeat());
        if (!others.held.isEmpty()) {
          throw new Held(others.held);
        }
        entries.addAll(others.adoptions(intent));
        before = others.left;
        before.keySet().forEach(key -> free.add(key.id()));
      }
      draft.take(intent, before);
      intent.instances().forEach(ref -> taken.add(new Holdings.Key(ref.id(), intent.cloud())));
      entries.add(intent);
    }
    return Append.of(this, entries, draft, taken, free, judge);
  }

  /**
   * Finds out what became of what was written without an answer.
   *
   * @return whether that was this intent, and it is durable
   */
  private boolean settle(long until, JournalEntry.@Nullable BatchIntent intent)
      throws SQLException, InterruptedException, JournalException {
    Attempt open = doubt;
    if (open == null) {
      return false;
    }
    Append append = open.append;
    if (append == null) {
      // It never came to the point of writing, and is given up.
      doubt = null;
      return false;
    }
    Confirmed now = Confirmed.now();
    // The lock is had once the other transaction is over, whichever way.
    Optional<RunTable.Row> row =
        database.once(connection -> RunTable.find(connection, id, true), left(until));
    boolean ours = row.filter(found -> found.run().fence() == fence).isPresent();
    confirm(now, ours);
    if (!ours) {
      throw gone();
    }
    boolean written =
        row.get().run().lines() == append.after() && row.get().head().equals(append.head());
    boolean untouched = row.get().run().lines() == lines && row.get().head().equals(head);
    if (!written && !untouched) {
      lost = "was written by somebody else";
      throw gone();
    }
    doubt = null;
    if (written) {
      written(open);
      if (open.intent != null && open.intent != intent) {
        withdraw(open.intent);
      }
    }
    return written && open.intent != null && open.intent == intent;
  }

  /** Its call was held back when it was not known to be durable: it never left. */
  private void withdraw(JournalEntry.BatchIntent intent) {
    synchronized (notes) {
      notes.addFirst(
          new JournalEntry.BatchOutcome(
              intent.at(),
              intent.batchId(),
              JournalEntry.BatchOutcome.Kind.NOT_SENT,
              List.of(),
              0,
              List.of(),
              ReleaseError.of(
                  ErrorCategory.GUARDED, OwnCodes.JOURNAL, "the store did not answer in time")));
    }
  }

  private void written(Attempt attempt) {
    Append append = attempt.append;
    if (append == null) {
      throw new IllegalStateException("written without having been written");
    }
    lines = append.after();
    head = append.head();
    ended |= append.ends();
    append.draft().hold();
    synchronized (notes) {
      for (int i = 0; i < attempt.notes; i++) {
        notes.remove();
      }
    }
  }

  private static Duration left(long until) {
    return Duration.ofNanos(Math.max(1, until - System.nanoTime()));
  }
}
