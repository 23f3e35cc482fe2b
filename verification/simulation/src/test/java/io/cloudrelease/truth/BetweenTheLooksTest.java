package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What changes between the first look at an instance and the last one before it is sent. */
class BetweenTheLooksTest {
  private static final Instant MADE = Instant.parse("2026-11-01T00:00:00Z");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private boolean first = true;
  private String moved = "";

  private void instance(int number, String disk) {
    cloud.add(
        vm -> {
          vm.id("ins-0000000" + number)
              .region("ap-guangzhou")
              .postpaid()
              .name("n" + number)
              .createdAt(MADE);
          if (!disk.isEmpty()) {
            vm.disk(disk, false);
          }
        });
  }

  private static String ref(int number) {
    return "tencent-cvm:ap-guangzhou:ins-0000000" + number;
  }

  /** While the first wave is sent, something is done to the other instance. */
  private ReleaseInstancesResult twoWaves(IntConsumer toTheOther) {
    ReleaseClient client =
        clock
            .drive(ReleaseClient.builder())
            .provider(TencentCvm.builder().credentials(cloud.credentials()).build())
            .transport(InProcessTransport.to(clock, cloud))
            .checkLeftovers(true)
            .waves(5, 50)
            .listener(
                event -> {
                  if (event.kind() == ReleaseEvent.Kind.SENDING && first) {
                    first = false;
                    clock.advance(Duration.ofSeconds(40));
                    boolean one = event.instances().get(0).id().endsWith("1");
                    toTheOther.accept(one ? 2 : 1);
                  }
                })
            .build();
    ReleaseInstancesResult result =
        client.releaseInstances(
            ReleaseInstancesRequest.builder().instance(ref(1)).instance(ref(2)).build());
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 2);
    return result;
  }

  @Test
  void a_disk_that_was_attached_meanwhile_is_named_as_left_behind() {
    instance(1, "");
    instance(2, "");
    ReleaseInstancesResult result = twoWaves(other -> instance(other, "disk-attached"));
    assertThat(result.leftovers()).extracting(Leftover::id).containsExactly("disk-attached");
  }

  /** Whoever cleans up after the list would free the disk of a machine that runs on. */
  @Test
  void a_disk_that_another_instance_has_by_now_is_not() {
    instance(1, "disk-1");
    instance(2, "disk-2");
    ReleaseInstancesResult result =
        twoWaves(
            other -> {
              instance(other, "");
              moved = "disk-" + other;
              instance(9, moved);
            });
    assertThat(moved).isNotEmpty();
    assertThat(result.leftovers()).extracting(Leftover::id).hasSize(1).doesNotContain(moved);
  }

  /** With looks the same id is NOT_FOUND. */
  @Test
  void a_dry_run_that_looks_at_nothing_passes_nothing() {
    SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
    ReleaseClient client =
        clock
            .drive(ReleaseClient.builder())
            .provider(ZenlayerZec.builder().credentials(zenlayer.credentials()).build())
            .provider(TencentCvm.builder().credentials(cloud.credentials()).build())
            .transport(InProcessTransport.to(clock, cloud, zenlayer))
            .build();
    ReleaseInstancesResult result =
        client.releaseInstances(
            ReleaseInstancesRequest.builder()
                .instance("zenlayer-zec:1234567")
                .instance(ref(7))
                .dryRun(true)
                .lookFirst(false)
                .build());
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 2);
    assertThat(result.verdicts().get(0).error().orElseThrow().hint())
        .contains("leave lookFirst on");
    assertThat(zenlayer.ledger().requests()).isEmpty();
  }
}
