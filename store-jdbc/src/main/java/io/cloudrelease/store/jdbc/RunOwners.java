package io.cloudrelease.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who owns which run: statements, each of which may be repeated when its answer was lost. */
final class RunOwners {
  private RunOwners() {}

  /**
   * What is known of the owner of a run whose call is open.
   *
   * @param silence how long nothing was heard of it
   */
  record Life(State state, Duration silence) {
    /** The store does not hold that run, so nobody can say that its owner is dead. */
    static final Life UNKNOWN = new Life(State.LIVES, Duration.ZERO);

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

  /** Takes a run over that is abandoned; false when it is not, or another one was first. */
  static boolean takeOver(Connection connection, String run, String owner) throws SQLException {
    Optional<RunTable.Row> row = RunTable.find(connection, run, true);
    if (row.isEmpty() || row.get().run().owner().equals(owner)) {
      return row.isPresent();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update cloudrelease_run set fence = fence + 1, owner = ?,"
                + " heartbeat = clock_timestamp(), left_alone = false where run_id = ? and "
                + RunTable.ABANDONED)) {
      statement.setString(1, owner);
      statement.setString(2, run);
      return statement.executeUpdate() == 1;
    }
  }

  /** What is known of the owners of these runs at this moment. */
  static Map<String, Life> lives(Connection connection, Set<String> runs) throws SQLException {
    Map<String, Life> lives = new TreeMap<>();
    if (runs.isEmpty()) {
      return lives;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("select " + RunTable.COLUMNS + "where run_id = any (?)")) {
      statement.setArray(1, connection.createArrayOf("text", runs.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          StoredRun run = RunTable.row(row).run();
          Life.State state =
              switch (run.state()) {
                case UNDER_WAY -> Life.State.LIVES;
                case ABANDONED -> Life.State.SILENT;
                case ENDED -> Life.State.ENDED;
              };
          lives.put(run.runId(), new Life(state, run.silence()));
        }
      }
    }
    return lives;
  }

  /**
   * The owners of these abandoned runs, should they only sleep, neither send nor write any more.
   *
   * @return false when one of them was heard of meanwhile, or has another owner
   */
  static boolean fence(Connection connection, Set<String> runs) throws SQLException {
    if (runs.isEmpty()) {
      return true;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update cloudrelease_run set fence = fence + 1 where run_id = any (?) and "
                + RunTable.ABANDONED)) {
      statement.setArray(1, connection.createArrayOf("text", runs.toArray()));
      return statement.executeUpdate() == runs.size();
    }
  }

  /**
   * Whether the run is still that owner's, which then counts as heard of. Waits for whoever is
   * about to take it, or what it sent, away.
   */
  static boolean confirm(Connection connection, String run, long fence) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update cloudrelease_run set heartbeat = clock_timestamp()"
                + " where run_id = ? and fence = ?")) {
      statement.setString(1, run);
      statement.setLong(2, fence);
      return statement.executeUpdate() == 1;
    }
  }

  /** The owner goes away with the run unfinished: others need not wait. */
  static boolean leave(Connection connection, String run, long fence) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update cloudrelease_run set left_alone = true"
                + " where run_id = ? and fence = ? and not ended")) {
      statement.setString(1, run);
      statement.setLong(2, fence);
      return statement.executeUpdate() == 1;
    }
  }

  /** The owners of these runs live; gives back those of them that are still theirs. */
  static Set<String> heartbeat(Connection connection, List<JdbcRun> runs) throws SQLException {
    Set<String> own = new TreeSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            update cloudrelease_run r set heartbeat = clock_timestamp()
            from unnest(?::text[], ?::bigint[]) as o(run_id, fence)
            where r.run_id = o.run_id and r.fence = o.fence returning r.run_id
            """)) {
      Object[] ids = runs.stream().map(JdbcRun::id).toArray();
      Object[] fences = runs.stream().map(JdbcRun::fence).toArray();
      statement.setArray(1, connection.createArrayOf("text", ids));
      statement.setArray(2, connection.createArrayOf("int8", fences));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          own.add(row.getString(1));
        }
      }
    }
    return own;
  }
}
