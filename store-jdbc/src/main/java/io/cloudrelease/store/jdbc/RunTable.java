package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.ClaimRule.Trace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs and their lines: statements, each of which may be repeated when its answer was lost. */
final class RunTable {
  static final String ABANDONED =
      "(not ended and (left_alone"
          + " or extract(epoch from clock_timestamp() - heartbeat) > hold))";

  static final String COLUMNS =
      "run_id, fence, owner, began,"
          + " extract(epoch from clock_timestamp() - heartbeat)::double precision,"
          + " lines, head, ended, "
          + ABANDONED
          + " from cloudrelease_run ";

  private RunTable() {}

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
  static List<StoredRun> all(Connection connection, int most) throws SQLException {
    List<StoredRun> runs = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select " + COLUMNS + "order by ended, began desc, run_id limit ?")) {
      statement.setInt(1, most);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          runs.add(row(rows).run());
        }
      }
    }
    return runs;
  }

  /** Those that may be taken over, the oldest first. */
  static List<String> abandoned(Connection connection) throws SQLException {
    List<String> runs = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select run_id from cloudrelease_run where "
                    + ABANDONED
                    + " order by began, run_id");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        runs.add(rows.getString(1));
      }
    }
    return runs;
  }

  static Optional<Row> find(Connection connection, String run, boolean lock) throws SQLException {
    String sql = "select " + COLUMNS + "where run_id = ?" + (lock ? " for update" : "");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, run);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  /**
   * Makes the row of a run and its first line.
   *
   * @param owner with a mark that is this owner's alone
   * @return whether it is there now, and that owner's
   */
  static boolean begin(
      Connection connection, String run, String owner, double hold, String line, String head)
      throws SQLException {
    forget(connection);
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with run as (
              insert into cloudrelease_run (run_id, fence, owner, hold, lines, head)
              values (?, 1, ?, ?, 1, ?) on conflict (run_id) do nothing returning run_id)
            insert into cloudrelease_line (run_id, seq, fence, line)
            select run_id, 1, 1, ? from run
            """)) {
      statement.setString(1, run);
      statement.setString(2, owner);
      statement.setDouble(3, hold);
      statement.setString(4, head);
      statement.setString(5, line);
      statement.executeUpdate();
    }
    return find(connection, run, false).filter(row -> row.run().owner().equals(owner)).isPresent();
  }

  /** Claims that can hold nobody back any more would only make the table long. */
  private static void forget(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            delete from cloudrelease_claim where open = '' and (id, cloud) in (
              select id, cloud from cloudrelease_claim
              where open = '' and since < clock_timestamp() - interval '1 day'
                and delay + lag < 43200
              limit 1000 for update skip locked)
            """)) {
      statement.executeUpdate();
    }
  }

  /** The lines of a run, in order, by their numbers. */
  static List<String> lines(Connection connection, String run) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select seq, line from cloudrelease_line where run_id = ? order by seq")) {
      statement.setString(1, run);
      statement.setFetchSize(1000);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          add(lines, row.getLong(1), row.getString(2));
        }
      }
    }
    return lines;
  }

  private static void add(List<String> lines, long number, String line) {
    while (lines.size() + 1 < number) {
      // A hole: the check of the lines names it.
      lines.add("");
    }
    lines.add(line);
  }

  /** A run and its lines in one statement: both of one moment, however fast the run writes. */
  static Optional<Whole> whole(Connection connection, String run) throws SQLException {
    @Nullable Row found = null;
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "with run as (select "
                + COLUMNS
                + "where run_id = ?) select run.*, l.seq, l.line from run"
                + " left join cloudrelease_line l on l.run_id = run.run_id order by l.seq")) {
      statement.setString(1, run);
      statement.setFetchSize(1000);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found = found == null ? row(row) : found;
          String line = row.getString(11);
          if (line != null) {
            add(lines, row.getLong(10), line);
          }
        }
      }
    }
    return found == null ? Optional.empty() : Optional.of(new Whole(found, lines));
  }

  /** What the run holds, for an owner that took it over. */
  static void load(Connection connection, String run, Holdings into) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, cloud, open, trace, delay, lag from cloudrelease_claim where run_id = ?")) {
      statement.setString(1, run);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String open = row.getString(3);
          Trace trace = Trace.values()[row.getInt(4)];
          into.load(
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
    }
  }
}
