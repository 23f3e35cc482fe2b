package io.cloudrelease.commandline;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one driver to one database. A few are kept for the next transaction, which saves
 * making one for each; whichever saw an error is not. Thread-safe.
 */
final class StoreConnections implements DataSource {
  private static final int KEPT = 8;
  private static final int CHECK_SECONDS = 2;
  private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Driver driver;
  private final String url;
  private final Properties login;
  private final BlockingQueue<Kept> kept = new ArrayBlockingQueue<>(KEPT);

  private record Kept(Connection connection, long since) {}

  StoreConnections(Driver driver, String url, Properties login) {
    this.driver = driver;
    this.url = url;
    this.login = login;
  }

  @Override
  public Connection getConnection() throws SQLException {
    for (Kept one = kept.poll(); one != null; one = kept.poll()) {
      if (System.nanoTime() - one.since() < YOUNG_NANOS
          || one.connection().isValid(CHECK_SECONDS)) {
        return lent(one.connection());
      }
      one.connection().close();
    }
    Connection connection = driver.connect(url, login);
    if (connection == null) {
      throw new SQLException("the driver does not know this kind of database");
    }
    return lent(connection);
  }

  /** Closing it gives it back. */
  private Connection lent(Connection real) {
    AtomicBoolean broken = new AtomicBoolean();
    AtomicBoolean closed = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            StoreConnections.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close")) {
                if (closed.compareAndSet(false, true)) {
                  giveBack(real, broken.get());
                }
                return null;
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException failed) {
                broken.set(true);
                throw failed.getCause() == null ? failed : failed.getCause();
              }
            });
  }

  private void giveBack(Connection real, boolean broken) throws SQLException {
    if (broken || real.isClosed() || !kept.offer(new Kept(real, System.nanoTime()))) {
      real.close();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("who logs in is settled beforehand");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // Drivers have loggers of their own.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The store has a limit for each transaction, its connection included.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("it wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
