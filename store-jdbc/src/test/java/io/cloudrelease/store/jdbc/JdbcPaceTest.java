package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.pace.Pace;
import io.cloudrelease.pace.PaceAdvice;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(60)
class JdbcPaceTest {
  private static final Pace.Lane LANE = new Pace.Lane("host", "key k", "Terminate", 50);
  private static final Instant WHENEVER = Instant.EPOCH;

  private volatile CountDownLatch gate = new CountDownLatch(0);
  private PGSimpleDataSource database;
  private final List<JdbcStore> stores = new ArrayList<>();

  @BeforeEach
  void make_a_database() throws Exception {
    database = Postgres.schema();
  }

  @AfterEach
  void close_the_stores() {
    stores.forEach(JdbcStore::close);
  }

  private Pace pace() {
    return pace(database);
  }

  private Pace pace(DataSource source) {
    JdbcStore store = JdbcStore.on(source);
    stores.add(store);
    return store.pace();
  }

  /** When the turn is, by the clock of this process. */
  private static long turn(Pace pace, Pace.Lane lane) {
    Duration wait = pace.reserve(lane, WHENEVER);
    return System.nanoTime() + wait.toNanos();
  }

  @Test
  void no_second_has_more_turns_than_the_rate_however_many_take_them() throws Exception {
    List<Pace> paces = List.of(pace(), pace(), pace());
    List<Callable<List<long[]>>> callers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Pace pace = paces.get(i % 3);
      callers.add(
          () -> {
            List<long[]> own = new ArrayList<>();
            for (int j = 0; j < 20; j++) {
              long before = System.nanoTime();
              long wait = pace.reserve(LANE, WHENEVER).toNanos();
              // It was told at some moment in between.
              own.add(new long[] {before + wait, System.nanoTime() + wait});
            }
            return own;
          });
    }
    List<long[]> all = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    for (Future<List<long[]>> turns : threads.invokeAll(callers)) {
      all.addAll(turns.get());
    }
    threads.shutdown();
    all.sort(Comparator.comparingLong(turn -> turn[1]));
    for (int i = 50; i < all.size(); i++) {
      assertThat(all.get(i)[1] - all.get(i - 50)[0])
          .as("51 turns from the %dth on", i - 50)
          .isGreaterThan(980_000_000L);
    }
    double line = (all.size() - 1) / 50.0 * 1.03;
    assertThat((all.get(all.size() - 1)[0] - all.get(0)[1]) / 1e9)
        .as("no turn is wasted")
        .isLessThan(line + 0.15);
  }

  @Test
  void one_who_is_alone_takes_a_seconds_worth_with_one_statement() throws Exception {
    Pace pace = pace();
    for (int i = 0; i < 200; i++) {
      pace.reserve(LANE, WHENEVER);
    }
    String changes = Postgres.ask(database, "select changes from cloudrelease_lane");
    assertThat(Integer.parseInt(changes)).isLessThan(25);
  }

  @Test
  void turns_that_nobody_wants_are_given_back() throws Exception {
    Pace slow = pace();
    Pace.Lane lane = new Pace.Lane("host", "key k", "Terminate", 8);
    for (int i = 0; i < 16; i++) {
      slow.reserve(lane, WHENEVER);
    }
    String taken = Postgres.ask(database, "select next from cloudrelease_lane");
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String now = taken;
    while (now.equals(taken) && System.nanoTime() < until) {
      now = Postgres.ask(database, "select next from cloudrelease_lane");
    }
    assertThat(now).isLessThan(taken);
    long before = turn(slow, lane);
    assertThat(turn(pace(), lane) - before).isBetween(100_000_000L, 1_500_000_000L);
  }

  @Test
  void what_the_cloud_counts_apart_waits_apart() throws Exception {
    Pace pace = pace();
    for (int i = 0; i < 20; i++) {
      pace.reserve(LANE, WHENEVER);
    }
    for (Pace.Lane other :
        List.of(
            new Pace.Lane("host2", "key k", "Terminate", 50),
            new Pace.Lane("host", "key l", "Terminate", 50),
            new Pace.Lane("host", "key k", "Describe", 50))) {
      assertThat(pace.reserve(other, WHENEVER)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void a_cloud_that_wants_to_be_left_alone_is_left_alone_by_all() throws Exception {
    Pace one = pace();
    Pace other = pace();
    one.reserve(LANE, WHENEVER);
    PaceAdvice wish = PaceAdvice.none().leaveAlone(Duration.ofSeconds(20));
    one.answered(
        LANE,
        WHENEVER,
        new Pace.Answer(Pace.Answer.Kind.THROTTLED, Duration.ZERO, wish, Duration.ZERO));
    assertThat(one.stands(LANE, WHENEVER)).isFalse();
    long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    Duration wait = Duration.ZERO;
    while (wait.toMillis() < 1000 && System.nanoTime() < until) {
      wait = other.reserve(LANE, WHENEVER);
    }
    assertThat(wait).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void throttling_slows_all_down_and_accepted_turns_make_it_fast_again() throws Exception {
    Pace pace = pace();
    pace.reserve(LANE, WHENEVER);
    pace.answered(
        LANE,
        WHENEVER,
        new Pace.Answer(
            Pace.Answer.Kind.THROTTLED, Duration.ZERO, PaceAdvice.none(), Duration.ZERO));
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!Postgres.ask(database, "select slow from cloudrelease_lane").equals("1.5")) {
      assertThat(System.nanoTime()).isLessThan(until);
    }
    for (int i = 0; i < 20; i++) {
      pace.reserve(LANE, WHENEVER);
    }
    assertThat(Double.parseDouble(Postgres.ask(database, "select slow from cloudrelease_lane")))
        .isLessThan(1.3);
  }

  @Test
  void a_cloud_that_throttled_lately_gets_room_for_calls_that_arrive_unevenly() throws Exception {
    Pace pace = pace();
    Pace.Lane lane = new Pace.Lane("host", "key k", "Terminate", 10);
    pace.reserve(lane, WHENEVER);
    assertThat(step()).isBetween(0.101, 0.103);
    Postgres.execute(
        database,
        "update cloudrelease_lane set slowed = clock_timestamp(), next = 'epoch', uneven = 0");
    for (int i = 0; i < 10; i++) {
      pace.reserve(lane, WHENEVER);
    }
    assertThat(step()).isGreaterThan(0.115);
    Postgres.execute(
        database, "update cloudrelease_lane set slowed = slowed - interval '11 minutes'");
    for (int i = 0; i < 20; i++) {
      pace.reserve(lane, WHENEVER);
    }
    assertThat(step()).isBetween(0.101, 0.103);
  }

  private double step() throws Exception {
    return Double.parseDouble(Postgres.ask(database, "select step from cloudrelease_lane"));
  }

  @Test
  void many_lanes_that_begin_at_once_all_get_their_turns() throws Exception {
    Pace pace = pace(gated());
    gate = new CountDownLatch(1);
    List<FutureTask<Duration>> turns = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (Pace.Lane lane : lanes()) {
      turns.add(new FutureTask<>(() -> pace.reserve(lane, WHENEVER)));
      callers.add(new Thread(turns.get(turns.size() - 1)));
    }
    callers.forEach(Thread::start);
    // By then each waits, or was refused.
    while (callers.stream().anyMatch(JdbcPaceTest::isUnderWay)) {
      Thread.onSpinWait();
    }
    gate.countDown();
    for (FutureTask<Duration> turn : turns) {
      assertThat(turn.get()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void many_lanes_that_a_cloud_throttles_at_once_are_all_left_alone() throws Exception {
    Pace pace = pace(gated());
    lanes().forEach(lane -> pace.reserve(lane, WHENEVER));
    gate = new CountDownLatch(1);
    PaceAdvice wish = PaceAdvice.none().leaveAlone(Duration.ofMinutes(5));
    Pace.Answer throttled =
        new Pace.Answer(Pace.Answer.Kind.THROTTLED, Duration.ZERO, wish, Duration.ZERO);
    lanes().forEach(lane -> pace.answered(lane, WHENEVER, throttled));
    gate.countDown();
    String held = "select count(*) from cloudrelease_lane where held > clock_timestamp()";
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String now = "";
    while (!now.equals("40") && System.nanoTime() < until) {
      now = Postgres.ask(database, held);
    }
    assertThat(now).isEqualTo("40");
  }

  private static List<Pace.Lane> lanes() {
    return IntStream.range(0, 40)
        .mapToObj(i -> new Pace.Lane("host" + i, "key k", "Terminate", 50))
        .toList();
  }

  private static boolean isUnderWay(Thread caller) {
    return caller.isAlive() && caller.getState() != Thread.State.TIMED_WAITING;
  }

  /** Its connections are to be had while the gate is open. */
  private DataSource gated() {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              gate.await();
              return method.invoke(database, arguments);
            });
  }

  @Test
  void a_store_whose_database_went_away_is_closed_all_the_same() throws Exception {
    UnsureSource source = new UnsureSource(database);
    JdbcStore store = JdbcStore.on(source.asDataSource());
    for (int i = 0; i < 16; i++) {
      // By then it takes turns ahead, and has some in hand.
      store.pace().reserve(new Pace.Lane("host", "key k", "Terminate", 8), WHENEVER);
    }
    source.down = true;
    store.close();
    assertThatThrownBy(() -> store.find("run")).hasMessageContaining("the store is closed");
  }

  /** Who waited is told, and who comes later has turns: the lane is not dead. */
  @Test
  void a_lane_has_turns_again_once_threads_can_be_started() {
    try (NoThreads none = NoThreads.startedBy("cloudrelease-store-beside");
        Database threads = new Database(database, Duration.ofSeconds(10), Duration.ofSeconds(10))) {
      Pace pace = new JdbcPace(threads, settings());
      none.begin();
      assertThatThrownBy(() -> pace.reserve(LANE, WHENEVER))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("it broke off");
      none.close();
      assertThat(pace.reserve(LANE, WHENEVER)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void so_it_has_where_not_even_the_one_who_fetches_them_could_be_started() {
    try (NoThreads none = NoThreads.startedBy(Thread.currentThread().getName());
        Database threads = new Database(database, Duration.ofSeconds(10), Duration.ofSeconds(10))) {
      Pace pace = new JdbcPace(threads, settings());
      none.begin();
      assertThatThrownBy(() -> pace.reserve(LANE, WHENEVER)).isInstanceOf(OutOfMemoryError.class);
      none.close();
      assertThat(pace.reserve(LANE, WHENEVER)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static Settings settings() {
    Duration patience = Duration.ofSeconds(5);
    return new Settings("test", patience, patience, patience, false);
  }

  @Test
  void without_the_database_there_are_no_turns() throws Exception {
    JdbcStore store = JdbcStore.builder(database).patience(Duration.ofMillis(300)).build();
    stores.add(store);
    Postgres.execute(database, "drop table cloudrelease_lane");
    assertThatThrownBy(() -> store.pace().reserve(LANE, WHENEVER))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_time_that_cannot_be_counted_with_holds_a_lane_as_one_that_can() {
    Pace pace = pace();
    pace.reserve(LANE, WHENEVER);
    PaceAdvice none = PaceAdvice.none().remaining(0, ChronoUnit.FOREVER.getDuration());
    pace.answered(
        LANE,
        WHENEVER,
        new Pace.Answer(Pace.Answer.Kind.ACCEPTED, Duration.ZERO, none, Duration.ZERO));
    assertThat(pace.stands(LANE, WHENEVER)).isFalse();
  }
}
