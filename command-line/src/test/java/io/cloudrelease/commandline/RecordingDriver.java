package io.cloudrelease.commandline;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/** Connects to nothing, and keeps what it was asked to connect with. */
public final class RecordingDriver implements Driver {
  static final String URL = "jdbc:recorded:x";
  static final AtomicReference<String> URLS = new AtomicReference<>("");
  static final AtomicReference<Properties> ASKED = new AtomicReference<>(new Properties());

  @Override
  public Connection connect(String url, Properties login) throws SQLException {
    ASKED.set(login);
    URLS.set(url);
    throw new SQLException("nothing is there", "08001");
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties login) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
