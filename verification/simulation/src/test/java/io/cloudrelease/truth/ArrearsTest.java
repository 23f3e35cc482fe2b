package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Pay as you go that is shut down: for arrears it would come back, in the bin it is kept. */
class ArrearsTest {
  private final Sky sky = new Sky();

  @Test
  void what_is_shut_down_for_arrears_is_sent_as_any_other() {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.postpaid().state("SHUTDOWN").isolatedSource("ARREAR")));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  @Test
  void what_was_put_into_the_bin_by_hand_is_done() {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.postpaid().state("SHUTDOWN").isolatedSource("MANMADE")));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.ALREADY_DONE);
    assertThat(sky.calls(ref)).isZero();
  }

  @Test
  void where_pay_as_you_go_goes_to_the_bin_it_is_recycled_for_two_hours() {
    sky.tencent.postpaidGoesToBin(true);
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    InstanceVerdict verdict = result.verdict(ref).orElseThrow();
    assertThat(verdict.verdict()).isEqualTo(Verdict.RECYCLED);
    Instant until = verdict.restorableUntil().orElseThrow();
    assertThat(Duration.between(sky.clock.instant(), until))
        .isBetween(Duration.ofMinutes(110), Duration.ofMinutes(121));
  }

  @Test
  void and_once_that_is_seen_a_second_call_there_may_go_too_far() {
    sky.tencent.postpaidGoesToBin(true);
    InstanceRef first = ref(sky.tencent.add(i -> i.postpaid()));
    InstanceRef second = ref(sky.tencent.add(i -> i.postpaid()));
    try (ReleaseClient client = sky.parts().build()) {
      client.releaseInstances(ReleaseInstancesRequest.builder().instance(first).build());
      sky.clock.advance(Duration.ofMinutes(5));
      sky.tencent.lookLag(Duration.ofSeconds(60));
      sky.tencent.faults(
          new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
      ReleaseInstancesResult result =
          client.releaseInstances(ReleaseInstancesRequest.builder().instance(second).build());
      sky.isTrue(result, Goal.RELEASE);
      assertThat(sky.applied(second)).isEqualTo(1);
      assertThat(verdict(result, second)).isEqualTo(Verdict.RECYCLED);
    }
  }
}
