package io.cloudrelease.store.jdbc;

import io.cloudrelease.pace.Pace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns of lanes that all users of the store share, spaced by the database's clock. One statement
 * takes turns for all who wait in this process, up to a second's worth. A database that is away is
 * waited for; without it there are no turns. Thread-safe.
 */
final class JdbcPace implements Pace {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcPace.class);

  /**
   * Calls leave this much further apart than the rate says. A cloud that throttled lately all the
   * same counts strictly: then as much more as calls are known to arrive unevenly.
   */
  private static final double MARGIN = 1.015;

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final String MAKE =
      """
      insert into cloudrelease_lane
        (lane, first, step, taker, before, next, changes, gap, uneven, slow, slowed, held)
      values (?, 'epoch', 0, '', '', 'epoch', 0, 0, 0, 1, 'epoch', 'epoch')
      on conflict (lane) do nothing
      """;

  /**
   * Takes turns, from where the last ones end; never in the past, nor while the lane is held.
   *
   * <ul>
   *   <li>{@code locked}: the lane's row, until the commit: whoever takes turns stands in a line.
   *       Under READ COMMITTED the row is then as the one before left it; under the stricter levels
   *       a wait ends in 40001, and all of it is done again.
   *   <li>{@code spaced}: how far apart the calls are, as the rate says ({@code base}), and how
   *       unevenly they arrive ({@code apart}, which fades with the turns). While turns are still
   *       to come, the widest of all takers counts.
   *   <li>{@code paced}: the step from one turn to the next. It is longer by the margin; by the
   *       uneven arrivals instead, where the cloud throttled in the last ten minutes; and as often
   *       again as throttling slowed the lane down ({@code slow}, which fades with the turns too).
   * </ul>
   */
  private static final String TAKE =
      """
      with locked as (
        select lane, next, held, gap, uneven, slow, slowed, taker
        from cloudrelease_lane where lane = ? for update),
      spaced as (
        select locked.*, greatest(next, held, clock_timestamp()) as begin,
          greatest(?, case when next > clock_timestamp() then gap else 0 end) as base,
          greatest(?, case when next > clock_timestamp()
            then uneven * power(0.9::float8, ?) else 0 end) as apart
        from locked),
      paced as (
        select spaced.*, slow * base * greatest(?, 1 + ? * apart
          * case when slowed > clock_timestamp() - interval '10 minutes' then 1 else 0 end)
          as apace
        from spaced)
      update cloudrelease_lane t set
        first = p.begin, step = p.apace,
        next = p.begin + ? * p.apace * interval '1 second',
        gap = p.base, uneven = p.apart, slow = greatest(1, p.slow * power(0.95::float8, ?)),
        before = p.taker, taker = ?, changes = t.changes + 1
      from paced p where t.lane = p.lane
      returning extract(epoch from t.first)::float8, t.step, t.before, t.changes,
        extract(epoch from clock_timestamp())::float8
      """;

  /**
   * The cloud throttled: nobody calls for so long and, unless it told how long its window is, the
   * lane is half as slow again. Answers of one second are one throttling.
   */
  private static final String THROTTLED =
      """
      update cloudrelease_lane set
        held = greatest(held, clock_timestamp() + ? * interval '1 second'),
        slow = case when ? or slowed > clock_timestamp() - interval '1 second' then slow
          else least(20, slow * 1.5) end,
        slowed = case when ? or slowed > clock_timestamp() - interval '1 second' then slowed
          else clock_timestamp() end,
        changes = changes + 1
      where lane = ?
      """;

  /** Only while nobody else took turns, or was throttled, since ours were taken. */
  private static final String GIVE_BACK =
      """
      update cloudrelease_lane set next = next - ? * interval '1 second', changes = changes + 1
      where lane = ? and changes = ?
      """;

  /** Longer times mean the same, and would not fit into the arithmetic of times. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Database database;
  private final Settings settings;
  private final String taker;
  private final DatabaseClock clock = new DatabaseClock();
  private final Map<String, LaneBlock> lanes = new ConcurrentHashMap<>();
  private final Map<String, UnevenArrivals> arrivals = new ConcurrentHashMap<>();

  JdbcPace(Database database, Settings settings) {
    this.database = database;
    this.settings = settings;
    this.taker = settings.owner() + " " + UUID.randomUUID();
  }

  private LaneBlock block(Lane lane) {
    return lanes.computeIfAbsent(lane.toString(), any -> new LaneBlock());
  }

  @Override
  public Duration reserve(Lane lane, Instant now) {
    LaneBlock block = block(lane);
    CompletableFuture<Long> turn = block.ask(System.nanoTime());
    if (block.mayFetch()) {
      beginFetching(lane, block);
    }
    try {
      long at = turn.get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
      return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    } catch (TimeoutException away) {
      throw new IllegalStateException("the store gave no turn in time" + block.giveUp(turn));
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the store gave no turn: " + failed.getCause());
    } catch (InterruptedException stopped) {
      block.giveUp(turn);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting for a turn");
    }
  }

  private void beginFetching(Lane lane, LaneBlock block) {
    boolean begun = false;
    try {
      begun = database.beside(() -> fetch(lane, block));
    } finally {
      // Also where no thread could be started, or nobody would ever fetch for this lane again.
      if (!begun) {
        block.failed(new IllegalStateException("the store is closed"));
      }
    }
  }

  private void fetch(Lane lane, LaneBlock block) {
    @Nullable Exception failed = new IllegalStateException("it broke off");
    try {
      takeWanted(lane, block);
      failed = null;
    } catch (SQLException | RuntimeException away) {
      failed = away;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      failed = stopped;
    } finally {
      // Also after an Error.
      if (failed != null) {
        block.failed(failed);
      }
    }
  }

  private void takeWanted(Lane lane, LaneBlock block) throws SQLException, InterruptedException {
    for (int count = block.wanted(lane); count > 0; count = block.wanted(lane)) {
      int turns = count;
      try {
        Runnable taken =
            database.patiently(
                transaction -> take(transaction, lane, block, turns), settings.patience());
        taken.run();
      } catch (SQLException away) {
        if (!Database.passes(away)) {
          throw away;
        }
        // Whoever has waited for long enough goes by himself; those who came later wait on.
        block.hindered(away);
      }
    }
  }

  /** What is to be done once that is committed. */
  private Runnable take(Transaction transaction, Lane lane, LaneBlock block, int count)
      throws SQLException {
    Optional<Runnable> taken = takeIfThere(transaction, lane, block, count);
    if (taken.isEmpty()) {
      transaction.update(MAKE, lane.toString());
      taken = takeIfThere(transaction, lane, block, count);
    }
    return taken.orElseThrow(() -> new Database.Refused("a lane cannot be made"));
  }

  private Optional<Runnable> takeIfThere(
      Transaction transaction, Lane lane, LaneBlock block, int count) throws SQLException {
    double rate = lane.ratePerSecond();
    double turns = count;
    long asked = System.nanoTime();
    return transaction.row(
        TAKE,
        row -> {
          clock.heard(asked, row.getDouble(5), System.nanoTime());
          return taken(row, block, count);
        },
        lane.toString(),
        1 / rate,
        Times.seconds(arrivals(lane).apart()),
        turns,
        MARGIN,
        rate / Math.ceil(rate),
        turns,
        turns,
        taker);
  }

  private Runnable taken(ResultSet row, LaneBlock block, int count) throws SQLException {
    double first = row.getDouble(1);
    double step = row.getDouble(2);
    boolean alone = row.getString(3).equals(taker);
    long changes = row.getLong(4);
    return () -> {
      long[] times = new long[count];
      for (int i = 0; i < count; i++) {
        times[i] = clock.nanosAt(first + i * step);
      }
      block.taken(times, step, alone, changes);
    };
  }

  private UnevenArrivals arrivals(Lane lane) {
    return arrivals.computeIfAbsent(lane.host(), any -> new UnevenArrivals());
  }

  @Override
  public boolean stands(Lane lane, Instant now) {
    return block(lane).stands(System.nanoTime());
  }

  @Override
  public void answered(Lane lane, Instant now, Answer answer) {
    if (answer.kind() != Answer.Kind.THROTTLED) {
      arrivals(lane).heard(lane.action(), answer.took());
    }
    OptionalInt left = answer.advice().remainingCalls();
    boolean none = left.isPresent() && left.getAsInt() == 0;
    if (answer.kind() == Answer.Kind.THROTTLED) {
      Optional<Duration> wish = answer.advice().leaveAlone();
      boolean counted = !answer.window().isZero() && wish.isPresent();
      hold(lane, wish.orElse(Duration.ZERO), counted);
    } else if (none) {
      hold(lane, answer.advice().remainingIn(), true);
    }
  }

  /**
   * Keeps everybody from the lane for that time.
   *
   * @param counted whether that is all: otherwise the lane is slower for a while
   */
  private void hold(Lane lane, Duration time, boolean counted) {
    long now = System.nanoTime();
    Duration held = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    if (!held.isZero()) {
      block(lane).hold(now, now + held.toNanos());
    }
    database.beside(
        () ->
            update(
                settings.patience(),
                THROTTLED,
                Times.seconds(held),
                counted,
                counted,
                lane.toString()));
  }

  /** Turns that nobody here wants any more. */
  void giveBackIdle() {
    lanes.forEach(
        (lane, block) -> {
          LaneBlock.Unused unused = block.unused(System.nanoTime(), false);
          if (unused.turns() > 0) {
            database.beside(() -> giveBack(lane, unused, FAREWELL));
          }
        });
  }

  /**
   * All turns, while there is time for it. What is not given back costs the others a second of the
   * lane at most.
   */
  void giveBackAll() {
    long until = System.nanoTime() + FAREWELL.toNanos();
    for (Map.Entry<String, LaneBlock> lane : lanes.entrySet()) {
      LaneBlock.Unused unused = lane.getValue().unused(System.nanoTime(), true);
      long left = Math.max(1, until - System.nanoTime());
      try {
        if (unused.turns() > 0) {
          giveBack(lane.getKey(), unused, Duration.ofNanos(left));
        }
      } catch (IllegalStateException away) {
        LOG.warn("turns that are left were not given back: {}", away.getMessage());
        return;
      }
    }
  }

  private void giveBack(String lane, LaneBlock.Unused unused, Duration patience) {
    update(patience, GIVE_BACK, unused.turns() * unused.step(), lane, unused.changes());
  }

  private void update(Duration patience, String sql, Object... parameters) {
    try {
      database.patiently(transaction -> transaction.update(sql, parameters), patience);
    } catch (SQLException away) {
      throw new IllegalStateException(away.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
