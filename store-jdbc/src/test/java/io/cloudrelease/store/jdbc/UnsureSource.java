package io.cloudrelease.store.jdbc;

import static io.cloudrelease.store.jdbc.Proxies.call;
import static io.cloudrelease.store.jdbc.Proxies.proxy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Connections whose commits may lose their answer, carried out or not; and that are counted. */
final class UnsureSource {
  private final DataSource source;
  private final AtomicReference<Loss> next = new AtomicReference<>(Loss.NONE);
  final AtomicInteger commits = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger leftWithoutAutoCommit = new AtomicInteger();

  /** Whether no connection is to be had. */
  volatile boolean down;

  /** Whether the role's password is the wrong one, as while it is being exchanged. */
  volatile boolean refuses;

  /** What becomes of the next commit. */
  enum Loss {
    NONE,
    /** Carried out, and the answer is lost. */
    AFTER,
    /** The same, and then the database is away. */
    AFTER_THEN_AWAY,
    /** The same, and then the role is refused. */
    AFTER_THEN_REFUSED,
    /** The connection breaks before. */
    BEFORE,
    /** The same, and then the database is away. */
    BEFORE_THEN_AWAY
  }

  UnsureSource(DataSource source) {
    this.source = source;
  }

  void lose(Loss loss) {
    next.set(loss);
  }

  DataSource asDataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (down) {
            throw new SQLException("the database is away", "08001");
          }
          if (refuses) {
            throw new SQLException("password authentication failed", "28P01");
          }
          Object result = call(source, method, arguments);
          return result instanceof Connection connection ? unsure(connection) : result;
        });
  }

  private Connection unsure(Connection connection) {
    open.incrementAndGet();
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("close")) {
            open.decrementAndGet();
            boolean ended = connection.isClosed() || connection.getAutoCommit();
            leftWithoutAutoCommit.addAndGet(ended ? 0 : 1);
          }
          if (!method.getName().equals("commit")) {
            return call(connection, method, arguments);
          }
          commits.incrementAndGet();
          Loss loss = next.getAndSet(Loss.NONE);
          boolean before = loss == Loss.BEFORE || loss == Loss.BEFORE_THEN_AWAY;
          if (loss != Loss.NONE && !before) {
            connection.commit();
          }
          down |= loss == Loss.AFTER_THEN_AWAY || loss == Loss.BEFORE_THEN_AWAY;
          refuses |= loss == Loss.AFTER_THEN_REFUSED;
          if (loss != Loss.NONE) {
            connection.close();
            throw new SQLException("the connection broke", "08006");
          }
          connection.commit();
          return null;
        });
  }
}
