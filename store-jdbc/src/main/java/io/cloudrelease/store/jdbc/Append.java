package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalLines;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

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
    boolean judged,
    Duration hold,
    boolean ends) {

  /**
   * All of an intent in one statement, which is carried out whole or not at all:
   *
   * <ul>
   *   <li>{@code owner}: the run's row, if the fence, the number of lines and the sum of the last
   *       are those that this owner knows. If not, there is no such row, and so none of what
   *       follows is done. The row stays locked until the commit, so the lines of a run are written
   *       one after the other.
   *   <li>{@code changed}: the claims as they are to be, handed in as columns.
   *   <li>{@code held}: those that remain, in the order of their keys, so that two runs never wait
   *       for each other. A row of another run is only taken where this transaction judged it
   *       before; else it is left alone, and missing in the count. "epoch" stands for a time that
   *       stays as it is.
   *   <li>{@code over}: those of which nothing is left.
   *   <li>{@code seen}: what the run saw leaving or in a bin. Each run has rows of its own there,
   *       whoever has the claim.
   *   <li>{@code written}: the lines.
   * </ul>
   *
   * <p>The answer counts what was done. Fewer claims than instances means that another run has, or
   * had, one: the caller takes all of it back. Not judged, an instance also counts as missing while
   * another run holds its id under a cloud that is not known, or saw it leaving.
   *
   * <p>Under READ COMMITTED both updates look at a row that they waited for as it is then; under
   * the stricter levels the wait ends in 40001, and all of it is done again.
   */
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
      seen as (
        insert into cloudrelease_seen as s (id, cloud, run_id, since)
        select n.id, n.cloud, o.run_id, clock_timestamp()
        from unnest(?::text[], ?::text[]) as n(id, cloud), owner o
        on conflict (id, cloud, run_id) do update set since = excluded.since),
      written as (
        insert into cloudrelease_line (run_id, seq, fence, line)
        select o.run_id, ? + t.n, o.fence, t.line
        from owner o, unnest(?::text[]) with ordinality as t(line, n)
        returning seq)
      select (select count(*) from owner), (select count(*) from written),
        (select count(*) from held h join changed n on n.id = h.id and n.cloud = h.cloud
          where n.taken and (? or not exists (
            select 1 from cloudrelease_claim e, owner o
            where e.id = n.id and e.cloud = '' and n.cloud <> '' and e.run_id <> o.run_id)
          and not exists (
            select 1 from cloudrelease_seen s, owner o
            where s.id = n.id and s.cloud in (n.cloud, '') and s.run_id <> o.run_id))),
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
  static Append of(RunLines run, List<JournalEntry> entries, Holdings.Draft draft, boolean judged) {
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
        run.run(), run.fence(), run.count(), run.head(), lines, head, draft, judged, hold, ends);
  }

  /** How many lines there are after it. */
  long after() {
    return before + lines.size();
  }

  /**
   * Writes it.
   *
   * @return false when the run has another owner, or other lines than this one knows
   * @throws Contended when an instance of the call is, or was, another run's
   */
  boolean write(Transaction transaction) throws SQLException {
    Set<Holdings.Key> taken = draft.taken();
    Written written =
        transaction
            .row(
                WRITE,
                Written::of,
                after(),
                head,
                Times.seconds(hold),
                ends,
                run,
                fence,
                before,
                headBefore,
                column(transaction, "text", (key, row) -> key.id()),
                column(transaction, "text", (key, row) -> key.cloud()),
                column(transaction, "text", (key, row) -> row.openText()),
                column(transaction, "int4", (key, row) -> row.trace().ordinal()),
                column(transaction, "float8", (key, row) -> age(row)),
                column(transaction, "float8", (key, row) -> Times.seconds(row.delay())),
                column(transaction, "float8", (key, row) -> Times.seconds(row.lag())),
                column(transaction, "bool", (key, row) -> taken.contains(key)),
                transaction.texts(draft.free()),
                transaction.texts(draft.seen().stream().map(Holdings.Key::id).toList()),
                transaction.texts(draft.seen().stream().map(Holdings.Key::cloud).toList()),
                before,
                transaction.texts(lines),
                judged)
            .orElseThrow();
    if (written.owners() == 0) {
      return false;
    }
    Schema.checkDurable(written.synchronousCommit());
    if (written.taken() != taken.size()) {
      throw new Contended();
    }
    if (written.lines() != lines.size()) {
      throw new Database.Refused("not all lines were written");
    }
    return true;
  }

  /** What the statement did. */
  private record Written(long owners, long lines, long taken, String synchronousCommit) {
    static Written of(ResultSet row) throws SQLException {
      return new Written(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4));
    }
  }

  /** One value of each row that changes, in the order of the rows. */
  private Array column(
      Transaction transaction, String type, BiFunction<Holdings.Key, Holdings.Row, Object> value)
      throws SQLException {
    List<Object> column = new ArrayList<>();
    draft.changed().forEach((key, row) -> column.add(value.apply(key, row)));
    return transaction.column(type, column);
  }

  /** Negative where what the database has stays. */
  private static double age(Holdings.Row row) {
    Duration age = row.age();
    return age == null ? -1 : Times.seconds(age);
  }
}
