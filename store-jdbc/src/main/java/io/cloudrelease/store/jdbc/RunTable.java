package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.ClaimRule.Trace;
import io.cloudrelease.journal.JournalLines;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs and their lines: statements, each of which may be repeated when its answer was lost. */
final class RunTable {
  /** Its owner went away, or was silent for so long that it must be dead. */
  static final String ABANDONED =
      """
      (not ended and (left_alone
        or extract(epoch from clock_timestamp() - heartbeat) > hold))
      """;

  /** What {@link #row} reads. */
  static final String SELECT =
      """
      select run_id, fence, owner, began,
        extract(epoch from clock_timestamp() - heartbeat)::double precision,
        lines, head, ended,
      """
          + ABANDONED
          + "from cloudrelease_run\n";

  private static final String FIND = SELECT + "where run_id = ?";

  /** Waits for whoever writes to the run, and has the row as that one leaves it. */
  private static final String FIND_LOCKED = FIND + " for update";

  private static final String ALL = SELECT + "order by ended, began desc, run_id limit ?";

  private static final String ALL_ABANDONED =
      "select run_id from cloudrelease_run where " + ABANDONED + "order by began, run_id";

  /** The row and its first line, both or neither: neither where there is such a run already. */
  private static final String BEGIN =
      """
      with run as (
        insert into cloudrelease_run (run_id, fence, owner, hold, lines, head)
        values (?, 1, ?, ?, 1, ?)
        on conflict (run_id) do nothing
        returning run_id)
      insert into cloudrelease_line (run_id, seq, fence, line)
      select run_id, 1, 1, ? from run
      """;

  private static final String HEARD =
      "update cloudrelease_run set heartbeat = clock_timestamp() where run_id = ? and owner = ?";

  /** Its end as its second line, where it has no other yet and still that owner. */
  private static final String END =
      """
      with run as (
        update cloudrelease_run set lines = 2, head = ?, ended = true
        where run_id = ? and owner = ? and lines = 1
        returning run_id)
      insert into cloudrelease_line (run_id, seq, fence, line)
      select run_id, 2, 1, ? from run
      """;

  /** So many rows are forgotten at once: short enough for whoever waits for one of them. */
  private static final int FORGOTTEN_AT_ONCE = 1000;

  /**
   * Claims that can hold nobody back any more would only make the table long. A row that somebody
   * else has locked is passed over; whether it is open is asked again once ours is the lock. The
   * time is one that stays the same for the whole statement: else no index could be used.
   */
  private static final String FORGET =
      """
      delete from cloudrelease_claim where open = '' and (id, cloud) in (
        select id, cloud from cloudrelease_claim
        where open = '' and since < statement_timestamp() - interval '1 day'
          and delay + lag < 43200
        limit ? for update skip locked)
      """;

  /** The same of what runs saw. */
  private static final String FORGET_SEEN =
      """
      delete from cloudrelease_seen where (id, cloud, run_id) in (
        select id, cloud, run_id from cloudrelease_seen
        where since < statement_timestamp() - interval '1 day'
        limit ? for update skip locked)
      """;

  private static final String LINES =
      "select seq, line from cloudrelease_line where run_id = ? order by seq";

  /** One statement sees one moment: the row and its lines fit, however fast the run writes. */
  private static final String WHOLE =
      "with run as ("
          + FIND
          + """
          )
          select run.*, l.seq, l.line
          from run left join cloudrelease_line l on l.run_id = run.run_id
          order by l.seq
          """;

  private static final String CLAIMS =
      "select id, cloud, open, trace, delay, lag from cloudrelease_claim where run_id = ?";

  private RunTable() {}

  /** There is no such run; what was done to find that out is taken back. */
  static final class NotThere extends SQLException {
    private static final long serialVersionUID = 1L;

    NotThere() {
      super("the run did not begin", "CR003");
    }
  }

  /** A run's row. */
  record Row(StoredRun run, String head) {}

  /** A run's row and its lines at that moment. */
  record Whole(Row row, List<String> lines) {}

  static Row row(ResultSet row) throws SQLException {
    StoredRun.State state = StoredRun.State.UNDER_WAY;
    if (row.getBoolean(8)) {
      state = StoredRun.State.ENDED;
    } else if (row.getBoolean(9)) {
      state = StoredRun.State.ABANDONED;
    }
    return new Row(
        new StoredRun(
            row.getString(1),
            state,
            row.getString(3),
            row.getTimestamp(4).toInstant(),
            Times.seconds(row.getDouble(5)),
            row.getLong(2),
            row.getLong(6)),
        row.getString(7));
  }

