package io.cloudrelease.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  /**
   * As {@link #CONFIRM}, for all runs of this process at once. It waits for none of them: one that
   * somebody writes to for long must not keep the others silent. Whose row is passed over, and has
   * that fence as far as can be seen, is neither confirmed nor lost.
   */
  private static final String HEARTBEAT =
      """
      with asked as (
        select * from unnest(?::text[], ?::bigint[]) as a(run_id, fence)),
      free as (
        select r.run_id from cloudrelease_run r
        where r.run_id in (select run_id from asked) for update skip locked),
      living as (
        update cloudrelease_run r set heartbeat = clock_timestamp()
        from asked a, free f
        where r.run_id = a.run_id and r.fence = a.fence and f.run_id = a.run_id
        returning r.run_id, r.fence)
      select a.run_id, a.fence, l.run_id is not null
      from asked a left join living l on l.run_id = a.run_id and l.fence = a.fence
      where l.run_id is not null or not exists (
        select 1 from cloudrelease_run r where r.run_id = a.run_id and r.fence = a.fence)
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

  /** What is known of a run by that fence: a process may be an earlier and the present owner. */
  private record Known(String run, long fence, boolean ours) {
    static Known of(ResultSet row) throws SQLException {
      return new Known(row.getString(1), row.getLong(2), row.getBoolean(3));
    }

    boolean isOf(JdbcRun other) {
      return run.equals(other.id()) && fence == other.fence();
    }
  }

  /**
   * The owners of these runs live.
   *
   * @return which of them are still theirs, and which are not; what became of others is not known
   */
  static Map<JdbcRun, Boolean> heartbeat(Transaction transaction, List<JdbcRun> runs)
      throws SQLException {
    List<Known> known =
        transaction.rows(
            HEARTBEAT,
            Known::of,
            transaction.texts(runs.stream().map(JdbcRun::id).toList()),
            transaction.column("int8", runs.stream().map(JdbcRun::fence).toList()));
    Map<JdbcRun, Boolean> ours = new HashMap<>();
    for (JdbcRun run : runs) {
      known.stream().filter(one -> one.isOf(run)).forEach(one -> ours.put(run, one.ours()));
    }
    return ours;
  }
}
