package io.cloudrelease.store.jdbc;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.pace.BlastBudget;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * So many in any hour, by the database's clock, over all that use the store. What the database does
 * not confirm is not granted. Thread-safe.
 */
final class JdbcBudget implements BlastBudget {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcBudget.class);

  /** It is asked on the thread that keeps a run's deadline. */
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  /** Older ones are not given back: that makes the budget smaller, never larger. */
  private static final int MOST_KEPT = 10_000;

  /**
   * Locks the account until the commit, so that charges are made one after the other. An upsert and
   * no lock of a row, for the account may not be there yet.
   */
  private static final String LOCK =
      """
      insert into cloudrelease_budget as b (account, changes) values (?, 1)
      on conflict (account) do update set changes = b.changes + 1
      """;

  /**
   * As many as are left of the hour, once for each id. A statement of its own behind the lock:
   * under READ COMMITTED it sees what those charged who had the lock before; under the stricter
   * levels the lock itself fails with 40001 after a wait.
   */
  private static final String CHARGE =
      """
      insert into cloudrelease_charge (charge_id, account, amount)
      select ?, ?, least(?::bigint, ? - used.sum)::integer
      from (select coalesce(sum(amount), 0) as sum from cloudrelease_charge
        where account = ? and charged > clock_timestamp() - ? * interval '1 second') used
      where used.sum < ?
      on conflict (charge_id) do nothing
      """;

  private static final String CHARGED =
      "select amount from cloudrelease_charge where charge_id = ?";

  /** Never up again: repeated, or after a later one, it changes nothing. */
  private static final String REDUCE =
      "update cloudrelease_charge set amount = least(amount, ?) where charge_id = ?";

  private final Database database;
  private final Duration patience;
  private final int most;
  private final Duration window;

  /** What this process charged, by account, the newest last. */
  private final Map<String, Deque<Charge>> charges = new HashMap<>();

  /** Whether the database did not answer lately. */
  private volatile boolean away;

  /** When that was found out, by {@link System#nanoTime}. */
  private volatile long awaySince;

  /** When it answered last. */
  private volatile long answeredAt = System.nanoTime();

  /** What of a missing table or right was said last. */
  private volatile String told = "";

  private record Charge(String id, int amount, Instant at) {}

  JdbcBudget(Database database, Settings settings, int most, Duration window) {
    if (most < 0) {
      throw new ConfigurationException("a budget must not be negative: " + most);
    }
    this.database = database;
    this.patience = settings.patience().compareTo(PROMPTLY) < 0 ? settings.patience() : PROMPTLY;
    this.most = most;
    this.window = window;
  }

  @Override
  public int take(String account, int wanted, Instant at) {
    if (most == 0) {
      return 0;
    }
    // A run asks for one batch after the other: they do not all wait in vain.
    if (away && System.nanoTime() - awaySince < patience.toNanos()) {
      throw new IllegalStateException("the store did not answer a moment ago");
    }
    String id = UUID.randomUUID().toString();
    int granted = ask(transaction -> charge(transaction, id, account, wanted));
    if (granted > 0) {
      synchronized (charges) {
        Deque<Charge> own = charges.computeIfAbsent(account, any -> new ArrayDeque<>());
        forgetOver(own, at);
        own.add(new Charge(id, granted, at));
        if (own.size() > MOST_KEPT) {
          own.removeFirst();
        }
      }
    }
    return granted;
  }

  /** May be repeated: a charge of that id is made once. */
  private int charge(Transaction transaction, String id, String account, int wanted)
      throws SQLException {
    transaction.update(LOCK, account);
    double seconds = Times.seconds(window);
    transaction.update(CHARGE, id, account, wanted, most, account, seconds, most);
    return transaction.row(CHARGED, row -> row.getInt(1), id).orElse(0);
  }

  /**
   * Where the database fails, that is charged on. A database that is away is waited for once: the
   * thread that keeps a run's deadline gives back for one instance after the other.
   */
  @Override
  public void giveBack(String account, int count, Instant at) {
    Map<String, Integer> left = uncharge(account, count, at);
    if (left.isEmpty()) {
      return;
    }
    if (away) {
      database.beside(() -> giveBackLater(left));
    } else {
      ask(transaction -> reduce(transaction, left));
    }
  }

  private void giveBackLater(Map<String, Integer> left) {
    try {
      ask(transaction -> reduce(transaction, left));
    } catch (IllegalStateException | ConfigurationException still) {
      LOG.debug("charged on, since it could not be given back: {}", still.getMessage());
    }
  }

  /** Forgets so many here, whatever the database says: none is given back twice. */
  private Map<String, Integer> uncharge(String account, int count, Instant at) {
    // In order, so that no two transactions wait for each other's.
    Map<String, Integer> left = new TreeMap<>();
    synchronized (charges) {
      Deque<Charge> own = charges.getOrDefault(account, new ArrayDeque<>());
      forgetOver(own, at);
      int rest = count;
      // The oldest first: whichever of them it was, what stays counts for at least as long.
      while (rest > 0 && !own.isEmpty()) {
        Charge oldest = own.removeFirst();
        int back = Math.min(rest, oldest.amount());
        rest -= back;
        left.put(oldest.id(), oldest.amount() - back);
        if (oldest.amount() > back) {
          own.addFirst(new Charge(oldest.id(), oldest.amount() - back, oldest.at()));
        }
      }
    }
    return left;
  }

  /** What no longer counts cannot be given back. */
  private void forgetOver(Deque<Charge> own, Instant now) {
    while (!own.isEmpty() && !own.getFirst().at().plus(window).isAfter(now)) {
      own.removeFirst();
    }
  }

  private static int reduce(Transaction transaction, Map<String, Integer> left)
      throws SQLException {
    int reduced = 0;
    for (Map.Entry<String, Integer> charge : left.entrySet()) {
      reduced += transaction.update(REDUCE, charge.getValue(), charge.getKey());
    }
    return reduced;
  }

  private int ask(Database.Work<Integer> work) {
    long asked = System.nanoTime();
    try {
      int answer = database.patiently(work, patience);
      answeredAt = System.nanoTime();
      away = false;
      return answer;
    } catch (SQLException failed) {
      if (!Database.passes(failed) && !(failed instanceof Database.Refused)) {
        throw unusable(failed);
      }
      // Others may have had an answer since.
      if (answeredAt - asked <= 0) {
        awaySince = System.nanoTime();
        away = true;
      }
      throw new IllegalStateException("the store cannot be used: " + failed.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting for the store");
    }
  }

  /**
   * A table or a right is missing: the database is there, and waiting heals nothing. A run shows of
   * this no more than its kind, so the log says what it is; once, for it is met at each batch.
   */
  private ConfigurationException unusable(SQLException failed) {
    ConfigurationException unusable = Schema.unusable(failed);
    String why = String.valueOf(unusable.getMessage());
    if (!why.equals(told)) {
      told = why;
      LOG.error("the budget cannot be asked, so it grants nothing: {}", why);
    }
    return unusable;
  }

  @Override
  public String describe() {
    return most + " an hour, over all machines";
  }
}
