package io.cloudrelease.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store does by itself: says that the owners of its runs live, writes their notes, gives
 * turns back. It only starts such work, and waits for none of it.
 */
final class Beat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Beat.class);
  private static final Duration TICK = Duration.ofMillis(100);

  private final Database database;
  private final Duration heartbeat;
  private final JdbcPace pace;
  private final Set<JdbcRun> runs = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cloudrelease-store-beat");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger underWay = new AtomicInteger();
  private long lastBeat = System.nanoTime();

  Beat(Database database, Duration heartbeat, JdbcPace pace) {
    this.database = database;
    this.heartbeat = heartbeat;
    this.pace = pace;
    ticks.scheduleWithFixedDelay(
        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  void add(JdbcRun run) {
    runs.add(run);
  }

  void remove(JdbcRun run) {
    runs.remove(run);
  }

  private void tick() {
    try {
      runs.removeIf(JdbcRun::isDone);
      runs.stream().filter(JdbcRun::hasNotes).forEach(run -> database.beside(run::flush));
      pace.giveBackIdle();
      if (System.nanoTime() - lastBeat >= heartbeat.toNanos()) {
        lastBeat = System.nanoTime();
        List<JdbcRun> living = runs.stream().filter(run -> !run.isLost()).toList();
        if (!living.isEmpty()) {
          underWay.incrementAndGet();
          if (!database.beside(() -> beat(living))) {
            underWay.decrementAndGet();
          }
        }
      }
    } catch (RuntimeException broken) {
      // An exception would end the ticks.
      LOG.warn("the store: {}", broken.toString());
    }
  }

  private void beat(List<JdbcRun> living) {
    Confirmed now = Confirmed.now();
    try {
      Set<String> ours =
          database.once(connection -> RunTable.heartbeat(connection, living), heartbeat);
      living.forEach(run -> run.confirm(now, ours.contains(run.id())));
    } catch (SQLException away) {
      LOG.debug("no heartbeat: {}", away.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** Whether nothing more is heard of its runs: it is closed, and no heartbeat is on its way. */
  boolean isSilent() {
    return ticks.isTerminated() && underWay.get() == 0;
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }
}
