package io.cloudrelease.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assertions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The PostgreSQL that the tests of this module share: the one that {@code
 * CLOUDRELEASE_TEST_POSTGRES} names (a JDBC URL), else one that is started here and does not sync.
 * Each test has a schema of its own in it.
 */
final class Postgres {
  private static final String NAMED =
      System.getenv().getOrDefault("CLOUDRELEASE_TEST_POSTGRES", "");
  private static final String MARK = Long.toString(System.nanoTime(), 36);
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static String url = "";

  private Postgres() {}

  /**
   * A new schema with the tables of a store. They are made by hand: a store makes none beside those
   * of other tests.
   */
  static PGSimpleDataSource schema() throws Exception {
    PGSimpleDataSource source = emptySchema();
    execute(source, JdbcStore.schema());
    return source;
  }

  /** A new, empty schema, beside others. */
  static PGSimpleDataSource emptySchema() throws Exception {
    PGSimpleDataSource source = server();
    String name = "t" + MARK + "_" + COUNT.incrementAndGet();
    execute(source, "create schema " + name);
    source.setUrl(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name);
    return source;
  }

  /** What is done with a database of its own. */
  interface Use {
    void of(PGSimpleDataSource database) throws Exception;
  }

  /** Makes an empty database, and removes it afterwards. */
  static void withDatabase(String settings, Use use) throws Exception {
    PGSimpleDataSource server = server();
    String name = "d" + MARK + "_" + COUNT.incrementAndGet();
    execute(server, "create database " + name + " template template0 " + settings);
    try {
      PGSimpleDataSource database = server();
      database.setDatabaseName(name);
      use.of(database);
    } finally {
      execute(server, "drop database " + name + " with (force)");
    }
  }

  private static synchronized PGSimpleDataSource server() throws Exception {
    if (url.isEmpty() && !NAMED.isEmpty()) {
      url = NAMED;
    }
    if (url.isEmpty()) {
      mustBeInstalled();
      PostgresServer server = PostgresServer.start(false);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      server.close();
                    } catch (Exception leftBehind) {
                      System.err.println("PostgreSQL was not stopped: " + leftBehind);
                    }
                  }));
      url = server.url();
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /** In continuous integration nothing is skipped. */
  static void mustBeInstalled() {
    boolean found = PostgresServer.binaries().isPresent();
    if (!NAMED.isEmpty()) {
      Assertions.assertTrue(found, "PostgreSQL's programs (initdb) are not found");
    }
    assumeTrue(
        found,
        "skipped: no PostgreSQL; install the packages postgresql and postgresql-client, or name one"
            + " in CLOUDRELEASE_TEST_POSTGRES");
  }

  static Map<String, String> environment() {
    return Map.of("CLOUDRELEASE_TEST_POSTGRES", url);
  }

  static int execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  static String ask(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }
}