  /** All runs, unfinished ones first, then the latest. */
  static List<StoredRun> all(Transaction transaction, int most) throws SQLException {
    return transaction.rows(ALL, row -> row(row).run(), most);
  }

  /** Those that may be taken over, the oldest first. */
  static List<String> abandoned(Transaction transaction) throws SQLException {
    return transaction.rows(ALL_ABANDONED, row -> row.getString(1));
  }

  static Optional<Row> find(Transaction transaction, String run) throws SQLException {
    return transaction.row(FIND, RunTable::row, run);
  }

  /** The run as it is once nobody else is writing to it; the lock stays until the commit. */
  static Optional<Row> lock(Transaction transaction, String run) throws SQLException {
    return transaction.row(FIND_LOCKED, RunTable::row, run);
  }

  /**
   * Makes the row of a run and its first line.
   *
   * @return the run, if it is there now and that owner's, who counts as heard of
   */
  static Optional<Row> begin(Transaction transaction, FirstLine first) throws SQLException {
    if (!insert(transaction, first)) {
      // An earlier try may have made it, long ago.
      transaction.update(HEARD, first.run(), first.owner());
    }
    return find(transaction, first.run()).filter(row -> row.run().owner().equals(first.owner()));
  }

  /**
   * Removes rows that hold nobody back any more.
   *
   * @return whether there may be more of them
   */
  static boolean forget(Transaction transaction) throws SQLException {
    int claims = transaction.update(FORGET, FORGOTTEN_AT_ONCE);
    int seen = transaction.update(FORGET_SEEN, FORGOTTEN_AT_ONCE);
    return Math.max(claims, seen) == FORGOTTEN_AT_ONCE;
  }

  private static boolean insert(Transaction transaction, FirstLine first) throws SQLException {
    String line = first.line();
    String head = JournalLines.sumOf(line).orElseThrow();
    return transaction.update(BEGIN, first.run(), first.owner(), first.hold(), head, line) > 0;
  }

  /**
   * Ends a run that may have begun. Trying to begin it waits for a transaction that is about to.
   *
   * @return false when it has another owner by now, or more lines
   * @throws NotThere when it did not begin; nothing is made of it then
   */
  static boolean end(Transaction transaction, FirstLine first) throws SQLException {
    if (insert(transaction, first)) {
      throw new NotThere();
    }
    String end = first.end();
    String head = JournalLines.sumOf(end).orElseThrow();
    return transaction.update(END, head, first.run(), first.owner(), end) > 0;
  }

  /** The lines of a run, in order, by their numbers. */
  static List<String> lines(Transaction transaction, String run) throws SQLException {
    List<String> lines = new ArrayList<>();
    transaction.inParts(LINES, row -> add(lines, row.getLong(1), row.getString(2)), run);
    return lines;
  }

  /** An empty line for a hole, which the check of the lines names; behind it none is kept. */
  private static void add(List<String> lines, long number, String line) {
    boolean broken = !lines.isEmpty() && lines.get(lines.size() - 1).isEmpty();
    if (!broken) {
      lines.add(number == lines.size() + 1 ? line : "");
    }
  }

  /** A run and its lines, both of one moment. */
  static Optional<Whole> whole(Transaction transaction, String run) throws SQLException {
    List<Row> found = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    transaction.inParts(
        WHOLE,
        row -> {
          if (found.isEmpty()) {
            found.add(row(row));
          }
          String line = row.getString(11);
          if (line != null) {
            add(lines, row.getLong(10), line);
          }
        },
        run);
    return found.stream().findFirst().map(row -> new Whole(row, lines));
  }

  /** What the run holds, for an owner that took it over. */
  static Map<Holdings.Key, Holdings.Row> claims(Transaction transaction, String run)
      throws SQLException {
    Map<Holdings.Key, Holdings.Row> claims = new HashMap<>();
    transaction.inParts(CLAIMS, row -> load(row, claims), run);
    return claims;
  }

  private static void load(ResultSet row, Map<Holdings.Key, Holdings.Row> into)
      throws SQLException {
    String open = row.getString(3);
    Trace trace = Trace.values()[row.getInt(4)];
    into.put(
        new Holdings.Key(row.getString(1), row.getString(2)),
        new Holdings.Row(
            open.isEmpty() ? Set.of() : Set.of(open.split(" ")),
            trace,
            null,
            Times.seconds(row.getDouble(5)),
            Times.seconds(row.getDouble(6)),
            trace));
  }
}
