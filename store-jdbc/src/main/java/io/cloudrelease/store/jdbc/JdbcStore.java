package io.cloudrelease.store.jdbc;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.pace.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A store on PostgreSQL that several machines share: journals of runs, with claims on instances
 * that keep two runs from one instance; who owns which run; budgets; and the pace of an account.
 *
 * <pre>{@code
 * try (JdbcStore store = JdbcStore.on(dataSource);
 *     ReleaseClient client =
 *         ReleaseClient.builder()
 *             .providersFromClassPath()
 *             .journal(store.journal())
 *             .pace(store.pace())
 *             .blastBudget(store.budgetPerHour(500))
 *             .build()) {
 *   client.releaseInstances(request);
 * }
 * }</pre>
 *
 * <p>Times are the database's: the clocks of the machines may differ. A database that is away is
 * waited for; nothing is sent on an intent that is not known to be durable, nor without a turn. The
 * driver and the pool are the application's; connections are used for one transaction each and need
 * no state, so they may go through PgBouncer in transaction mode. Make one and keep it.
 * Thread-safe.
 */
public final class JdbcStore implements AutoCloseable {
  private final Settings settings;
  private final Database database;
  private final Beat beat;
  private final JdbcPace pace;

  private JdbcStore(DataSource source, Settings settings) {
    this.settings = settings;
    this.database = new Database(source, settings.attempt(), settings.longestIdle());
    try {
      prepare();
    } catch (ConfigurationException unusable) {
      database.close();
      throw unusable;
    }
    this.pace = new JdbcPace(database, settings);
    this.beat = new Beat(database, settings.heartbeat(), pace);
  }

  /**
   * A store in this database, whose tables are made when they are missing.
   *
   * @throws ConfigurationException when the database cannot be reached, is none that will do, or
   *     its tables are of another version
   */
  public static JdbcStore on(DataSource source) {
    return builder(source).build();
  }

  /** A store in this database, to be set up. */
  public static Builder builder(DataSource source) {
    return new Builder(source);
  }

  /** The statements that make the tables, for whoever makes them by hand. */
  public static String schema() {
    return Schema.text();
  }

