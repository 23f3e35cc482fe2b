package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.http.WireMockFace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed (SIGKILL) while they release over HTTP, and processes that release
 * overlapping lists at once. {@code -Ddurability.kills=200} kills more often, {@code
 * -Ddurability.seed} elsewhere.
 */
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("durability.kills", 3);
  private static final long SEED = Long.getLong("durability.seed", 20261121L);
  private static final int FLEET = Integer.getInteger("durability.fleet", 1000);

  @TempDir Path folder;
  private final FastClock clock = new FastClock(Instant.now(), 20);
  private final Clouds clouds = new Clouds(clock);

  @Test
  void a_killed_release_is_completed_truly() throws Exception {
    Random random = new Random(SEED);
    try (WireMockFace face = WireMockFace.of(clouds.all())) {
      int port = face.endpoint().port();
      for (int round = 0; round < KILLS; round++) {
        kill(round, port, random);
      }
    }
  }

  private void kill(int round, int port, Random random) throws Exception {
    List<InstanceRef> refs = clouds.fleet(FLEET);
    Path list = list("round" + round, refs);
    Path file = folder.resolve("round" + round + ".jsonl");
    int before = requests();
    int moment = 1 + random.nextInt(FLEET / 3);
    Process process = Mortal.start(port, clock, list, file);
    while (process.isAlive() && requests() - before < moment) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
    refusesASecondUser(process, file);
    process.destroyForcibly().waitFor();
    if (round % 2 == 1) {
      tearLastLine(file, random);
    }
    ReleaseInstancesResult result;
    try (ReleaseClient client = Mortal.client(port, clock).build()) {
      result = client.resume(Mortal.journal(file, clock), ResumeOptions.defaults());
    }
    assertThat(clouds.lies(refs, result, Goal.RELEASE))
        .as("round %d, killed at request %d", round, moment)
        .isEmpty();
    assertThat(Evidence.verify(result.evidence().toJsonLines())).isEmpty();
    System.out.println(
        "round " + round + " killed at request " + moment + ": " + Clouds.counts(result));
  }

  private void refusesASecondUser(Process process, Path file) {
    try (RunLog log = Mortal.journal(file, clock).resume()) {
      assertThat(process.isAlive() && log != null)
          .as("taken over while its process lives")
          .isFalse();
    } catch (JournalException refused) {
      assertThat(process.isAlive() ? refused.getMessage() : "used by another process")
          .contains("used by another process");
    }
  }

  /**
   * A line that was being written: half of a further one, or a last one cut off where that one was
   * not durable (an intent is, before its request leaves).
   */
  private static void tearLastLine(Path file, Random random) throws Exception {
    String text = Files.readString(file);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    String line = text.substring(last).stripTrailing();
    if (line.contains("\"kind\":\"outcome\"") || line.contains("\"kind\":\"verdict\"")) {
      Files.writeString(file, text.substring(0, last + random.nextInt(line.length())));
    } else {
      Files.writeString(file, "{\"v\":1,\"kind\":\"int", StandardOpenOption.APPEND);
    }
  }

  private int requests() {
    int sum = 0;
    for (SimulatedCloud cloud : clouds.all()) {
      sum += cloud.ledger().requests().size();
    }
    return sum;
  }

  private Path list(String name, List<InstanceRef> refs) throws Exception {
    return Files.write(folder.resolve(name), refs.stream().map(InstanceRef::toString).toList());
  }

  @Test
  void two_processes_with_one_journal_folder_never_step_an_instance_twice() throws Exception {
    try (WireMockFace face = WireMockFace.of(clouds.all())) {
      int port = face.endpoint().port();
      List<InstanceRef> all = new ArrayList<>(clouds.prepaidTencent(150));
      all.addAll(clouds.zec(150));
      Collections.shuffle(all, new Random(SEED));
      List<InstanceRef> left = all.subList(0, 220);
      List<InstanceRef> right = all.subList(80, 300);
      Path journal = folder.resolve("journal");
      Process one = Mortal.start(port, clock, list("left", left), journal);
      Process two = Mortal.start(port, clock, list("right", right), journal);
      assertThat(one.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(two.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(all)
          .allSatisfy(
              ref -> {
                assertThat(clouds.timesApplied(ref)).as("%s", ref).isEqualTo(1);
                assertThat(clouds.ledger(ref).stepsBeyond(ref.id(), Goal.RELEASE)).isZero();
              });
      String results =
          Files.readString(folder.resolve("left.json"))
              + Files.readString(folder.resolve("right.json"));
      assertThat(results).doesNotContain("\"verdict\":\"" + Verdict.UNKNOWN + "\"");
    }
  }
}
