package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer says that it is gone or going, a look that says otherwise is behind. */
class ContradictionsTest {
  private final Sky sky = new Sky();

  private ReleaseInstancesResult lostThough(InstanceRef ref, Duration behind) {
    sky.clock.advance(Duration.ofMinutes(5));
    sky.cloud(ref).lookLag(behind);
    sky.cloud(ref)
        .faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(sky.applied(ref)).isEqualTo(1);
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20})
  void pay_as_you_go_of_which_the_second_call_says_that_it_goes_or_is_gone_is_released(
      int leaving) {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.tencent.terminating(Duration.ofSeconds(leaving));
    ReleaseInstancesResult result = lostThough(ref, Duration.ofSeconds(12));
    assertThat(sky.calls(ref)).isGreaterThan(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
  }

  @Test
  void an_ecs_instance_that_the_second_call_does_not_find_is_released() {
    InstanceRef ref = ref(sky.aliyun.add(i -> i.postpaid()));
    sky.aliyun.tokenMemory(Duration.ZERO);
    sky.aliyun.releasing(Duration.ofSeconds(2));
    ReleaseInstancesResult result = lostThough(ref, Duration.ofSeconds(80));
    assertThat(sky.calls(ref)).isGreaterThan(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_zenlayer_instance_that_the_second_call_finds_in_the_bin_is_recycled(boolean bmc) {
    InstanceRef ref = ref(bmc ? sky.zenlayer.addBmc(i -> {}) : sky.zenlayer.addVm(i -> {}));
    sky.zenlayer.recycling(Duration.ofSeconds(2));
    ReleaseInstancesResult result = lostThough(ref, Duration.ofSeconds(12));
    assertThat(sky.calls(ref)).isGreaterThan(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void when_the_time_is_up_before_looks_agree_it_is_unknown_and_never_refused() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(5));
    sky.tencent.lookLag(Duration.ofSeconds(170));
    sky.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofSeconds(60)));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.UNKNOWN);
  }
}
