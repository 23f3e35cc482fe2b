package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudrelease.model.InstanceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind PgBouncer in transaction mode, where each transaction may meet another session. */
class BouncerTest {
  private static final int ROUNDS = Integer.getInteger("store.rounds", 2);
  private static final int SWEEP = Integer.getInteger("store.sweep", 200);
  private static final double LINE = Double.parseDouble(System.getProperty("store.line", "1.03"));
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void machines_share_rate_and_claims_through_a_pool_of_transactions() throws Exception {
    Postgres.mustBeInstalled();
    boolean named = !System.getenv().getOrDefault("CLOUDRELEASE_TEST_POSTGRES", "").isEmpty();
    assumeTrue(
        named || Bouncer.program().isPresent(), "skipped: the package pgbouncer is not installed");
    try (Site site = new Site();
        PostgresServer server = PostgresServer.start(false);
        Bouncer bouncer = Bouncer.before(server)) {
      String url =
          "jdbc:postgresql://127.0.0.1:"
              + bouncer.port()
              + "/postgres?user=cloudrelease&prepareThreshold=0";
      for (boolean whole : new boolean[] {false, true}) {
        List<Machine> machines = new ArrayList<>();
        try {
          for (int i = 0; i < (whole ? 4 : 2); i++) {
            machines.add(
                Machine.start(
                    Map.of(
                        "store.url",
                        url,
                        "store.cloud",
                        Integer.toString(site.port()),
                        "store.lag",
                        whole && SWEEP >= 1000 ? "0" : "1000",
                        "store.ahead",
                        Integer.toString(i * 10 - 15),
                        "store.deadline",
                        "120")));
          }
          for (Machine machine : machines) {
            machine.await("ready", LONG);
          }
          if (whole) {
            sweep(site, machines);
          } else {
            overlapping(site, machines);
          }
        } finally {
          for (Machine machine : machines) {
            machine.close();
          }
        }
      }
    }
  }

  private void overlapping(Site site, List<Machine> machines) throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      List<InstanceRef> all = new ArrayList<>(site.prepaid(20));
      all.addAll(site.zec(20));
      Collections.shuffle(all, random);
      release(site, machines, List.of(all.subList(0, 28), all.subList(12, 40)));
      assertThat(all).allMatch(ref -> site.timesApplied(ref) == 1);
    }
    System.out.println(ROUNDS + " rounds with overlapping lists, one step each");
  }

  private void sweep(Site site, List<Machine> machines) throws Exception {
    int before = site.destructive().size();
    List<List<InstanceRef>> lists = new ArrayList<>();
    for (int i = 0; i < machines.size(); i++) {
      lists.add(site.postpaid(SWEEP));
    }
    release(site, machines, lists);
    Site.Line line = site.line(before, 10);
    System.out.println(line);
    if (SWEEP >= 2500) {
      assertThat(line.throttledAfter()).as("throttled").isEmpty();
      assertThat(line.times()).isLessThan(LINE);
    }
  }

  private void release(Site site, List<Machine> machines, List<List<InstanceRef>> lists)
      throws Exception {
    for (int i = 0; i < lists.size(); i++) {
      Path list = Site.list(folder.resolve("list" + i), lists.get(i));
      machines.get(i).tell("release " + list + " " + folder.resolve("result" + i));
    }
    for (int i = 0; i < lists.size(); i++) {
      String said = machines.get(i).await("released", LONG);
      Map<InstanceRef, String> verdicts = Site.verdicts(folder.resolve("result" + i));
      assertThat(site.lies(lists.get(i), verdicts)).as(said).isEmpty();
      assertThat(site.steppedTwice(lists.get(i))).isEmpty();
      assertThat(verdicts.values())
          .as(said)
          .isSubsetOf("RELEASED", "RECYCLED", "ALREADY_DONE", "NOT_FOUND");
    }
  }
}
