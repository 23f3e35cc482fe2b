package io.cloudrelease.store.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statements of one transaction, each with its parameters in the order of their question marks.
 * What the transaction begins with goes to the server together with its first statement: to ask for
 * it by itself would cost a round trip each time. Not thread-safe.
 */
final class Transaction {
  /** A longer answer comes in parts, so that it is not in memory twice. */
  private static final int PART = 1000;

  private final Connection connection;
  private final Opening opening;
  private final Parts parts;
  private boolean opened;

  /**
   * A query that each transaction begins with; its answer is of no interest.
   *
   * @param sql none where it is empty
   */
  record Opening(String sql, List<Object> parameters) {
    static final Opening NONE = new Opening("", List.of());
  }

  /** Told of each part of a long answer; throws where nobody waits for it any more. */
  interface Parts {
    void came() throws SQLException;
  }

  /** Makes a value of a row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Sees a row. */
  interface Visitor {
    void see(ResultSet row) throws SQLException;
  }

  Transaction(Connection connection, Opening opening, Parts parts) {
    this.connection = connection;
    this.opening = opening;
    this.parts = parts;
    this.opened = opening.sql().isEmpty();
  }

  /** Changes rows; gives back how many. */
  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = execute(sql, parameters)) {
      return statement.getUpdateCount();
    }
  }

  <T> List<T> rows(String sql, Reader<T> reader, Object... parameters) throws SQLException {
    List<T> values = new ArrayList<>();
    try (PreparedStatement statement = execute(sql, parameters);
        ResultSet row = statement.getResultSet()) {
      while (row.next()) {
        values.add(reader.read(row));
      }
    }
    return values;
  }

  /** The first row; empty when there is none. */
  <T> Optional<T> row(String sql, Reader<T> reader, Object... parameters) throws SQLException {
    return rows(sql, reader, parameters).stream().findFirst();
  }

  /** For answers that may be long. */
  void inParts(String sql, Visitor visitor, Object... parameters) throws SQLException {
    open();
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.setFetchSize(PART);
      try (ResultSet row = statement.executeQuery()) {
        for (long rows = 1; row.next(); rows++) {
          visitor.see(row);
          if (rows % PART == 0) {
            parts.came();
          }
        }
      }
    }
  }

  /** Statements without parameters, one after the other. */
  void script(List<String> statements) throws SQLException {
    open();
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Texts as one parameter. */
  Array texts(Collection<String> texts) throws SQLException {
    return column("text", texts);
  }

  /** Values of that type as one parameter. */
  Array column(String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  /** The name of the database's make. */
  String product() throws SQLException {
    return connection.getMetaData().getDatabaseProductName();
  }

  /** By itself, where it cannot go with the first statement. */
  private void open() throws SQLException {
    if (!opened) {
      prepareAndExecute(opening.sql(), opening.parameters().toArray()).close();
      opened = true;
    }
  }

  /** The statement's own result is the current one. */
  private PreparedStatement execute(String sql, Object... parameters) throws SQLException {
    if (opened) {
      return prepareAndExecute(sql, parameters);
    }
    PreparedStatement both =
        prepareAndExecute(
            opening.sql() + ";\n" + sql,
            Stream.concat(opening.parameters().stream(), Stream.of(parameters)).toArray());
    opened = true;
    try {
      both.getMoreResults();
      return both;
    } catch (SQLException broken) {
      both.close();
      throw broken;
    }
  }

  private PreparedStatement prepareAndExecute(String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = prepare(sql, parameters);
    try {
      statement.execute();
      return statement;
    } catch (SQLException failed) {
      statement.close();
      throw failed;
    }
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException wrong) {
      statement.close();
      throw wrong;
    }
  }
}
