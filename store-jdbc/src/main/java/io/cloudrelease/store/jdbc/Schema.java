package io.cloudrelease.store.jdbc;

import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the store, and what the database must be like. */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final int VERSION = 1;
  private static final int LEAST_SERVER = 120_000;
  private static final String UNDEFINED_TABLE = "42P01";

  private Schema() {}

  /** The statements that make the tables; each can be run again. */
  static String text() {
    try (InputStream in = Schema.class.getResourceAsStream("schema.sql")) {
      if (in == null) {
        throw new IllegalStateException("schema.sql is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether another one made the same table at the same moment. */
  static boolean madeMeanwhile(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.equals("23505") || state.equals("42P07") || state.equals("42710");
  }

  /**
   * Checks the database, and makes the tables where that is wanted and they are missing.
   *
   * @throws Database.Refused when it does not do
   */
  static boolean check(Connection connection, boolean create) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      checkServer(statement);
      // One error ends a transaction, so what may be missing is asked for without one.
      boolean there;
      try (ResultSet row = statement.executeQuery("select to_regclass('cloudrelease_schema')")) {
        there = row.next() && row.getString(1) != null;
      }
      if (!there) {
        refuseOthers(statement);
      }
      if (!there && !create) {
        throw new Database.Refused(
            "the tables of the store are missing; run schema.sql (it lies in the jar of store-jdbc)"
                + " as their owner, or allow the store to make them");
      }
      if (!there) {
        make(statement);
      }
      int version;
      try (ResultSet row = statement.executeQuery("select max(version) from cloudrelease_schema")) {
        version = row.next() ? row.getInt(1) : 0;
      }
      if (version != VERSION) {
        throw new Database.Refused(
            "the tables of the store are of version "
                + version
                + ", this library needs version "
                + VERSION);
      }
      return true;
    }
  }

  /** Two stores by mistake would know nothing of each other's claims. */
  private static void refuseOthers(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            select string_agg(n.nspname, ', ' order by n.nspname), current_setting('search_path')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relname = 'cloudrelease_schema' and c.relkind in ('r', 'p')
              and has_schema_privilege(n.oid, 'USAGE')
            """)) {
      if (row.next() && row.getString(1) != null) {
        throw new Database.Refused(
            "this database has the tables of a store in schema "
                + row.getString(1)
                + ", where the search_path ("
                + row.getString(2)
                + ") does not lead; set the search_path of the role to it. If a store apart from"
                + " that one is meant, which knows nothing of its claims, run schema.sql by hand");
      }
    }
  }

  private static void make(Statement statement) throws SQLException {
    for (String part : text().split(";\\s*\\n")) {
      if (!part.isBlank()) {
        statement.execute(part);
      }
    }
    LOG.info("the tables of the store were made");
  }

  private static void checkServer(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select current_setting('server_version_num')::int,"
                + " current_setting('synchronous_commit'), current_setting('fsync'),"
                + " current_setting('server_encoding')")) {
      if (!row.next()) {
        throw new Database.Refused("the database is not PostgreSQL");
      }
      if (row.getInt(1) < LEAST_SERVER) {
        throw new Database.Refused("PostgreSQL 12 or newer is needed, this is " + row.getInt(1));
      }
      if (!"UTF8".equals(row.getString(4))) {
        throw new Database.Refused(
            "the database must be of encoding UTF8, this is "
                + row.getString(4)
                + ": what clouds answer could not all be written down");
      }
      checkDurable(row.getString(2));
      if ("off".equals(row.getString(3))) {
        LOG.warn("the database runs with fsync off: what it keeps does not survive a power cut");
      }
    }
  }

  /** What is committed must be on the disk: an intent that is lost could be sent twice. */
  static void checkDurable(String synchronousCommit) throws SQLException {
    if ("off".equals(synchronousCommit)) {
      throw new Database.Refused(
          "synchronous_commit is off for this role or database: a commit could be lost; switch it"
              + " on (alter role ... set synchronous_commit = on)");
    }
  }

  /** What went wrong with the tables or rights, in words that say what to do. */
  static ConfigurationException unusable(SQLException e) {
    String what =
        UNDEFINED_TABLE.equals(e.getSQLState())
            ? "a table of the store is missing: " + e.getMessage()
            : String.valueOf(e.getMessage());
    return new ConfigurationException("the store cannot be used: " + what, e);
  }
}
