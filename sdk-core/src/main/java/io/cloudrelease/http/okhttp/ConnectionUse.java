package io.cloudrelease.http.okhttp;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import okhttp3.Connection;

/** How long each pooled connection has been idle; OkHttp knows it and does not say. Thread-safe. */
final class ConnectionUse {
  private final LongSupplier nanoTime;
  private final Map<Connection, Use> uses = new WeakHashMap<>();

  ConnectionUse(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void acquired(Connection connection) {
    Use use = useOf(connection);
    use.idleBefore = use.calls == 0 && use.released ? nanoTime.getAsLong() - use.releasedAt : 0;
    use.calls++;
  }

  synchronized void released(Connection connection) {
    Use use = useOf(connection);
    use.calls = Math.max(0, use.calls - 1);
    if (use.refused) {
      use.refused = false;
      return;
    }
    use.released = true;
    use.releasedAt = nanoTime.getAsLong();
  }

  /** Says that the call which holds it will not use it: giving it back makes it no younger. */
  synchronized void refused(Connection connection) {
    useOf(connection).refused = true;
  }

  private Use useOf(Connection connection) {
    Use use = uses.get(connection);
    if (use == null) {
      use = new Use();
      uses.put(connection, use);
    }
    return use;
  }

  /** How long it lay idle before it was last taken, in nanoseconds; zero while others use it. */
  synchronized long idleBefore(Connection connection) {
    Use use = uses.get(connection);
    return use == null || use.calls > 1 ? 0 : use.idleBefore;
  }

  private static final class Use {
    private int calls;
    private boolean released;
    private boolean refused;
    private long releasedAt;
    private long idleBefore;
  }
}
