package io.cloudrelease.store.jdbc;

import static io.cloudrelease.store.jdbc.Proxies.call;
import static io.cloudrelease.store.jdbc.Proxies.proxy;

import java.sql.Connection;
import javax.sql.DataSource;

/** Connections that can be stopped just before a statement or a commit. */
final class WatchedSource {
  private final DataSource source;

  /** Told of each statement before it is prepared, and of "commit". */
  volatile Watcher watcher = step -> {};

  /** Sees what is about to happen, and may keep it waiting. */
  interface Watcher {
    void before(String step) throws Exception;
  }

  WatchedSource(DataSource source) {
    this.source = source;
  }

  DataSource asDataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) ->
            call(source, method, arguments) instanceof Connection connection
                ? watched(connection)
                : null);
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          switch (method.getName()) {
            case "prepareStatement" -> watcher.before((String) arguments[0]);
            case "commit" -> watcher.before(method.getName());
            default -> {}
          }
          return call(connection, method, arguments);
        });
  }
}
