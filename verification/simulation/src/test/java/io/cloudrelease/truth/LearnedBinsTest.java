package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.zenlayer.ZenlayerBuilder;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An account that was taken to have no bin for pay as you go: once one was seen in it, all that was
 * sent there may be in it too, though it was sent before anybody knew.
 */
class LearnedBinsTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();

  @BeforeEach
  void pay_as_you_go_goes_to_the_bin() {
    sky.tencent.postpaidGoesToBin(true);
  }

  private static ReleaseInstancesRequest request(InstanceRef... refs) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    for (InstanceRef each : refs) {
      request.instance(each);
    }
    return request.build();
  }

  @Test
  void another_run_whose_looks_are_behind_does_not_send_what_is_in_the_bin() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(30));
    try (ReleaseClient client = sky.parts().build();
        ReleaseClient other = sky.parts().build()) {
      assertThat(verdict(client.releaseInstances(request(ref)), ref)).isEqualTo(Verdict.RECYCLED);
      sky.tencent.lookLag(Duration.ofMinutes(1));
      ReleaseInstancesRequest quickly =
          request(ref).toBuilder().noWait().deadline(Duration.ofSeconds(20)).build();
      for (ReleaseClient second : new ReleaseClient[] {client, other}) {
        ReleaseInstancesResult result = second.releaseInstances(quickly);
        assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
        assertThat(error(result, ref).code()).isEqualTo("ClaimedByOtherRun");
      }
    }
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  /** The third look shows nothing, and the run looks on. */
  private void isRecycledInSpiteOfAnEmptyLook(
      InstanceRef ref, ReleaseClientBuilder parts, FaultScript faults) {
    SimulatedCloud cloud = sky.cloud(ref);
    cloud.faults(faults.nth(3, Sky::look, Fault.nothingShown()));
    try (ReleaseClient client = parts.build()) {
      assertThat(verdict(client.releaseInstances(request(ref)), ref)).isEqualTo(Verdict.RECYCLED);
    }
    assertThat(cloud.ledger().requests().stream().filter(r -> Sky.look(r.call())))
        .hasSizeGreaterThan(3);
  }

  @Test
  void one_empty_look_does_not_end_what_was_seen_on_its_way_into_the_bin() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    isRecycledInSpiteOfAnEmptyLook(
        ref,
        sky.parts(),
        new FaultScript().always(SimulatedCall::destructive, Fault.gateway(502).afterEffect()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHUTDOWN", "ISOLATING", "RUNNING"})
  void one_empty_look_does_not_end_what_is_shown_as_entering_it(String passing) {
    sky.tencent.passingState(passing);
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    isRecycledInSpiteOfAnEmptyLook(ref, sky.parts(), new FaultScript());
  }

  /** That it leaves for good is the word of its provider, who knows of no bin for it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "RETURNING"})
  void what_leaves_by_its_operation_alone_may_stay_in_it(String passing) {
    sky.tencent.passingUntold(passing);
    sky.tencent.isolatingOperation("TerminateInstances");
    InstanceRef first = ref(sky.tencent.add(i -> i.postpaid()));
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(30));
    try (ReleaseClient client = sky.parts().build()) {
      assertThat(verdict(client.releaseInstances(request(first)), first))
          .isEqualTo(Verdict.RECYCLED);
      ReleaseInstancesRequest shortly =
          request(ref).toBuilder().goal(Goal.DESTROY).waitAtMost(Duration.ofSeconds(3)).build();
      InstanceVerdict given = client.releaseInstances(shortly).verdict(ref).orElseThrow();
      assertThat(given.verdict()).isEqualTo(Verdict.ACCEPTED);
      assertThat(given.last().orElseThrow().phase()).isEqualTo(LifecyclePhase.LEAVING);
      assertThat(given.isGoodFor(Goal.DESTROY)).isFalse();
    }
  }

  @Test
  void one_empty_look_does_not_end_what_goes_into_a_bin_that_was_denied() {
    sky.zenlayer.account().recycleBin(true);
    InstanceRef ref = ref(sky.zenlayer.addZec(i -> {}));
    ReleaseClientBuilder denying =
        sky.bare()
            .provider(
                ZenlayerZec.builder()
                    .credentials(sky.zenlayer.credentials())
                    .recycleBin(ZenlayerBuilder.RecycleBin.NO)
                    .build());
    isRecycledInSpiteOfAnEmptyLook(ref, denying, new FaultScript());
  }

  @Test
  void what_other_hands_take_into_it_while_it_waits_is_not_gone_by_one_empty_look() {
    InstanceRef first = ref(sky.zenlayer.addZec(i -> {}));
    InstanceRef waits = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(30));
    AtomicInteger sends = new AtomicInteger();
    sky.zenlayer.faults(
        call ->
            call.destructive() && sends.incrementAndGet() == 1
                ? Optional.of(Fault.dropped())
                : Optional.empty());
    boolean[] taken = {false};
    AtomicInteger looks = new AtomicInteger();
    sky.tencent.faults(
        call ->
            !call.destructive() && taken[0] && looks.incrementAndGet() == 3
                ? Optional.of(Fault.nothingShown())
                : Optional.empty());
    try (ReleaseClient other = ofAnotherProcess().build();
        ReleaseClient client =
            sky.parts()
                .waves(100, 50)
                .listener(
                    event -> {
                      if (!taken[0]
                          && event.verdict().filter(v -> v.ref().equals(first)).isPresent()) {
                        taken[0] = true;
                        other.releaseInstances(request(waits).toBuilder().noWait().build());
                      }
                    })
                .build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(request(first, waits).toBuilder().goal(Goal.DESTROY).build());
      assertThat(looks).hasValueGreaterThan(3);
      boolean gone = sky.tencent.ledger().isGone(waits.id());
      assertThat(gone).isEqualTo(verdict(result, waits) == Verdict.RELEASED);
      assertThat(verdict(result, waits)).isIn(Verdict.RELEASED, Verdict.NOT_SENT);
    }
  }

  @Test
  void a_look_that_shows_it_in_the_bin_waits_for_calls_that_may_still_come() {
    InstanceRef lost = ref(sky.tencent.add(i -> i.postpaid()));
    firstCallComesThroughLate(lost);
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(lost));
      assertThat(result.verdict(lost).orElseThrow().sends()).isEqualTo(2);
      boolean gone = sky.tencent.ledger().isGone(lost.id());
      assertThat(verdict(result, lost)).isEqualTo(gone ? Verdict.RELEASED : Verdict.RECYCLED);
      sky.clock.advance(Duration.ofMinutes(10));
      assertThat(sky.tencent.ledger().isGone(lost.id())).isEqualTo(gone);
    }
  }

  @Test
  void one_empty_look_does_not_end_what_was_sent_before_the_bin_was_seen() {
    InstanceRef seen = ref(sky.tencent.add(i -> i.postpaid().region("ap-guangzhou")));
    InstanceRef late = ref(sky.tencent.add(i -> i.postpaid().region("ap-shanghai")));
    boolean[] learned = {false};
    boolean[] struck = {false};
    AtomicInteger looks = new AtomicInteger();
    sky.tencent.faults(
        call -> {
          if (call.destructive() || !call.region().equals("ap-shanghai")) {
            return Optional.empty();
          }
          if (looks.incrementAndGet() == 1 || struck[0]) {
            return Optional.empty();
          }
          struck[0] = learned[0];
          return Optional.of(
              learned[0] ? Fault.nothingShown() : Fault.staleLook(Duration.ofMinutes(1)));
        });
    try (ReleaseClient client =
        sky.parts()
            .listener(
                event ->
                    learned[0] |=
                        event.verdict().filter(v -> v.verdict() == Verdict.RECYCLED).isPresent())
            .build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(seen, late));
      assertThat(struck[0]).isTrue();
      assertThat(verdict(result, seen)).isEqualTo(Verdict.RECYCLED);
      assertThat(verdict(result, late)).isEqualTo(Verdict.RECYCLED);
      assertThat(sky.tencent.ledger().isInRecycleBin(late.id())).isTrue();
      assertThat(result.verdict(late).orElseThrow().billing()).isNotEqualTo(Billing.CONTINUES);
    }
  }

  /** Each process has a steady clock of its own, and by that a memory. */
  private ReleaseClientBuilder ofAnotherProcess() {
    return Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts());
  }

  private void firstCallComesThroughLate(InstanceRef ref) {
    AtomicInteger calls = new AtomicInteger();
    sky.tencent.faults(
        call ->
            call.destructive() && call.ids().contains(ref.id()) && calls.incrementAndGet() == 1
                ? Optional.of(Fault.dropped().lateEffect(Duration.ofSeconds(50)))
                : Optional.empty());
  }

  private void wentNoFurther(InstanceRef ref) {
    sky.clock.advance(Duration.ofMinutes(10));
    assertThat(sky.tencent.ledger().stepsBeyond(ref.id(), Goal.RELEASE)).isZero();
    assertThat(sky.tencent.ledger().isInRecycleBin(ref.id())).isTrue();
  }

  @Test
  void a_process_that_resumes_a_run_knows_of_the_bin_that_the_dead_one_saw() {
    InstanceRef seen = ref(sky.tencent.add(i -> i.postpaid().region("ap-guangzhou")));
    InstanceRef lost = ref(sky.tencent.add(i -> i.postpaid().region("ap-shanghai")));
    firstCallComesThroughLate(lost);
    boolean[] learned = {false};
    Death death = new Death(folder, sky.clock);
    death.comes(
        ofAnotherProcess()
            .listener(
                event ->
                    learned[0] |=
                        event.verdict().filter(v -> v.verdict() == Verdict.RECYCLED).isPresent()),
        sky.wire(),
        request(seen, lost),
        call -> learned[0]);
    try (ReleaseClient client = ofAnotherProcess().build()) {
      ReleaseInstancesResult result = client.resume(death.journal(), ResumeOptions.defaults());
      assertThat(verdict(result, lost)).isEqualTo(Verdict.RECYCLED);
    }
    wentNoFurther(lost);
  }

  @Test
  void what_others_are_putting_into_the_bin_tells_of_it_too() {
    sky.tencent.isolating(Duration.ofMinutes(2));
    InstanceRef byHand = ref(sky.tencent.add(i -> i.postpaid()));
    InstanceRef lost = ref(sky.tencent.add(i -> i.postpaid()));
    try (ReleaseClient hand = ofAnotherProcess().build()) {
      hand.releaseInstances(request(byHand).toBuilder().noWait().build());
    }
    sky.clock.advance(Duration.ofSeconds(2));
    firstCallComesThroughLate(lost);
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(byHand, lost));
      assertThat(verdict(result, byHand)).isEqualTo(Verdict.ALREADY_DONE);
      assertThat(verdict(result, lost)).isEqualTo(Verdict.RECYCLED);
    }
    wentNoFurther(lost);
  }

  @Test
  void what_others_put_into_the_bin_tells_of_it_for_what_is_paid_in_the_same_way() {
    InstanceRef byHand =
        ref(sky.tencent.add(i -> i.postpaid().state("SHUTDOWN").isolatedSource("MANMADE")));
    InstanceRef lost = ref(sky.tencent.add(i -> i.postpaid()));
    firstCallComesThroughLate(lost);
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(byHand, lost));
      assertThat(verdict(result, byHand)).isEqualTo(Verdict.ALREADY_DONE);
      assertThat(verdict(result, lost)).isEqualTo(Verdict.RECYCLED);
    }
    wentNoFurther(lost);
  }

  @Test
  void what_it_put_there_itself_tells_of_it_for_what_is_paid_in_other_ways_too() {
    InstanceRef byHand =
        ref(sky.tencent.add(i -> i.postpaid().state("SHUTDOWN").isolatedSource("MANMADE")));
    InstanceRef own = ref(sky.tencent.add(i -> i.postpaid()));
    InstanceRef lost = ref(sky.tencent.add(i -> i.chargeType("SPOTPAID")));
    firstCallComesThroughLate(lost);
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(byHand, own, lost));
      assertThat(verdict(result, own)).isEqualTo(Verdict.RECYCLED);
      assertThat(verdict(result, lost)).isEqualTo(Verdict.RECYCLED);
    }
    wentNoFurther(lost);
  }
}