  private void prepare() {
    int tries = 5;
    while (true) {
      try {
        database.patiently(
            transaction -> Schema.check(transaction, settings.createTables()), settings.attempt());
        return;
      } catch (SQLException e) {
        if (!Schema.madeMeanwhile(e) || --tries == 0) {
          throw Schema.unusable(e);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new ConfigurationException("stopped while the store was opened");
      }
    }
  }

  /**
   * The journal of all runs: begins new ones, and resumes the oldest that is unfinished and whose
   * owner left it or must be dead.
   */
  public ReleaseJournal journal() {
    return new JdbcJournal(this, null);
  }

  /** One run, to be resumed when its owner left it or must be dead. */
  public ReleaseJournal run(String runId) {
    return new JdbcJournal(this, Objects.requireNonNull(runId, "runId"));
  }

  /**
   * The runs of the store, unfinished ones first, then the latest.
   *
   * @param most how many to give, not negative
   * @throws JournalException when the database cannot be read
   */
  public List<StoredRun> runs(int most) throws JournalException {
    if (most < 0) {
      throw new IllegalArgumentException("most is " + most + "; it must not be negative");
    }
    return ask(transaction -> RunTable.all(transaction, most), settings.attempt());
  }

  /**
   * What is known of one run; empty when the store does not hold it.
   *
   * @throws JournalException when the database cannot be read
   */
  public Optional<StoredRun> find(String runId) throws JournalException {
    Objects.requireNonNull(runId, "runId");
    return ask(transaction -> RunTable.find(transaction, runId), settings.attempt())
        .map(RunTable.Row::run);
  }

  /**
   * How far those runs have come, by one statement. It counts lines and does not check them, as
   * {@link #lines} does; a run that is not there, or whose first line was changed, is left out.
   *
   * @throws JournalException when the database cannot be read
   */
  public Map<String, StoredCounts> counts(Collection<String> runIds) throws JournalException {
    List<String> runs = List.copyOf(runIds);
    return ask(transaction -> RunCounts.of(transaction, runs), settings.attempt());
  }

  /**
   * The lines of a run's journal, checked; as text they are a journal file.
   *
   * @throws JournalException when there is no such run, or a line was changed or is missing, which
   *     is then named
   */
  public List<String> lines(String runId) throws JournalException {
    Objects.requireNonNull(runId, "runId");
    Optional<RunTable.Whole> run =
        ask(transaction -> RunTable.whole(transaction, runId), settings.attempt());
    if (run.isEmpty()) {
      throw new JournalException("the store holds no run " + runId, "see which there are");
    }
    List<String> lines = run.get().lines();
    RunTable.Row row = run.get().row();
    StoredLines.read(runId, lines, row.run().lines(), row.head());
    return List.copyOf(lines);
  }

  /**
   * So many instances in any hour, for each account, over all that use this store.
   *
   * @param most zero means none
   * @throws ConfigurationException when negative
   */
  public BlastBudget budgetPerHour(int most) {
    return new JdbcBudget(database, settings, most, Duration.ofHours(1));
  }

  /** The rates of accounts, shared by all that use this store. */
  public Pace pace() {
    return pace;
  }

  /** Asks the database what may be asked twice, for so long. */
  <T> T ask(Database.Work<T> work, Duration patience) throws JournalException {
    try {
      return database.patiently(work, patience);
    } catch (SQLException e) {
      throw unreachable(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JournalException("stopped while waiting for the store", "");
    }
  }

  static JournalException unreachable(SQLException e) {
    return new JournalException(
        "the store cannot be used: " + e.getMessage(),
        Database.passes(e)
            ? "see to its database; nothing is sent without it"
            : "put that right; nothing is sent without the store",
        new IOException(e));
  }

  Settings settings() {
    return settings;
  }

  Database database() {
    return database;
  }

  Beat beat() {
    return beat;
  }

  void opened(JdbcRun run) {
    beat.add(run);
  }

  void forget(JdbcRun run) {
    beat.remove(run);
  }

  /**
   * Ends its threads, after turns that were taken and not used are given back; a database that is
   * away is waited for 2 seconds and then left alone. Runs that are not closed by then count as
   * abandoned once nothing was heard of them for long enough.
   */
  @Override
  public void close() {
    beat.close();
    try {
      pace.giveBackAll();
    } finally {
      database.close();
    }
  }

  /** Sets a store up. Not thread-safe. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final DataSource source;
    private String owner = host() + "/" + ProcessHandle.current().pid();
    private Duration patience = Duration.ofMinutes(1);
    private Duration attempt = Duration.ofSeconds(10);
    private Duration heartbeat = Duration.ofSeconds(5);
    private boolean createTables = true;

    private Builder(DataSource source) {
      this.source = Objects.requireNonNull(source, "source");
    }

    private static String host() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        return "unknown";
      }
    }

    /** What others see as the owner of our runs; default host and process id. */
    public Builder owner(String value) {
      owner = Objects.requireNonNull(value, "owner");
      return this;
    }

    /**
     * How long a call waits for a database that is away before it is held back; default a minute,
     * above zero and at most an hour.
     */
    public Builder patience(Duration value) {
      patience = checked("patience", value);
      return this;
    }

    /**
     * How long the database may take for one transaction before that is tried again; default 10
     * seconds, above zero and at most an hour.
     */
    public Builder attempt(Duration value) {
      attempt = checked("attempt", value);
      return this;
    }

    /** How often an owner says that it lives; default 5 seconds, above zero and at most an hour. */
    public Builder heartbeat(Duration value) {
      heartbeat = checked("heartbeat", value);
      return this;
    }

    /**
     * Whether missing tables are made; default yes. Otherwise they are only checked. None are made
     * where another schema of the database has some that this role may use: two stores know nothing
     * of each other's claims. Whoever means that runs {@link JdbcStore#schema} by hand.
     */
    public Builder createTables(boolean value) {
      createTables = value;
      return this;
    }

    private static Duration checked(String setting, Duration value) {
      Objects.requireNonNull(value, setting);
      if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            setting + " is " + value + "; it must be above zero and at most an hour");
      }
      return value;
    }

    /**
     * The store.
     *
     * @throws ConfigurationException when the database cannot be reached, is none that will do, or
     *     its tables are missing or of another version
     */
    public JdbcStore build() {
      return new JdbcStore(source, new Settings(owner, patience, attempt, heartbeat, createTables));
    }
  }
}
