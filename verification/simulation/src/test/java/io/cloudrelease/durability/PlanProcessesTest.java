package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.http.WireMockFace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that one process makes and another carries out, on a copy of the file. */
class PlanProcessesTest {
  private static final long A_MINUTE = 60;

  @TempDir Path folder;
  private final FastClock clock = new FastClock(Instant.now(), 20);
  private final Clouds clouds = new Clouds(clock);

  private Path planned(int port, List<InstanceRef> refs) throws Exception {
    Path list =
        Files.write(folder.resolve("list"), refs.stream().map(InstanceRef::toString).toList());
    Path plan = folder.resolve("plan.json");
    Process maker = Mortal.start(PlanningProcess.class, port, clock, list, plan.toString());
    assertThat(maker.waitFor(A_MINUTE, TimeUnit.SECONDS)).isTrue();
    assertThat(maker.exitValue()).as(folder.resolve("list.out") + "").isZero();
    assertThat(requests(true)).isZero();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    return Files.copy(plan, elsewhere.resolve("copy.json"));
  }

  private int requests(boolean destructive) {
    int sum = 0;
    for (SimulatedCloud cloud : clouds.all()) {
      sum +=
          destructive
              ? cloud.ledger().destructiveRequests().size()
              : cloud.ledger().requests().size();
    }
    return sum;
  }

  @Test
  void what_one_process_planned_another_releases_on_a_copy_of_the_file() throws Exception {
    try (WireMockFace face = WireMockFace.of(clouds.all())) {
      int port = face.endpoint().port();
      List<InstanceRef> refs = clouds.fleet(50);
      List<InstanceRef> others = clouds.fleet(10);
      Path copy = planned(port, refs);
      String digest = KeptPlan.read(copy).digest();
      Process applier =
          Mortal.start(
              ApplyingProcess.class,
              port,
              clock,
              copy,
              folder.resolve("run.jsonl").toString(),
              digest);
      assertThat(applier.waitFor(2 * A_MINUTE, TimeUnit.SECONDS)).isTrue();
      assertThat(applier.exitValue()).isZero();
      assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
      assertThat(others).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isZero());
    }
  }

  @Test
  void a_killed_apply_is_resumed_truly_and_within_its_plan() throws Exception {
    try (WireMockFace face = WireMockFace.of(clouds.all())) {
      int port = face.endpoint().port();
      List<InstanceRef> refs = clouds.fleet(200);
      Path copy = planned(port, refs);
      Path journal = folder.resolve("run.jsonl");
      Process applier =
          Mortal.start(
              ApplyingProcess.class,
              port,
              clock,
              copy,
              journal.toString(),
              KeptPlan.read(copy).digest());
      while (applier.isAlive() && requests(true) < 5) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      applier.destroyForcibly().waitFor();
      InstanceRef unsent =
          refs.stream()
              .filter(ref -> clouds.timesApplied(ref) == 0 && ref.provider().equals("zenlayer-bmc"))
              .reduce((one, two) -> two)
              .orElseThrow();
      clouds.zenlayer.addBmc(i -> i.id(unsent.id()).postpaid().name("another"));
      ReleaseInstancesResult result;
      try (ReleaseClient client = Mortal.client(port, clock).build()) {
        result = client.resume(Mortal.journal(journal, clock), ResumeOptions.defaults());
      }
      assertThat(clouds.lies(refs, result, Goal.RELEASE)).isEmpty();
      assertThat(result.verdict(unsent).orElseThrow().error().orElseThrow().code())
          .isEqualTo("ChangedSincePlan");
    }
  }
}
