package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked beside the looks holds up nobody else, and goes by the clouds' clocks. */
class AroundTheCallTest {
  private final Sky sky = new Sky();

  @ParameterizedTest
  @ValueSource(ints = {1, 41})
  void a_cloud_that_does_not_say_who_is_in_a_group_keeps_no_other_waiting(int howMany) {
    List<InstanceRef> here = refs(sky.aliyun.add(howMany, i -> i.postpaid()));
    InstanceRef there = ref(sky.tencent.add(i -> i.postpaid()));
    sky.aliyun.faults(
        call ->
            call.action().equals("DescribeScalingInstances")
                ? Optional.of(Fault.throttled())
                : Optional.empty());
    Instant begun = sky.clock.instant();
    ReleaseInstancesResult result =
        sky.release(
            parts -> parts.checkGroups(true),
            request -> request.instance(there).instances(here).grant(Power.FORCE));
    assertThat(Duration.between(begun, sky.clock.instant())).isLessThan(Duration.ofMinutes(2));
    assertThat(verdict(result, there)).isEqualTo(Verdict.RELEASED);
    for (InstanceRef ref : here) {
      assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
      assertThat(error(result, ref).code()).isEqualTo("GroupsUnknown");
      assertThat(error(result, ref).message()).contains("DescribeScalingInstances");
      assertThat(error(result, ref).hint()).doesNotContain("right");
    }
  }

  @Test
  void a_dry_run_costs_no_budget() {
    List<InstanceRef> both = refs(sky.aliyun.add(2, i -> i.postpaid()));
    ReleaseInstancesResult result =
        sky.release(
            parts -> parts.blastBudget(BlastBudget.perHour(1)),
            request -> request.instances(both).grant(Power.FORCE).dryRun(true));
    assertThat(result.counts()).containsEntry(Verdict.DRY_RUN_PASSED, 2);
  }

  @Test
  void ages_are_told_by_the_clouds_clock_when_instances_are_found() {
    InstanceRef young = ref(sky.tencent.add(i -> i.postpaid().createdAt(ago(Duration.ofHours(1)))));
    InstanceRef old = ref(sky.tencent.add(i -> i.postpaid().createdAt(ago(Duration.ofDays(9)))));
    Duration ahead = Duration.ofDays(8);
    try (ReleaseClient client =
        Clockwork.real()
            .clock(() -> sky.clock.instant().plus(ahead))
            .steadyClock(sky.clock)
            .sleeper((pause, wake) -> sky.clock.advance(pause))
            .singleThreaded(true)
            .in(sky.parts())
            .build()) {
      Found found =
          client.find(
              Selection.builder()
                  .in("tencent-cvm:" + young.region())
                  .where(Condition.olderThan(Duration.ofDays(7)))
                  .build());
      assertThat(found.incomplete()).isEmpty();
      assertThat(found.refs()).containsExactly(old);
    }
  }

  private Instant ago(Duration age) {
    return sky.clock.instant().minus(age);
  }

  @Test
  void a_zone_that_a_region_does_not_know_is_looked_for_in_all_that_is_there() {
    InstanceRef there =
        ref(sky.tencent.add(i -> i.postpaid().region("ap-guangzhou").zone("ap-guangzhou-3")));
    sky.tencent.add(i -> i.postpaid().region("ap-beijing").zone("ap-beijing-3"));
    sky.tencent.faults(
        call ->
            call.region().equals("ap-beijing")
                    && call.request().body().text().contains("ap-guangzhou-3")
                ? Optional.of(
                    Fault.code(200, "InvalidZone.MismatchRegion", "The zone does not exist"))
                : Optional.empty());
    try (ReleaseClient client = sky.parts().build()) {
      Found found =
          client.find(
              Selection.builder()
                  .in("tencent-cvm:*")
                  .where(Condition.zone("ap-guangzhou-3"))
                  .build());
      assertThat(found.incomplete()).isEmpty();
      assertThat(found.refs()).containsExactly(there);
    }
  }
}
