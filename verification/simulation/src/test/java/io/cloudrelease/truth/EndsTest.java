package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of an instance that the run ends with. */
class EndsTest {
  private final Sky sky = new Sky();

  @Test
  void in_the_bin_is_not_where_destroying_was_to_lead() {
    InstanceRef ref = ref(sky.zenlayer.addBmc(i -> {}));
    ReleaseInstancesResult result =
        sky.release(
            p -> p.killSwitch(() -> sky.zenlayer.ledger().isInRecycleBin(ref.id())),
            r -> r.instance(ref).goal(Goal.DESTROY));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
    assertThat(result.allGood()).isFalse();
  }

  @Test
  void in_the_bin_is_where_releasing_was_to_lead() {
    InstanceRef ref = ref(sky.zenlayer.addBmc(i -> {}));
    assertThat(sky.release(r -> r.instance(ref)).allGood()).isTrue();
  }

  @Test
  void what_was_only_throttled_when_the_stop_came_was_not_sent() {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
    sky.tencent.faults(new FaultScript().always(SimulatedCall::destructive, Fault.throttled()));
    ReleaseInstancesResult result =
        sky.release(
            p -> p.killSwitch(() -> sky.tencent.ledger().destructiveRequests().size() >= 2),
            r -> r.instances(refs));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
    assertThat(error(result, refs.get(0)).code()).isIn("KillSwitch", "RequestLimitExceeded");
  }

  @Test
  void before_is_the_last_look_before_the_first_send() {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.state("STOPPING").becomes("STOPPED", Duration.ofSeconds(30))));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    Snapshot before = result.verdict(ref).orElseThrow().before().orElseThrow();
    Instant sent = sky.tencent.ledger().requestsFor(ref.id()).get(0).call().at();
    assertThat(before.state()).isEqualTo("STOPPED");
    assertThat(before.takenAt()).isBefore(sent);
    assertThat(
            sky.tencent
                .ledger()
                .requests(
                    r ->
                        !r.call().destructive()
                            && r.call().at().isAfter(before.takenAt())
                            && r.call().at().isBefore(sent)))
        .isEmpty();
  }
}
