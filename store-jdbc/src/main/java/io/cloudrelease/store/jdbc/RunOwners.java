package io.cloudrelease.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who owns which run: statements, each of which may be repeated when its answer was lost.
 *
 * <p>Each change is one update that names what must still be so. Under READ COMMITTED an update
 * that waited for a row looks at it again as it is then; under the stricter levels it fails with
 * 40001 and is done anew. Either way it never changes a run that became another's meanwhile.
 */
final class RunOwners {
  /** A new owner, if the run is abandoned still. Every earlier one is shut out by the fence. */
  private static final String TAKE_OVER =
      """
      update cloudrelease_run set fence = fence + 1, owner = ?,
        heartbeat = clock_timestamp(), hold = greatest(hold, ?), left_alone = false
      where run_id = ? and
      """
          + RunTable.ABANDONED;

  private static final String OWNERS = RunTable.SELECT + "where run_id = any (?)";

  /** Shuts out the owners of those that are abandoned still; the runs get no new one. */
  private static final String FENCE =
      """
      update cloudrelease_run set fence = fence + 1
      where run_id = any (?) and
      """
          + RunTable.ABANDONED;

  /** A change and no mere look: it waits for whoever is about to raise the fence. */
  private static final String CONFIRM =
      """
      update cloudrelease_run set heartbeat = clock_timestamp()
      where run_id = ? and fence = ?
      """;

  private static final String HEARD_OF =
      "select heartbeat::text from cloudrelease_run where run_id = ?";

  /**
   * By an owner that wrote nothing, and so sent nothing: those who wait for the time since the run
   * died go on counting from where they were.
   */
  private static final String PUT_BACK =
      """
      update cloudrelease_run set left_alone = true, heartbeat = least(heartbeat, ?::timestamptz)
      where run_id = ? and fence = ? and lines = ? and not ended
      """;

  private static final String LEAVE =
      """
      update cloudrelease_run set left_alone = true
      where run_id = ? and fence = ? and not ended
      """;

  /** As {@link #CONFIRM}, for all runs of this process at once. */
  private static final String HEARTBEAT =
      """
      update cloudrelease_run r set heartbeat = clock_timestamp()
      from unnest(?::text[], ?::bigint[]) as o(run_id, fence)
      where r.run_id = o.run_id and r.fence = o.fence
      returning r.run_id, r.fence
      """;

  private RunOwners() {}

  /**
   * What is known of the owner of a run whose call is open.
   *
   * @param silence how long nothing was heard of it
   */
  record Life(State state, Duration silence) {
    /** The store does not hold that run, so nobody can say that its owner is dead. */
    static final Life UNKNOWN = new Life(State.LIVES, Duration.ZERO);

    static Life of(StoredRun run) {
      State state =
          switch (run.state()) {
            case UNDER_WAY -> State.LIVES;
            case ABANDONED -> State.SILENT;
            case ENDED -> State.ENDED;
          };
      return new Life(state, run.silence());
    }

    /** Whether calls of it may yet leave. */
    boolean maySend() {
      return state == State.LIVES;
    }

    /** What is known. */
    enum State {
      LIVES,
      /** It is dead, or sleeps, or went away. */
      SILENT,
      /** It is done. */
      ENDED
    }
  }

  /**
   * Takes a run over that is abandoned.
   *
   * @param hold after so many seconds without a word of ours others may do so in turn
   * @return when it was last heard of before that, as the database writes it; empty when it is not
   *     to be had, or another one was first
   */
  static Optional<String> takeOver(Transaction transaction, String run, String owner, double hold)
      throws SQLException {
    Optional<RunTable.Row> row = RunTable.lock(transaction, run);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> heardOf = transaction.row(HEARD_OF, found -> found.getString(1), run);
    // It is ours already where only the answer to the first try was lost.
    boolean ours =
        row.get().run().owner().equals(owner)
            || transaction.update(TAKE_OVER, owner, hold, run) == 1;
    return heardOf.filter(any -> ours);
  }

  /**
   * Gives a run back as it was found: nothing was written since it was taken over.
   *
   * @param heardOf what {@link #takeOver} gave
   */
  static boolean putBack(Transaction transaction, StoredRun run, String heardOf)
      throws SQLException {
    return transaction.update(PUT_BACK, heardOf, run.runId(), run.fence(), run.lines()) == 1;
  }

  /** What is known of the owners of these runs at this moment. */
  static Map<String, Life> lives(Transaction transaction, Set<String> runs) throws SQLException {
    Map<String, Life> lives = new TreeMap<>();
    if (!runs.isEmpty()) {
      transaction
          .rows(OWNERS, row -> RunTable.row(row).run(), transaction.texts(runs))
          .forEach(run -> lives.put(run.runId(), Life.of(run)));
    }
    return lives;
  }

  /**
   * The owners of these abandoned runs, should they only sleep, neither send nor write any more.
   *
   * @return false when one of them was heard of meanwhile, or has another owner
   */
  static boolean fence(Transaction transaction, Set<String> runs) throws SQLException {
    return runs.isEmpty() || transaction.update(FENCE, transaction.texts(runs)) == runs.size();
  }

  /**
   * Whether the run is still that owner's, which then counts as heard of. Waits for whoever is
   * about to take it, or what it sent, away.
   */
  static boolean confirm(Transaction transaction, String run, long fence) throws SQLException {
    return transaction.update(CONFIRM, run, fence) == 1;
  }

  /** The owner goes away with the run unfinished: others need not wait. */
  static boolean leave(Transaction transaction, String run, long fence) throws SQLException {
    return transaction.update(LEAVE, run, fence) == 1;
  }

  /** A run by that fence: a process may be an owner of it that was replaced, and the next one. */
  private record Owned(String run, long fence) {}

  /** The owners of these runs live; gives back those of them that are still theirs. */
  static Set<JdbcRun> heartbeat(Transaction transaction, List<JdbcRun> runs) throws SQLException {
    List<Owned> owned =
        transaction.rows(
            HEARTBEAT,
            row -> new Owned(row.getString(1), row.getLong(2)),
            transaction.texts(runs.stream().map(JdbcRun::id).toList()),
            transaction.column("int8", runs.stream().map(JdbcRun::fence).toList()));
    Set<Owned> ours = Set.copyOf(owned);
    return runs.stream()
        .filter(run -> ours.contains(new Owned(run.id(), run.fence())))
        .collect(Collectors.toSet());
  }
}
