package io.cloudrelease.store.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One statement, with its parameters in the order of their question marks. */
final class Sql {
  /** A longer answer comes in parts, so that it is not in memory twice. */
  private static final int PART = 1000;

  private Sql() {}

  /** Makes a value of a row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Sees a row. */
  interface Visitor {
    void see(ResultSet row) throws SQLException;
  }

  /** Changes rows; gives back how many. */
  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  static <T> List<T> rows(Connection connection, String sql, Reader<T> reader, Object... parameters)
      throws SQLException {
    List<T> values = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        values.add(reader.read(row));
      }
    }
    return values;
  }

  /** The first row; empty when there is none. */
  static <T> Optional<T> row(
      Connection connection, String sql, Reader<T> reader, Object... parameters)
      throws SQLException {
    return rows(connection, sql, reader, parameters).stream().findFirst();
  }

  /** For answers that may be long. */
  static void inParts(Connection connection, String sql, Visitor visitor, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      statement.setFetchSize(PART);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          visitor.see(row);
        }
      }
    }
  }

  /** Texts as one parameter. */
  static Array texts(Connection connection, Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
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
