package io.cloudrelease.store.jdbc;

import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the store, and what the database must be like. */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final int VERSION = 1;
  private static final int LEAST_SERVER = 120_000;
  private static final String UNDEFINED_TABLE = "42P01";

  private static final String SERVER =
      """
      select current_setting('server_version_num')::int, current_setting('synchronous_commit'),
        current_setting('fsync'), current_setting('server_encoding')
      """;

  /** Asked without an error: one would end the transaction. */
  private static final String ARE_THERE = "select to_regclass('cloudrelease_schema') is not null";

  private static final Pattern TABLE = Pattern.compile("create table if not exists (\\w+)");

  private static final String MISSING =
      "select name from unnest(?::text[]) name where to_regclass(name) is null";

  private static final String FOUND_VERSION = "select max(version) from cloudrelease_schema";

  /**
   * The schemas that this role may use where the tables of a store are that its search_path does
   * not find. Those that it finds by now were made since it was asked, by one that opens the same
   * store at this moment.
   */
  private static final String OTHER_STORES =
      """
      select n.nspname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = 'cloudrelease_schema' and c.relkind in ('r', 'p')
        and has_schema_privilege(n.oid, 'USAGE') and not pg_table_is_visible(c.oid)
      order by n.nspname
      """;

  private static final String SEARCH_PATH = "select current_setting('search_path')";

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
  static boolean check(Transaction transaction, boolean create) throws SQLException {
    checkServer(transaction);
    if (!areThere(transaction)) {
      refuseOthers(transaction);
      if (!create) {
        throw new Database.Refused(
            "the tables of the store are missing; run schema.sql (it lies in the jar of store-jdbc)"
                + " as their owner, or allow the store to make them");
      }
      make(transaction);
    }
    int version = transaction.row(FOUND_VERSION, row -> row.getInt(1)).orElse(0);
    if (version != VERSION) {
      throw new Database.Refused(
          "the tables of the store are of version "
              + version
              + ", this library needs version "
              + VERSION);
    }
    List<String> missing =
        transaction.rows(MISSING, row -> row.getString(1), transaction.texts(tables()));
    if (!missing.isEmpty()) {
      throw new Database.Refused(
          "tables of the store are missing: "
              + String.join(", ", missing)
              + "; whatever they held is gone. Once no run is under way, schema.sql makes them anew");
    }
    return true;
  }

  private static List<String> tables() {
    return TABLE.matcher(text()).results().map(found -> found.group(1)).toList();
  }

  private static boolean areThere(Transaction transaction) throws SQLException {
    return transaction.row(ARE_THERE, row -> row.getBoolean(1)).orElse(false);
  }

  /** Two stores by mistake would know nothing of each other's claims. */
  private static void refuseOthers(Transaction transaction) throws SQLException {
    List<String> schemas = transaction.rows(OTHER_STORES, row -> row.getString(1));
    if (!schemas.isEmpty()) {
      throw new Database.Refused(
          "this database has the tables of a store in schema "
              + String.join(", ", schemas)
              + ", where the search_path ("
              + transaction.row(SEARCH_PATH, row -> row.getString(1)).orElse("")
              + ") does not lead; set the search_path of the role to it. If a store apart from"
              + " that one is meant, which knows nothing of its claims, run schema.sql by hand");
    }
  }

  private static void make(Transaction transaction) throws SQLException {
    transaction.script(
        Stream.of(text().split(";\\s*\\n")).filter(part -> !part.isBlank()).toList());
    LOG.info("the tables of the store were made");
  }

  /** What the store needs of its server. */
  private record Server(int version, String synchronousCommit, String fsync, String encoding) {
    static Server of(ResultSet row) throws SQLException {
      return new Server(row.getInt(1), row.getString(2), row.getString(3), row.getString(4));
    }
  }

  private static Server server(Transaction transaction) throws SQLException {
    try {
      return transaction.row(SERVER, Server::of).orElseThrow();
    } catch (SQLException failed) {
      String product = transaction.product();
      if (product.equals("PostgreSQL")) {
        throw failed;
      }
      throw new Database.Refused("the database is not PostgreSQL, it is " + product);
    }
  }

  private static void checkServer(Transaction transaction) throws SQLException {
    Server server = server(transaction);
    if (server.version() < LEAST_SERVER) {
      throw new Database.Refused("PostgreSQL 12 or newer is needed, this is " + server.version());
    }
    if (!"UTF8".equals(server.encoding())) {
      throw new Database.Refused(
          "the database must be of encoding UTF8, this is "
              + server.encoding()
              + ": what clouds answer could not all be written down");
    }
    checkDurable(server.synchronousCommit());
    if ("off".equals(server.fsync())) {
      LOG.warn("the database runs with fsync off: what it keeps does not survive a power cut");
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
