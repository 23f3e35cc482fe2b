package io.cloudrelease.store.jdbc;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.model.InstanceRef;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a run, written in order: what was noted, and an intent together with its claims.
 * What was written when no answer came is read back before anything else is written. Not
 * thread-safe.
 */
final class RunLines {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** More lines are written in several statements. */
  private static final int MOST_LINES = 500;

  private final Database database;
  private final Duration heartbeat;
  private final String run;
  private final long fence;
  private final Ownership ownership;
  private final Notes notes;
  private final Holdings holdings;
  private final long beganNanos = System.nanoTime();
  private long count;
  private String head;
  private boolean ended;

  /** What may or may not have been written. */
  private @Nullable Attempt doubt;

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

  RunLines(JdbcStore store, RunTable.Row row, Ownership ownership, Notes notes, Holdings holdings) {
    this.database = store.database();
    this.heartbeat = store.settings().heartbeat();
    this.run = row.run().runId();
    this.fence = row.run().fence();
    this.ownership = ownership;
    this.notes = notes;
    this.holdings = holdings;
    this.count = row.run().lines();
    this.head = row.head();
    this.ended = row.run().state() == StoredRun.State.ENDED;
  }

  String run() {
    return run;
  }

  long fence() {
    return fence;
  }

  /** How many there are. */
  long count() {
    return count;
  }

  /** The sum of the last of them. */
  String head() {
    return head;
  }

  /** Whether the run is complete by them. */
  boolean isEnded() {
    return ended;
  }

  /**
   * Writes the notes, and then the intent if there is one.
   *
   * @return who holds instances of the intent, which is not written then
   */
  Map<InstanceRef, Claim> write(JournalEntry.@Nullable BatchIntent intent, long until)
      throws SQLException, InterruptedException, JournalException {
    long pause = FIRST_PAUSE.toNanos();
    boolean judge = intent != null && intent.cloud().isEmpty();
    while (true) {
      ownership.check();
      try {
        if (settle(until, intent)) {
          return Map.of();
        }
        List<JournalEntry> next = notes.next(MOST_LINES);
        boolean all = next.size() < MOST_LINES;
        if (next.isEmpty() && intent == null) {
          return Map.of();
        }
        if (!write(next, all ? intent : null, judge, until)) {
          settle(until, intent);
          throw new Database.Refused("the lines of run " + run + " cannot be written");
        }
        if (all) {
          return Map.of();
        }
      } catch (Held held) {
        return held.claims;
      } catch (Append.Contended contended) {
        judge = true;
      } catch (SQLException failed) {
        if (!Database.passes(failed) || until - System.nanoTime() <= pause) {
          throw failed;
        }
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
      }
    }
  }

  /**
   * Writes these.
   *
   * @return false when nothing was written since the run is not as we know it; reading it back
   *     tells why
   */
  private boolean write(
      List<JournalEntry> next, JournalEntry.@Nullable BatchIntent intent, boolean judge, long until)
      throws SQLException, InterruptedException, JournalException {
    Attempt attempt = new Attempt(next.size(), intent);
    Confirmed now = Confirmed.now();
    doubt = attempt;
    boolean written = once(attempt, next, judge, left(until));
    if (written) {
      doubt = null;
      ownership.confirm(now, true);
      written(attempt);
    }
    return written;
  }

  private boolean once(Attempt attempt, List<JournalEntry> next, boolean judge, Duration atMost)
      throws SQLException, InterruptedException {
    try {
      return database.once(
          transaction -> {
            Append append = append(transaction, next, attempt.intent, judge);
            attempt.append = append;
            return append.write(transaction);
          },
          atMost);
    } catch (SQLException failed) {
      if (!Database.passes(failed)) {
        // Its own refusal: it was not carried out. One of the reading back would prove nothing.
        doubt = null;
      }
      throw failed;
    }
  }

  private Append append(
      Transaction transaction,
      List<JournalEntry> next,
      JournalEntry.@Nullable BatchIntent intent,
      boolean judge)
      throws SQLException {
    Holdings.Draft draft = holdings.draft();
    next.forEach(draft::note);
    List<JournalEntry> entries = new ArrayList<>(next);
    if (intent != null && judge) {
      OtherClaims others = others(transaction, intent);
      entries.addAll(others.adoptions());
      draft.take(intent, others.left);
      entries.add(intent);
    } else if (intent != null) {
      draft.take(intent, Map.of());
      entries.add(intent);
    }
    return Append.of(this, entries, draft, judge);
  }

  /** What others leave in question, where none of it holds the call back. */
  private OtherClaims others(Transaction transaction, JournalEntry.BatchIntent intent)
      throws SQLException {
    Duration began = Duration.ofNanos(System.nanoTime() - beganNanos);
    OtherClaims others = OtherClaims.against(transaction, run, intent, began, heartbeat);
    if (!others.held.isEmpty()) {
      throw new Held(others.held);
    }
    return others;
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
        database.once(transaction -> RunTable.lock(transaction, run), left(until));
    if (row.isEmpty()) {
      ownership.lose("is no longer in the store");
      throw ownership.gone();
    }
    RunTable.Row found = row.get();
    boolean ours = found.run().fence() == fence;
    ownership.confirm(now, ours);
    if (!ours) {
      throw ownership.gone();
    }
    boolean written = stands(found, append.after(), append.head());
    if (!written && !stands(found, count, head)) {
      ownership.lose("was written by somebody else");
      throw ownership.gone();
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

  /** Whether the run has so many lines, the last with that sum. */
  private static boolean stands(RunTable.Row row, long lines, String head) {
    return row.run().lines() == lines && row.head().equals(head);
  }

  /** Its call was held back when it was not known to be durable: it never left. */
  private void withdraw(JournalEntry.BatchIntent intent) {
    notes.addFirst(
        new JournalEntry.BatchOutcome(
            intent.at(),
            intent.batchId(),
            JournalEntry.BatchOutcome.Kind.NOT_SENT,
            List.of(),
            0,
            0,
            true,
            List.of(),
            Proof.NOTHING,
            ReleaseError.of(
                ErrorCategory.GUARDED, OwnCodes.JOURNAL, "the store did not answer in time")));
  }

  private void written(Attempt attempt) {
    Append append = attempt.append;
    if (append == null) {
      throw new IllegalStateException("written without having been written");
    }
    count = append.after();
    head = append.head();
    ended |= append.ends();
    append.draft().hold();
    notes.written(attempt.notes);
  }

  private static Duration left(long until) {
    return Duration.ofNanos(Math.max(1, until - System.nanoTime()));
  }
}
