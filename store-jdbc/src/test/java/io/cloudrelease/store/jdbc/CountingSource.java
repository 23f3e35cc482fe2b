package io.cloudrelease.store.jdbc;

import static io.cloudrelease.store.jdbc.Proxies.call;
import static io.cloudrelease.store.jdbc.Proxies.proxy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A pool of a few lines, as applications have one; counts the statements. */
final class CountingSource {
  final AtomicInteger statements = new AtomicInteger();
  final AtomicInteger transactions = new AtomicInteger();
  private final DataSource source;
  private final Deque<Connection> idle = new ArrayDeque<>();

  CountingSource(DataSource source) {
    this.source = source;
  }

  DataSource asDataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) ->
            method.getName().equals("getConnection") ? take() : call(source, method, arguments));
  }

  private Connection take() throws Exception {
    Connection free;
    synchronized (idle) {
      free = idle.poll();
    }
    Connection connection = free == null ? source.getConnection() : free;
    boolean[] broken = {false};
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("close")) {
            giveBack(connection, broken[0]);
            return null;
          }
          if (method.getName().equals("commit")) {
            transactions.incrementAndGet();
          }
          try {
            Object result = call(connection, method, arguments);
            return result instanceof PreparedStatement statement
                ? counted(statement, broken)
                : result;
          } catch (Throwable failed) {
            broken[0] = true;
            throw failed;
          }
        });
  }

  private void giveBack(Connection connection, boolean broken) throws Exception {
    if (broken || connection.isClosed()) {
      connection.close();
      return;
    }
    synchronized (idle) {
      idle.push(connection);
    }
  }

  private PreparedStatement counted(PreparedStatement statement, boolean[] broken) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            statements.incrementAndGet();
          }
          try {
            return call(statement, method, arguments);
          } catch (Throwable failed) {
            broken[0] = true;
            throw failed;
          }
        });
  }
}
