package io.cloudrelease.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store does by itself: says that the owners of its runs live, writes their notes, gives
 * turns back, ends runs that began unknown to whoever began them.
 */
final class Beat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Beat.class);
  private static final Duration TICK = Duration.ofMillis(100);

  private final Database database;
  private final Duration heartbeat;
  private final JdbcPace pace;
  private final Unbegun unbegun;
  private final Set<JdbcRun> runs = ConcurrentHashMap.newKeySet();

  /** Those whose notes are about to be written. */
  private final Set<JdbcRun> flushing = ConcurrentHashMap.newKeySet();

  /** One of them may wait for a heartbeat. */
  private final ScheduledExecutorService ticks =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "cloudrelease-store-beat");
            thread.setDaemon(true);
            return thread;
          });

  Beat(Database database, Duration heartbeat, JdbcPace pace) {
    this.database = database;
    this.heartbeat = heartbeat;
    this.pace = pace;
    this.unbegun = new Unbegun(database, heartbeat);
    every(TICK, this::tick);
    every(heartbeat, this::beat);
  }

  private void every(Duration time, Runnable work) {
    ticks.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error broken) {
            // It would be the last one, and others would take our runs over.
            LOG.warn("the store: {}", broken.toString());
          }
        },
        time.toNanos(),
        time.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  void add(JdbcRun run) {
    runs.add(run);
  }

  void remove(JdbcRun run) {
    runs.remove(run);
  }

  Unbegun unbegun() {
    return unbegun;
  }

  /** Whether it says that the owner of this run lives, and writes its notes. */
  boolean has(JdbcRun run) {
    return runs.contains(run);
  }

  private void tick() {
    runs.removeIf(JdbcRun::isDone);
    runs.stream().filter(JdbcRun::isDue).filter(flushing::add).forEach(this::flush);
    unbegun.settle();
    pace.giveBackIdle();
  }

  private void flush(JdbcRun run) {
    boolean begun = false;
    try {
      begun = database.beside(() -> flushNow(run));
    } finally {
      // Also where no thread could be started, or its notes would never be written.
      if (!begun) {
        flushing.remove(run);
      }
    }
  }

  private void flushNow(JdbcRun run) {
    try {
      run.flush();
    } finally {
      flushing.remove(run);
    }
  }

  /** On a thread of its own: it must not stand behind those who wait for turns. */
  private void beat() {
    List<JdbcRun> living = runs.stream().filter(run -> !run.isLost()).toList();
    if (living.isEmpty()) {
      return;
    }
    Confirmed now = Confirmed.now();
    try {
      Map<JdbcRun, Boolean> ours =
          database.once(transaction -> RunOwners.heartbeat(transaction, living), heartbeat);
      ours.forEach((run, isOurs) -> run.confirm(now, isOurs));
    } catch (SQLException away) {
      LOG.debug("no heartbeat: {}", away.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether nothing more is heard of its runs: it is closed, and no heartbeat is on its way. */
  boolean isSilent() {
    return ticks.isTerminated();
  }

  /** A heartbeat that is on its way arrives. */
  @Override
  public void close() {
    ticks.shutdown();
  }
}
