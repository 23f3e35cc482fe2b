package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.RateLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Processes as machines, on one PostgreSQL and simulated clouds over HTTP. Small here; {@code
 * verification/run.sh store} runs the same with large numbers ({@code -Dstore.sweep} and so on).
 */
class SeveralMachinesTest {
  private static final int SWEEP = Integer.getInteger("store.sweep", 500);
  private static final int KILLS = Integer.getInteger("store.kills", 1);
  private static final int ROUNDS = Integer.getInteger("store.rounds", 2);
  private static final double LINE = Double.parseDouble(System.getProperty("store.line", "1.03"));
  private static final double MOST_COST = 1.05;
  private static final Pattern TOOK = Pattern.compile("in (\\d+) ms with (\\d+) statements");
  private static final long SEED = Long.getLong("store.seed", 20261126L);
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final Site site = new Site();
  private final List<Machine> machines = new ArrayList<>();
  private PGSimpleDataSource database;

  @BeforeEach
  void make_a_database() throws Exception {
    database = Postgres.schema();
  }

  @AfterEach
  void end_all() throws Exception {
    for (Machine machine : machines) {
      machine.close();
    }
    site.close();
  }

  private Machine machine(Map<String, String> further) throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put("store.url", database.getUrl() + "&user=" + database.getUser());
    properties.put("store.cloud", Integer.toString(site.port()));
    properties.putAll(further);
    Machine machine = Machine.start(properties);
    machines.add(machine);
    return machine;
  }

  private List<Machine> machines(int count, Map<String, String> further) throws Exception {
    List<Machine> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      started.add(machine(further));
    }
    for (Machine machine : started) {
      machine.await("ready", LONG);
    }
    return started;
  }

  // ---- one rate ----

  @Test
  void four_machines_share_one_rate_without_waste_and_without_one_throttled_call()
      throws Exception {
    assertOneRate(false);
  }

  @Test
  void so_they_do_with_clocks_that_are_ten_minutes_apart() throws Exception {
    assertOneRate(true);
  }

  private void assertOneRate(boolean skewed) throws Exception {
    int rate = 10;
    if (Boolean.getBoolean("store.strict")) {
      site.tencent.rateLimit("TerminateInstances", RateLimit.inAnySecond(rate));
    }
    List<Machine> four = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      four.add(
          machine(
              Map.of(
                  "store.ahead",
                  Integer.toString(skewed ? i * 10 - 15 : 0),
                  "store.lag",
                  Integer.toString(SWEEP < 1000 ? 1000 : 0))));
    }
    List<List<InstanceRef>> lists = new ArrayList<>();
    for (Machine machine : four) {
      machine.await("ready", LONG);
      lists.add(site.postpaid(SWEEP));
    }
    for (int i = 0; i < 4; i++) {
      Path list = Site.list(folder.resolve("list" + i), lists.get(i));
      four.get(i).tell("release " + list + " " + folder.resolve("result" + i));
    }
    for (int i = 0; i < 4; i++) {
      String said = four.get(i).await("released", LONG);
      Map<InstanceRef, String> verdicts = Site.verdicts(folder.resolve("result" + i));
      assertThat(site.lies(lists.get(i), verdicts)).as(said).isEmpty();
      assertThat(verdicts.values()).as(said).containsOnly("RELEASED");
      assertThat(site.steppedTwice(lists.get(i))).isEmpty();
      System.out.println("machine " + i + " " + said);
    }
    Site.Line line = site.line(0, rate);
    System.out.println(line);
    if (SWEEP < 2500) {
      // A small sweep, on a machine that is busy building, tells only that the rate is one.
      assertThat(line.times()).isGreaterThan(0.5);
      return;
    }
    assertThat(line.throttledAfter()).as("throttled").isEmpty();
    assertThat(line.times()).isLessThan(LINE);
  }

  // ---- killed ----

  @Test
  void a_machine_that_is_killed_is_followed_by_one_other_that_answers_for_all() throws Exception {
    Random random = new Random(SEED);
    Map<String, String> hasty =
        Map.of("store.lag", "1500", "store.heartbeat", "300", "store.deadline", "120");
    List<Machine> all = new ArrayList<>(machines(3, hasty));
    for (Machine machine : all) {
      machine.tell("keep " + folder);
    }
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    for (int round = 0; round < KILLS; round++) {
      List<List<InstanceRef>> lists = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        lists.add(site.mixed(90));
        Path list = Site.list(folder.resolve("list" + i), lists.get(i));
        all.get(i).tell("release " + list + " " + folder.resolve("r" + round + "-" + i));
      }
      int victim = random.nextInt(3);
      int from = site.requests();
      int moment = 1 + random.nextInt(25);
      for (int i = 0; i < 3000 && site.requests() - from < moment; i++) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000));
      all.get(victim).kill();
      for (int i = 0; i < 3; i++) {
        Path result = folder.resolve("r" + round + "-" + i);
        if (i != victim) {
          all.get(i).await("released", LONG);
        }
        if (i != victim || Files.exists(result)) {
          assertTrue(round, lists.get(i), Site.verdicts(result));
        } else {
          fates.merge(answerOfOther(round, lists.get(i), all.get((i + 1) % 3)), 1, Integer::sum);
        }
      }
      all.set(victim, machines(1, hasty).get(0));
      all.get(victim).tell("keep " + folder);
    }
    assertThat(Postgres.ask(database, "select count(*) from cloudrelease_run where not ended"))
        .isEqualTo("0");
    System.out.println("killed " + KILLS + ", of whose runs without an answer: " + fates);
  }

  private void assertTrue(int round, List<InstanceRef> list, Map<InstanceRef, String> verdicts) {
    assertThat(site.lies(list, verdicts)).as("round %d", round).isEmpty();
    assertThat(site.steppedTwice(list)).as("round %d", round).isEmpty();
    assertThat(verdicts.values())
        .as("round %d", round)
        .isSubsetOf("RELEASED", "RECYCLED", "ALREADY_DONE");
  }

  /** What became of the run of a machine that was killed before it gave an answer. */
  private enum Fate {
    NOT_BEGUN,
    TAKEN_OVER,
    /** Only its answer was missing, and whoever asks for the run is given it. */
    ENDED
  }

  private Fate answerOfOther(int round, List<InstanceRef> list, Machine other) throws Exception {
    String find =
        "select run_id from cloudrelease_line where seq = 1 and line like '%"
            + list.get(0).id()
            + "\"%'";
    String run = Postgres.ask(database, find);
    if (run.isEmpty()) {
      assertThat(list).as("round %d", round).allMatch(ref -> site.timesApplied(ref) == 0);
      return Fate.NOT_BEGUN;
    }
    Path answer = folder.resolve("taken-" + run + ".json");
    String ended = "select count(*) from cloudrelease_run where ended and run_id = '" + run + "'";
    Fate fate =
        Postgres.ask(database, ended + " and fence = 1").equals("1") ? Fate.ENDED : Fate.TAKEN_OVER;
    if (fate == Fate.ENDED) {
      other.tell("answer " + run + " " + answer);
    }
    long until = System.nanoTime() + LONG.toNanos();
    while (!Files.exists(answer)) {
      assertThat(System.nanoTime())
          .as("nobody takes %s over in round %d", run, round)
          .isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long times =
        machines.stream()
            .flatMap(machine -> machine.heard().stream())
            .filter(line -> line.startsWith("taken " + run))
            .count();
    assertThat(times).as("taken over once").isLessThanOrEqualTo(fate == Fate.ENDED ? 0 : 1);
    assertTrue(round, list, Site.verdicts(answer));
    return fate;
  }

  // ---- overlapping lists ----

  @Test
  void two_machines_with_overlapping_lists_step_no_instance_twice() throws Exception {
    Random random = new Random(SEED);
    List<Machine> two =
        machines(2, Map.of("store.lag", "1000", "store.heartbeat", "300", "store.deadline", "60"));
    int shared = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<InstanceRef> all = new ArrayList<>(site.prepaid(20));
      all.addAll(site.zec(20));
      Collections.shuffle(all, random);
      List<List<InstanceRef>> lists = List.of(all.subList(0, 28), all.subList(12, 40));
      for (int i = 0; i < 2; i++) {
        Path list = Site.list(folder.resolve("list" + i), lists.get(i));
        two.get(i).tell("release " + list + " " + folder.resolve("o" + round + "-" + i));
      }
      for (int i = 0; i < 2; i++) {
        String said = two.get(i).await("released", LONG);
        System.out.println("machine " + i + " " + said);
        Map<InstanceRef, String> verdicts = Site.verdicts(folder.resolve("o" + round + "-" + i));
        assertThat(site.lies(lists.get(i), verdicts)).as("round %d: %s", round, said).isEmpty();
        assertThat(verdicts.values())
            .as("round %d: %s", round, said)
            .isSubsetOf("RELEASED", "RECYCLED", "ALREADY_DONE", "NOT_FOUND");
      }
      assertThat(all)
          .allSatisfy(ref -> assertThat(site.timesApplied(ref)).as("%s", ref).isEqualTo(1));
      assertThat(site.steppedTwice(all)).isEmpty();
      shared += 16;
    }
    System.out.println(
        ROUNDS + " rounds with overlapping lists, " + shared + " shared instances, one step each");
  }

  // ---- one budget ----

  @Test
  void three_machines_have_one_budget_and_what_the_cloud_refused_is_given_back() throws Exception {
    int most = 500;
    List<Machine> three = machines(3, Map.of("store.budget", Integer.toString(most)));
    List<List<InstanceRef>> refused = List.of(site.refused(10), site.refused(10), site.refused(10));
    assertThat(release("refused", three, refused)).containsOnly("REJECTED");
    assertThat(charged()).isZero();
    List<List<InstanceRef>> lists =
        List.of(site.postpaid(250), site.postpaid(250), site.postpaid(250));
    List<String> verdicts = release("budget", three, lists);
    int sent = 0;
    for (List<InstanceRef> list : lists) {
      sent += (int) list.stream().filter(ref -> site.timesApplied(ref) > 0).count();
    }
    assertThat(sent).isEqualTo(most).isEqualTo(charged());
    assertThat(Collections.frequency(verdicts, "NOT_SENT")).isEqualTo(750 - most);
    System.out.println("budget of 500 over 3 machines: 30 refused and given back, then 500 sent");
  }

  private int charged() throws Exception {
    String sum = "select coalesce(sum(amount), 0) from cloudrelease_charge";
    return Integer.parseInt(Postgres.ask(database, sum));
  }

  /** Each releases its list; gives all the verdicts. */
  private List<String> release(String name, List<Machine> all, List<List<InstanceRef>> lists)
      throws Exception {
    for (int i = 0; i < all.size(); i++) {
      Path list = Site.list(folder.resolve("list" + i), lists.get(i));
      all.get(i).tell("release " + list + " " + folder.resolve(name + i));
    }
    List<String> given = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String said = all.get(i).await("released", LONG);
      Map<InstanceRef, String> verdicts = Site.verdicts(folder.resolve(name + i));
      assertThat(site.lies(lists.get(i), verdicts)).as(said).isEmpty();
      given.addAll(verdicts.values());
    }
    return given;
  }

  // ---- cost ----

  @Test
  void it_costs_at_most_a_twentieth_of_the_time_and_three_statements_a_call() throws Exception {
    int size = Integer.getInteger("store.cost", 100);
    // A small one is over before it has cost anything; it shows that this can be measured.
    String lag = size < 1000 ? "1000" : "0";
    Sweep without = sweep("without", size, Map.of("store.none", "true", "store.lag", lag));
    Sweep with = sweep("with", size, Map.of("store.lag", lag));
    System.out.printf(
        Locale.ROOT,
        "cost of the store in a sweep of %d: %.2f s with, %.2f s without, %+.1f %%; %.2f statements"
            + " a destructive call%n",
        size,
        with.seconds(),
        without.seconds(),
        (with.seconds() / without.seconds() - 1) * 100,
        with.statements() / (double) with.destructive());
    if (size >= 2500) {
      assertThat(with.seconds()).isLessThanOrEqualTo(without.seconds() * MOST_COST);
      assertThat(with.statements()).isLessThanOrEqualTo(3 * with.destructive());
    }
  }

  /** What one sweep took. */
  private record Sweep(double seconds, int statements, int destructive) {}

  private Sweep sweep(String name, int size, Map<String, String> properties) throws Exception {
    Machine machine = machine(properties);
    machine.await("ready", LONG);
    // Once to warm up: what is measured is a machine that is at work.
    release(name + ", warming up", machine, 200);
    return release(name, machine, size);
  }

  private Sweep release(String name, Machine machine, int size) throws Exception {
    int requests = site.requests();
    int destructive = site.destructive().size();
    List<InstanceRef> refs = site.postpaid(size);
    Path list = Site.list(folder.resolve("list"), refs);
    machine.tell("release " + list + " " + folder.resolve("result"));
    String said = machine.await("released", LONG);
    assertThat(site.lies(refs, Site.verdicts(folder.resolve("result")))).isEmpty();
    System.out.println("cost " + name + ": " + (site.requests() - requests) + " calls, " + said);
    Matcher told = TOOK.matcher(said);
    assertThat(told.find()).as(said).isTrue();
    return new Sweep(
        Integer.parseInt(told.group(1)) / 1000.0,
        Integer.parseInt(told.group(2)),
        site.destructive().size() - destructive);
  }
}
