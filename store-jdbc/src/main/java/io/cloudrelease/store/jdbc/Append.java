package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalLines;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines that follow a run's last one, with what they change in the table of claims: one statement
 * that does all of it, or nothing where the run has another owner by now.
 *
 * @param run which
 * @param fence which owner writes
 * @param before how many lines there are
 * @param headBefore the sum of the last of them
 * @param lines the new ones
 * @param head the sum of the last of the new ones
 * @param draft what changes in the claims
 * @param taken the instances that must be this run's after it
 * @param free the ids of those whose rows may be taken from another run
 * @param judged whether what others hold was looked at, in this transaction
 * @param hold how long an owner of the run must be silent from now on until it counts as dead
 * @param ends whether the run ends by it
 */
record Append(
    String run,
    long fence,
    long before,
    String headBefore,
    List<String> lines,
    String head,
    Holdings.Draft draft,
    Set<Holdings.Key> taken,
    Set<String> free,
    boolean judged,
    Duration hold,
    boolean ends) {

  private static final String WRITE =
      """
      with owner as (
        update cloudrelease_run set heartbeat = clock_timestamp(), lines = ?, head = ?,
          hold = greatest(hold, ?), ended = ?
        where run_id = ? and fence = ? and lines = ? and head = ?
        returning run_id, fence),
      changed as (
        select * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::float8[], ?::float8[],
          ?::float8[], ?::boolean[]) as c(id, cloud, open, trace, age, delay, lag, taken)),
      held as (
        insert into cloudrelease_claim as c (id, cloud, run_id, fence, open, trace, since, delay, lag)
        select n.id, n.cloud, o.run_id, o.fence, n.open, n.trace,
          case when n.age < 0 then 'epoch'
            else clock_timestamp() - n.age * interval '1 second' end,
          n.delay, n.lag
        from changed n, owner o where n.open <> '' or n.trace > 0
        order by n.id, n.cloud
        on conflict (id, cloud) do update set run_id = excluded.run_id, fence = excluded.fence,
          open = excluded.open, trace = excluded.trace, delay = excluded.delay, lag = excluded.lag,
          since = case when excluded.since = 'epoch' then c.since else excluded.since end
        where c.run_id = excluded.run_id or c.id = any (?::text[])
        returning c.id, c.cloud),
      over as (
        delete from cloudrelease_claim c using changed n, owner o
        where n.open = '' and n.trace = 0
          and c.id = n.id and c.cloud = n.cloud and c.run_id = o.run_id),
      written as (
        insert into cloudrelease_line (run_id, seq, fence, line)
        select o.run_id, ? + t.n, o.fence, t.line
        from owner o, unnest(?::text[]) with ordinality as t(line, n)
        returning seq)
      select (select count(*) from owner), (select count(*) from written),
        (select count(*) from held h join changed n on n.id = h.id and n.cloud = h.cloud
          where n.taken and (? or not exists (
            select 1 from cloudrelease_claim e, owner o
            where e.id = n.id and e.cloud = '' and n.cloud <> '' and e.run_id <> o.run_id))),
        current_setting('synchronous_commit')
      """;

  /** The claims of its call are not all to be had without a look at what others hold. */
  static final class Contended extends SQLException {
    private static final long serialVersionUID = 1L;

    Contended() {
      super("another run has, or had, an instance of the call", "CR001");
    }
  }

  /** Makes lines of entries. */
  static Append of(
      RunLines run,
      List<JournalEntry> entries,
      Holdings.Draft draft,
      Set<Holdings.Key> taken,
      Set<String> free,
      boolean judged) {
    List<String> lines = new ArrayList<>();
    String head = run.head();
    Duration hold = Duration.ZERO;
    boolean ends = false;
    for (JournalEntry entry : entries) {
      String line = JournalLines.encode(entry, head);
      head = JournalLines.sumOf(line).orElseThrow();
      lines.add(line);
      ends |= entry instanceof JournalEntry.RunEnded;
      if (entry instanceof JournalEntry.BatchIntent intent) {
        Duration silent = intent.delay().plus(intent.lag());
        hold = silent.compareTo(hold) > 0 ? silent : hold;
      }
    }
    return new Append(
        run.run(),
        run.fence(),
        run.count(),
        run.head(),
        lines,
        head,
        draft,
        Set.copyOf(taken),
        Set.copyOf(free),
        judged,
        hold,
        ends);
  }

  /** How many lines there are after it. */
  long after() {
    return before + lines.size();
  }

  /**
   * Writes it.
   *
   * @return false when the run has another owner
   * @throws Contended when an instance of the call is, or was, another run's
   */
  boolean write(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      int i = 1;
      statement.setLong(i++, after());
      statement.setString(i++, head);
      statement.setDouble(i++, Times.seconds(hold));
      statement.setBoolean(i++, ends);
      statement.setString(i++, run);
      statement.setLong(i++, fence);
      statement.setLong(i++, before);
      statement.setString(i++, headBefore);
      i = rows(connection, statement, i);
      statement.setArray(i++, connection.createArrayOf("text", free.toArray()));
      statement.setLong(i++, before);
      statement.setArray(i++, connection.createArrayOf("text", lines.toArray()));
      statement.setBoolean(i, judged);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getLong(1) == 0) {
          return false;
        }
        Schema.checkDurable(row.getString(4));
        if (row.getLong(3) != taken.size()) {
          throw new Contended();
        }
        if (row.getLong(2) != lines.size()) {
          throw new Database.Refused("not all lines were written");
        }
        return true;
      }
    }
  }

  private int rows(Connection connection, PreparedStatement statement, int first)
      throws SQLException {
    List<Map.Entry<Holdings.Key, Holdings.Row>> rows = new ArrayList<>(draft.changed().entrySet());
    Object[][] columns = new Object[8][rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      Holdings.Key key = rows.get(r).getKey();
      Holdings.Row row = rows.get(r).getValue();
      Duration age = row.age();
      columns[0][r] = key.id();
      columns[1][r] = key.cloud();
      columns[2][r] = row.openText();
      columns[3][r] = row.trace().ordinal();
      columns[4][r] = age == null ? -1.0 : Times.seconds(age);
      columns[5][r] = Times.seconds(row.delay());
      columns[6][r] = Times.seconds(row.lag());
      columns[7][r] = taken.contains(key);
    }
    String[] types = {"text", "text", "text", "int4", "float8", "float8", "float8", "bool"};
    int i = first;
    for (int c = 0; c < types.length; c++) {
      statement.setArray(i++, connection.createArrayOf(types[c], columns[c]));
    }
    return i;
  }
}
