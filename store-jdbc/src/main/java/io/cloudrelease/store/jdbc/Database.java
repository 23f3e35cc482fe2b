package io.cloudrelease.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in the database on threads of its own, so that a database that does not answer keeps
 * nobody waiting for longer than agreed. Each transaction has a connection for itself and leaves no
 * trace in it: behind PgBouncer the next one may meet another session. Thread-safe.
 */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** More than that waiting for answers means that there are none. */
  private static final int MOST_AT_ONCE = 32;

  /** Fewer than those, so that who waits beside for an answer never keeps others from theirs. */
  private static final int MOST_BESIDE = 16;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /**
   * What is given up here, and what a machine that vanished has begun, must not go on in the
   * server: others wait for its rows, and each try would take another session. A lower limit of the
   * server's own stays.
   */
  private static final String LIMITS =
      """
      select count(set_config(name, least(
          nullif(extract(epoch from current_setting(name)::interval) * 1000, 0), most
        )::bigint::text, true))
      from (values ('statement_timeout', ?), ('idle_in_transaction_session_timeout', ?))
        as limits(name, most)
      """;

  private final DataSource source;
  private final Duration oneAttempt;
  private final Duration longestIdle;
  private final ThreadPoolExecutor threads;

  /** Only start transactions and wait for them; what has to wait for its turn here waits. */
  private final ThreadPoolExecutor besides;

  /** What is done in one transaction. */
  interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  /** It was not, and cannot be, carried out. */
  static final class Refused extends SQLException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason, "CR000");
    }
  }

  /** One try at a transaction: until it commits, whoever waits for it may give it up. */
  private static final class Try {
    private final AtomicReference<State> state = new AtomicReference<>(State.BEFORE_COMMIT);
    private final AtomicInteger parts = new AtomicInteger();

    private enum State {
      BEFORE_COMMIT,
      COMMITTING,
      GIVEN_UP
    }

    void giveUp() {
      state.compareAndSet(State.BEFORE_COMMIT, State.GIVEN_UP);
    }

    void commits() throws SQLException {
      if (!state.compareAndSet(State.BEFORE_COMMIT, State.COMMITTING)) {
        throw tooLate();
      }
    }

    /** A part of the answer came: the next one is waited for as long again. */
    void cameOn() throws SQLException {
      parts.incrementAndGet();
      check();
    }

    /** Throws when nobody waits any more. */
    void check() throws SQLException {
      if (state.get() == State.GIVEN_UP) {
        throw tooLate();
      }
    }

    int parts() {
      return parts.get();
    }

    private static SQLException tooLate() {
      return new SQLTimeoutException("it took too long, and was taken back");
    }
  }

  /**
   * A database.
   *
   * @param oneAttempt how long one transaction may take before it is given up and tried again
   * @param longestIdle after so long without a word from here the server ends a transaction
   */
  Database(DataSource source, Duration oneAttempt, Duration longestIdle) {
    this.source = source;
    this.oneAttempt = oneAttempt;
    this.longestIdle = longestIdle;
    this.threads = threads(0, MOST_AT_ONCE, new SynchronousQueue<>(), "");
    this.besides = threads(MOST_BESIDE, MOST_BESIDE, new LinkedBlockingQueue<>(), "beside-");
    besides.allowCoreThreadTimeOut(true);
  }

  private static ThreadPoolExecutor threads(
      int least, int most, BlockingQueue<Runnable> queue, String name) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        least,
        most,
        10,
        TimeUnit.SECONDS,
        queue,
        task -> {
          Thread thread = new Thread(task, "cloudrelease-store-" + name + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Does something soon, beside the caller; what it throws is only logged. Whoever calls this sees
   * to it that what he waits for is not begun a second time: nothing else keeps the queue short.
   *
   * @return false when it will not be done: the store is closed
   */
  boolean beside(Runnable work) {
    try {
      besides.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException broken) {
              LOG.warn("the store: {}", broken.toString());
            }
          });
      return true;
    } catch (RejectedExecutionException closed) {
      LOG.debug("the store is closed");
      return false;
    }
  }

  /**
   * Does work that may be done twice, again and again until it was done once, for so long. A fault
   * that time does not heal is thrown at once.
   */
  <T> T patiently(Work<T> work, Duration patience) throws SQLException, InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      long left = until - System.nanoTime();
      try {
        return once(work, Duration.ofNanos(Math.max(left, 1)));
      } catch (SQLException failed) {
        left = until - System.nanoTime() - pause;
        if (!passes(failed) || left <= 0) {
          throw failed;
        }
      }
      TimeUnit.NANOSECONDS.sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
    }
  }

  /**
   * Does work in one transaction. When this throws, whether the work was committed is open; but it
   * is not committed later than what reads the same rows after this with a lock on them.
   *
   * @param atMost how long to wait; where the answer comes in parts, for the next of them
   */
  <T> T once(Work<T> work, Duration atMost) throws SQLException, InterruptedException {
    Duration time = atMost.compareTo(oneAttempt) < 0 ? atMost : oneAttempt;
    Try one = new Try();
    Future<T> future;
    try {
      future = threads.submit(() -> transaction(work, time, one));
    } catch (RejectedExecutionException full) {
      throw threads.isShutdown()
          ? new Refused("the store is closed")
          : new SQLTimeoutException("the database does not answer");
    }
    try {
      return await(future, time, one);
    } catch (TimeoutException late) {
      one.giveUp();
      throw new SQLTimeoutException("the database gave no answer for " + time.toMillis() + " ms");
    } catch (InterruptedException stopped) {
      one.giveUp();
      throw stopped;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new SQLException("the driver threw " + failed.getCause(), failed.getCause());
    }
  }

  private static <T> T await(Future<T> future, Duration time, Try one)
      throws InterruptedException, ExecutionException, TimeoutException {
    int parts = 0;
    while (true) {
      try {
        return future.get(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        if (one.parts() == parts) {
          throw late;
        }
        parts = one.parts();
      }
    }
  }

  private <T> T transaction(Work<T> work, Duration time, Try one) throws SQLException {
    try (Connection connection = source.getConnection()) {
      // It may have had to wait for a connection.
      one.check();
      int timeout = patience(connection, time);
      boolean alone = connection.getAutoCommit();
      boolean committed = false;
      try {
        connection.setAutoCommit(false);
        T result = work.run(new Transaction(connection, opening(connection, time), one::cameOn));
        one.commits();
        connection.commit();
        committed = true;
        return result;
      } finally {
        leave(connection, committed, alone, timeout);
      }
    }
  }

  private Transaction.Opening opening(Connection connection, Duration time) throws SQLException {
    if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      // The check of the schema says what it is.
      return Transaction.Opening.NONE;
    }
    Duration idle = longestIdle.compareTo(time) < 0 ? longestIdle : time;
    return new Transaction.Opening(LIMITS, List.of(millis(time), millis(idle)));
  }

  /** As the server and the driver take them. */
  private static int millis(Duration time) {
    return (int) Math.max(1, Math.min(time.toMillis(), Integer.MAX_VALUE));
  }

  /** A connection that hangs must not hold its thread for ever. */
  private int patience(Connection connection, Duration time) throws SQLException {
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, millis(time.plusMillis(500)));
      return before;
    } catch (SQLFeatureNotSupportedException old) {
      return 0;
    }
  }

  /** As it was found: it may go back into a pool. */
  private static void leave(Connection connection, boolean committed, boolean alone, int timeout) {
    try {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(alone);
      connection.setNetworkTimeout(Runnable::run, timeout);
    } catch (SQLException broken) {
      // It is broken, and the pool finds that out.
      LOG.debug("a connection could not be put in order: {}", broken.toString());
    }
  }

  /** Whether time may heal it: the database is away, full, slow, or others were in the way. */
  static boolean passes(SQLException e) {
    if (e instanceof Refused) {
      return false;
    }
    String state = e.getSQLState();
    return state == null
        || e instanceof java.sql.SQLTransientException
        || e instanceof java.sql.SQLRecoverableException
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58")
        // The server's own trouble, such as a file system that takes no larger file.
        || state.startsWith("XX")
        || state.equals("55P03")
        // The session or its transaction was ended for standing still, as our page has it set.
        || state.equals("25P03")
        || state.equals("25P04")
        || state.equals("25006");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    // What has not begun finds out that it is too late, and tells those who wait for it.
    besides.shutdownNow().forEach(Runnable::run);
  }
}
