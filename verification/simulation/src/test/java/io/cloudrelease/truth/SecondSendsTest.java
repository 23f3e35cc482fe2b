package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What could go too far leaves a second time only when the first is proven not to have reached. */
class SecondSendsTest {
  private final Sky sky = new Sky();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UnsupportedOperation.InstanceStateIsolating",
        "OperationDenied.InstanceOperationInProgress",
        "MutexOperation.TaskRunning"
      })
  void what_another_hand_put_into_the_bin_a_moment_ago_is_not_sent_again(String code) {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    sky.clock.advance(Duration.ofMinutes(1));
    sky.tencent.moveTo(ref.id(), "SHUTDOWN");
    sky.clock.advance(Duration.ofSeconds(1));
    sky.tencent.lookLag(Duration.ofSeconds(6));
    sky.tencent.faults(
        new FaultScript()
            .first(SimulatedCall::destructive, Fault.code(200, code, "It is under way.")));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(sky.calls(ref)).isEqualTo(1);
    assertThat(sky.applied(ref)).isZero();
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
  }

  @ParameterizedTest
  @CsvSource({"tencent, 15", "tencent, 25", "zec, 15", "zec, 25"})
  void the_others_of_a_refused_batch_are_not_sent_again_while_looks_may_be_behind(
      String cloud, int behind) {
    List<InstanceRef> refs = refusedForTheMiddleOne(cloud, behind);
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    for (InstanceRef other : List.of(refs.get(0), refs.get(2))) {
      assertThat(sky.applied(other)).isEqualTo(1);
      assertThat(sky.calls(other)).isEqualTo(1);
      assertThat(verdict(result, other)).isEqualTo(Verdict.RECYCLED);
    }
    assertThat(verdict(result, refs.get(1))).isEqualTo(Verdict.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({"tencent, 25", "zec, 25"})
  void with_too_little_time_for_a_proof_they_are_unknown(String cloud, int behind) {
    List<InstanceRef> refs = refusedForTheMiddleOne(cloud, behind);
    ReleaseInstancesResult result =
        sky.release(r -> r.instances(refs).deadline(Duration.ofSeconds(20)));
    sky.isTrue(result, Goal.RELEASE);
    for (InstanceRef other : List.of(refs.get(0), refs.get(2))) {
      assertThat(sky.calls(other)).isEqualTo(1);
      assertThat(verdict(result, other)).isEqualTo(Verdict.UNKNOWN);
    }
  }

  private List<InstanceRef> refusedForTheMiddleOne(String cloud, int behind) {
    List<InstanceRef> refs = new ArrayList<>();
    for (int place = 0; place < 3; place++) {
      boolean bad = place == 1;
      refs.add(
          cloud.equals("zec")
              ? ref(
                  sky.zenlayer.addZec(
                      i -> i.refusedWith(bad ? "OPERATION_DENIED_POSTPAID_PROMISE" : "")))
              : ref(
                  sky.tencent.add(
                      i ->
                          i.prepaid()
                              .refusedWith(
                                  bad ? "FailedOperation.InvalidInstanceApplicationRole" : ""))));
    }
    sky.zenlayer.account().recycleBin(true);
    sky.zenlayer.zecRefusesBatches(true);
    sky.clock.advance(Duration.ofMinutes(1));
    sky.cloud(refs.get(0)).atomicity(Atomicity.EVERY_GOOD_ONE);
    sky.cloud(refs.get(0)).lookLag(Duration.ofSeconds(behind));
    return refs;
  }

  @Test
  void one_bad_one_of_a_hundred_costs_two_lags_and_at_most_twenty_one_calls() {
    List<InstanceRef> refs = new ArrayList<>();
    for (int place = 0; place < 100; place++) {
      boolean bad = place == 37;
      refs.add(
          ref(
              sky.tencent.add(
                  i ->
                      i.prepaid()
                          .refusedWith(
                              bad ? "FailedOperation.InvalidInstanceApplicationRole" : ""))));
    }
    sky.clock.advance(Duration.ofMinutes(1));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts())
        .containsEntry(Verdict.RECYCLED, 99)
        .containsEntry(Verdict.REJECTED, 1);
    assertThat(sky.tencent.ledger().destructiveRequests()).hasSizeLessThanOrEqualTo(21);
    assertThat(result.took()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(14));
  }

  @Test
  void a_lost_call_that_is_carried_out_minutes_later_is_not_followed_by_another() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    sky.tencent.faults(
        new FaultScript()
            .first(
                SimulatedCall::destructive, Fault.dropped().lateEffect(Duration.ofSeconds(280))));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(sky.calls(ref)).isEqualTo(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void a_lost_call_that_never_arrived_is_repeated_once_that_is_proven() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    sky.tencent.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
    List<InstanceVerdict> verdicts = result.verdicts();
    assertThat(verdicts.get(0).sends()).isEqualTo(2);
    // Five minutes in which it may be carried out, and five in which looks may not show that.
    assertThat(result.took()).isGreaterThan(Duration.ofMinutes(10));
  }
}
