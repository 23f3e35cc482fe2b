package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody said yes to is all that goes: also where the very same call would do more. */
class ApprovedPlansTest {
  private static final String CVM = "tencent-cvm:ap-guangzhou:ins-00000001";
  private static final String ZEC = "zenlayer-zec:1001";
  private static final Instant MADE = Instant.parse("2026-11-01T00:00:00Z");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  private final ReleaseClient client =
      clock
          .drive(ReleaseClient.builder())
          .provider(TencentCvm.builder().credentials(tencent.credentials()).build())
          .provider(ZenlayerZec.builder().credentials(zenlayer.credentials()).build())
          .transport(InProcessTransport.to(clock, tencent, zenlayer))
          .build();

  private void disk(boolean goesAlong) {
    tencent.add(
        vm ->
            vm.id("ins-00000001")
                .region("ap-guangzhou")
                .postpaid()
                .name("db")
                .createdAt(MADE)
                .disk("disk-precious", goesAlong));
  }

  private void prepaid() {
    tencent.add(
        vm -> vm.id("ins-00000001").region("ap-guangzhou").prepaid().name("db").createdAt(MADE));
  }

  private KeptPlan plan(ReleaseInstancesRequest.Builder request) {
    return KeptPlan.of(client.plan(request.build()), Duration.ofHours(4));
  }

  private static ReleaseInstancesRequest.Builder request(String... refs) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    for (String ref : refs) {
      request.instance(ref);
    }
    return request;
  }

  private static ReleaseError heldBack(InstanceVerdict verdict) {
    assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
    ReleaseError error = verdict.error().orElseThrow();
    assertThat(error.code()).isEqualTo(OwnCodes.CHANGED_SINCE_PLAN);
    return error;
  }

  @Test
  void a_disk_that_was_to_stay_does_not_go_with_its_instance() {
    disk(false);
    KeptPlan plan = plan(request(CVM));
    disk(true);
    ReleaseInstancesResult result = client.execute(plan, Approval.of(plan.digest()));
    assertThat(heldBack(result.verdicts().get(0)).message())
        .contains("does not show that this may go", "disk-precious");
    assertThat(tencent.ledger().isGone("ins-00000001")).isFalse();
  }

  @Test
  void a_disk_that_was_to_go_may_stay() {
    disk(true);
    KeptPlan plan = plan(request(CVM));
    disk(false);
    ReleaseInstancesResult result = client.execute(plan, Approval.of(plan.digest()));
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.RELEASED);
  }

  private KeptPlan planOfWhatIsInTheBin() {
    prepaid();
    zenlayer.addZec(vm -> vm.id("1001").name("z1").createdAt(MADE).state("RECYCLE"));
    client.releaseInstances(request(CVM).build());
    clock.advance(Duration.ofHours(1));
    KeptPlan plan = plan(request(CVM, ZEC).goal(Goal.DESTROY));
    assertThat(plan.plan().instances()).hasSize(2);
    return plan;
  }

  @Test
  void what_lies_in_its_bin_still_is_destroyed_by_its_plan() {
    KeptPlan plan = planOfWhatIsInTheBin();
    ReleaseInstancesResult result = client.execute(plan, Approval.of(plan.digest()));
    assertThat(result.verdicts())
        .extracting(InstanceVerdict::verdict)
        .containsOnly(Verdict.RELEASED);
  }

  private void takeOut() {
    prepaid();
    zenlayer.moveTo("1001", "RUNNING");
    clock.advance(Duration.ofHours(1));
  }

  private void everythingRunsOn() {
    assertThat(tencent.ledger().isGone("ins-00000001")).isFalse();
    assertThat(zenlayer.ledger().isGone("1001")).isFalse();
  }

  @Test
  void what_somebody_took_out_of_its_bin_runs_on() {
    KeptPlan plan = planOfWhatIsInTheBin();
    takeOut();
    ReleaseInstancesResult result = client.execute(plan, Approval.of(plan.digest()));
    for (InstanceVerdict verdict : result.verdicts()) {
      assertThat(heldBack(verdict).message()).contains("somebody took it out");
      assertThat(verdict.sends()).isZero();
    }
    everythingRunsOn();
  }

  /** The process ends before anything is sent; hours later somebody resumes its run. */
  @Test
  void a_resumed_run_leaves_it_alone_too(@TempDir Path folder) throws IOException {
    KeptPlan plan = planOfWhatIsInTheBin();
    Path file = folder.resolve("run.jsonl");
    FileJournal journal = FileJournal.at(file).steadyClock(Death.nanos(clock));
    client.toBuilder().journal(journal).build().execute(plan, Approval.of(plan.digest()));
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"kind\":\"intent\"")) {
        break;
      }
      lines.add(line);
    }
    Files.write(file, lines);
    prepaid();
    zenlayer.addZec(vm -> vm.id("1001").name("z1").createdAt(MADE));
    clock.advance(Duration.ofHours(2));
    ReleaseInstancesResult result = client.resume(journal, ResumeOptions.defaults());
    assertThat(result.verdicts()).hasSize(2);
    result.verdicts().forEach(ApprovedPlansTest::heldBack);
    everythingRunsOn();
  }
}
