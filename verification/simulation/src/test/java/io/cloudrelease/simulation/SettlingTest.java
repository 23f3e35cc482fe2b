package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.RandomFaults;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What random schedules once broke, each as small as it can be told. */
class SettlingTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private BooleanSupplier killSwitch = () -> false;

  private static ProviderSettings settings(Kind kind, SimulatedCloud cloud) {
    return ProviderSettings.of(kind.provider, variable -> "", Path.of("none"))
        .credentials(CredentialsProvider.of(cloud.credentials()));
  }

  private ReleaseInstancesResult release(
      CloudProvider provider, Consumer<ReleaseInstancesRequest.Builder> more) {
    Random random = new Random(1);
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    more.accept(request);
    try (ReleaseClient client =
        Clockwork.real()
            .clock(clock)
            .sleeper((duration, wake) -> clock.advance(duration))
            .random(() -> random)
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(provider)
            .transport(InProcessTransport.to(clock, tencent, zenlayer, aliyun))
            .killSwitch(killSwitch)
            .build()) {
      return client.releaseInstances(request.build());
    }
  }

  private static InstanceRef ref(Kind kind, SimulatedInstance instance) {
    return new InstanceRef(kind.provider, instance.region(), instance.id());
  }

  private static InstanceVerdict of(ReleaseInstancesResult result, InstanceRef ref) {
    return result.verdict(ref).orElseThrow();
  }

  @Test
  void a_refused_batch_is_looked_at_before_parts_of_it_are_sent_though_looks_are_off() {
    InstanceRef good = ref(Kind.TENCENT, tencent.add(i -> i.prepaid()));
    InstanceRef held = ref(Kind.TENCENT, tencent.add(i -> i.prepaid().protectedFromRelease()));
    tencent.atomicity(Atomicity.EVERY_GOOD_ONE);
    ReleaseInstancesResult result =
        release(
            new TencentCvmFactory().create(settings(Kind.TENCENT, tencent)),
            r -> r.instance(good).instance(held).lookFirst(false));
    assertThat(tencent.ledger().stepsBeyond(good.id(), Goal.RELEASE)).isZero();
    assertThat(of(result, good).verdict()).isEqualTo(Verdict.RECYCLED);
    assertThat(of(result, held).verdict()).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void an_instance_of_a_refused_batch_is_not_said_to_be_untouched_before_that_is_settled() {
    InstanceRef good = ref(Kind.ALIYUN, aliyun.add(i -> {}));
    InstanceRef held =
        ref(Kind.ALIYUN, aliyun.add(i -> i.refusedWith("DependencyViolation.RouteEntry")));
    aliyun.atomicity(Atomicity.EVERY_GOOD_ONE);
    aliyun.releasing(Duration.ofSeconds(40));
    ReleaseInstancesResult result =
        release(
            new AliyunEcsFactory().create(settings(Kind.ALIYUN, aliyun)),
            r -> r.instance(good).instance(held));
    assertThat(of(result, good).verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(of(result, held).verdict()).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void what_a_lost_answer_left_open_is_unknown_when_the_kill_switch_comes_first() {
    InstanceRef ref = ref(Kind.TENCENT, tencent.add(i -> i.postpaid()));
    tencent.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    killSwitch = () -> !tencent.ledger().destructiveRequests().isEmpty();
    ReleaseInstancesResult result =
        release(
            new TencentCvmFactory().create(settings(Kind.TENCENT, tencent)), r -> r.instance(ref));
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(of(result, ref).sends()).isEqualTo(1);
  }

  @Test
  void what_was_throttled_and_then_found_no_connection_was_not_sent() {
    InstanceRef ref = ref(Kind.TENCENT, tencent.add(i -> i.postpaid()));
    tencent.faults(
        new FaultScript()
            .first(SimulatedCall::destructive, Fault.throttled())
            .always(
                call -> call.destructive() && !tencent.ledger().destructiveRequests().isEmpty(),
                Fault.connectionRefused()));
    ReleaseInstancesResult result =
        release(
            new TencentCvmFactory().create(settings(Kind.TENCENT, tencent)), r -> r.instance(ref));
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(of(result, ref).sends()).isEqualTo(1);
  }

  @Test
  void what_is_only_in_the_bin_is_not_already_destroyed() {
    InstanceRef ref = ref(Kind.BMC, zenlayer.addBmc(i -> i.state("RECYCLE")));
    ReleaseInstancesResult result =
        release(
            new ZenlayerBmc.Factory().create(settings(Kind.BMC, zenlayer)),
            r -> r.instance(ref).goal(Goal.DESTROY).lookFirst(false));
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void a_dry_run_that_passes_at_last_leaves_nothing_open() {
    InstanceRef ref = ref(Kind.ALIYUN, aliyun.add(i -> {}));
    aliyun.faults(new FaultScript().first(call -> call.request().destructive(), Fault.dropped()));
    ReleaseInstancesResult result =
        release(
            new AliyunEcsFactory().create(settings(Kind.ALIYUN, aliyun)),
            r -> r.instance(ref).dryRun(true));
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.DRY_RUN_PASSED);
    // Nothing had to be settled first: the lost one and the one that passed.
    assertThat(of(result, ref).sends()).isEqualTo(2);
  }

  @Test
  void a_dry_run_that_passes_after_a_refused_batch_passes() {
    InstanceRef one = ref(Kind.ALIYUN, aliyun.add(i -> {}));
    InstanceRef two = ref(Kind.ALIYUN, aliyun.add(i -> {}));
    aliyun.faults(
        new FaultScript()
            .times(
                5,
                call -> call.request().destructive(),
                Fault.code(409, "OperationConflict", "Busy.")));
    ReleaseInstancesResult result =
        release(
            new AliyunEcsFactory().create(settings(Kind.ALIYUN, aliyun)),
            r -> r.instance(one).instance(two).dryRun(true));
    assertThat(of(result, one).verdict()).isEqualTo(Verdict.DRY_RUN_PASSED);
    assertThat(of(result, two).verdict()).isEqualTo(Verdict.DRY_RUN_PASSED);
  }

  @Test
  void an_outage_of_two_minutes_ends_released_not_unknown() {
    InstanceRef ref = ref(Kind.TENCENT, tencent.add(i -> i.postpaid()));
    tencent.faults(
        new RandomFaults(new Random(3))
            .destructive(1, List.of(Fault.gateway(502)))
            .until(clock.instant().plus(Duration.ofMinutes(2))));
    ReleaseInstancesResult result =
        release(
            new TencentCvmFactory().create(settings(Kind.TENCENT, tencent)), r -> r.instance(ref));
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(tencent.ledger().timesApplied(ref.id())).isEqualTo(1);
  }

  @Test
  void what_a_look_showed_leaving_is_not_sent_because_an_older_look_comes_after_it() {
    zenlayer.account().recycleBin(true);
    InstanceRef ref = ref(Kind.ZEC, zenlayer.addZec(i -> i.state("RUNNING")));
    clock.advance(Duration.ofSeconds(20));
    zenlayer.moveTo(ref.id(), "RECYCLING");
    clock.advance(Duration.ofSeconds(1));
    zenlayer.faults(
        new FaultScript()
            .nth(2, call -> !call.destructive(), Fault.staleLook(Duration.ofSeconds(8))));
    ReleaseInstancesResult result =
        release(
            new ZenlayerZec.Factory().create(settings(Kind.ZEC, zenlayer)),
            r -> r.instance(ref).deadline(Duration.ofMinutes(1)));
    assertThat(zenlayer.ledger().destructiveRequests()).isEmpty();
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.ALREADY_DONE);
  }

  @Test
  void a_bin_that_could_not_be_emptied_is_unknown_while_the_last_call_may_still_be_carried_out() {
    InstanceRef ref = ref(Kind.BMC, zenlayer.addBmc(i -> i.state("RECYCLE")));
    zenlayer.faults(new FaultScript().always(SimulatedCall::destructive, Fault.gateway(500)));
    ReleaseInstancesResult result =
        release(
            new ZenlayerBmc.Factory().create(settings(Kind.BMC, zenlayer)),
            r -> r.instance(ref).goal(Goal.DESTROY).deadline(Duration.ofMinutes(30)));
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void sending_again_by_the_callers_leave_happens_once() {
    InstanceRef ref = ref(Kind.TENCENT, tencent.add(i -> i.prepaid()));
    tencent.faults(new FaultScript().always(SimulatedCall::destructive, Fault.dropped()));
    ReleaseInstancesResult result =
        release(
            new TencentCvmFactory().create(settings(Kind.TENCENT, tencent)),
            r ->
                r.instance(ref)
                    .grant(io.cloudrelease.model.Power.RESEND_WHEN_UNCHANGED)
                    .deadline(Duration.ofMinutes(9)));
    assertThat(tencent.ledger().destructiveRequests()).hasSize(2);
    assertThat(of(result, ref).verdict()).isEqualTo(Verdict.UNKNOWN);
  }
}
