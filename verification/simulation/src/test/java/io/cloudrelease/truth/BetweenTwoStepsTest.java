package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Between one step of a run and the next keys end, a switch is thrown, another run sees more, the
 * time is up.
 */
class BetweenTwoStepsTest {
  private final Sky sky = new Sky();

  private static ReleaseInstancesRequest within(Duration deadline, InstanceRef... refs) {
    return ReleaseInstancesRequest.builder().instances(List.of(refs)).deadline(deadline).build();
  }

  @Test
  void an_id_named_in_a_region_where_it_is_not_lets_go_of_nothing() {
    InstanceRef there = ref(sky.tencent.add(i -> i.prepaid()));
    InstanceRef elsewhere = InstanceRef.of("tencent-cvm", "ap-shanghai", there.id());
    sky.tencent.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    AtomicReference<ReleaseInstancesResult> second = new AtomicReference<>();
    try (ReleaseClient other = sky.parts().build();
        ReleaseClient client =
            sky.parts()
                .listener(
                    event -> {
                      if (event.kind() == ReleaseEvent.Kind.VERDICT
                          && event.instances().contains(elsewhere)) {
                        second.set(other.releaseInstances(within(Duration.ofSeconds(20), there)));
                      }
                    })
                .build()) {
      client.releaseInstances(within(Duration.ofMinutes(2), there, elsewhere));
    }
    assertThat(sky.calls(there)).isEqualTo(1);
    assertThat(error(second.get(), there).code()).isEqualTo("ClaimedByOtherRun");
  }

  @Test
  void what_another_run_saw_in_the_bin_the_run_that_has_it_does_not_send_on_an_older_look() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    sky.clock.advance(Duration.ofMinutes(5));
    AtomicBoolean asked = new AtomicBoolean();
    AtomicReference<ReleaseInstancesResult> second = new AtomicReference<>();
    try (ReleaseClient other = sky.parts().build();
        ReleaseClient client =
            sky.parts()
                .pace(
                    (lane, now) -> {
                      if (!lane.action().startsWith("Terminate") || asked.getAndSet(true)) {
                        return Duration.ZERO;
                      }
                      // Somebody returns it in the console, and another run sees that.
                      sky.tencent.moveTo(ref.id(), "SHUTDOWN");
                      second.set(other.releaseInstances(within(Duration.ofSeconds(20), ref)));
                      // Then the looks are behind, as they may be.
                      sky.tencent.lookLag(Duration.ofSeconds(60));
                      return Duration.ofSeconds(31);
                    })
                .build()) {
      ReleaseInstancesResult first = client.releaseInstances(within(Duration.ofMinutes(12), ref));
      assertThat(verdict(second.get(), ref)).isEqualTo(Verdict.ALREADY_DONE);
      assertThat(sky.calls(ref)).as("%s", first.verdicts()).isZero();
    }
  }

  @Test
  void a_bin_that_shows_up_while_a_second_send_waits_for_its_turn_holds_it_back() {
    sky.tencent.postpaidGoesToBin(true);
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    InstanceRef another = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(5));
    sky.tencent.lookLag(Duration.ofSeconds(60));
    sky.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    AtomicInteger turns = new AtomicInteger();
    AtomicReference<ReleaseInstancesResult> seen = new AtomicReference<>();
    try (ReleaseClient other = sky.parts().build();
        ReleaseClient client =
            sky.parts()
                .pace(
                    (lane, now) -> {
                      if (lane.action().startsWith("Terminate") && turns.incrementAndGet() == 2) {
                        sky.tencent.lookLag(Duration.ZERO);
                        seen.set(other.releaseInstances(within(Duration.ofMinutes(1), another)));
                        sky.tencent.lookLag(Duration.ofSeconds(60));
                      }
                      return Duration.ZERO;
                    })
                .build()) {
      ReleaseInstancesResult result = client.releaseInstances(within(Duration.ofMinutes(12), ref));
      assertThat(verdict(seen.get(), another)).isEqualTo(Verdict.RECYCLED);
      assertThat(sky.applied(ref)).as("%s", result.verdicts()).isEqualTo(1);
      assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
    }
  }

  @Test
  void keys_that_end_while_a_call_waits_for_its_turn_end_nothing_else() {
    InstanceRef without = ref(sky.tencent.add(i -> {}));
    List<InstanceRef> others = refs(sky.aliyun.add(3, i -> {}));
    AtomicBoolean ended = new AtomicBoolean();
    CredentialsProvider keys =
        () -> {
          if (ended.get()) {
            throw new ConfigurationException("the login is over");
          }
          return sky.tencent.credentials();
        };
    Pace pace =
        (lane, now) -> {
          ended.compareAndSet(false, lane.action().startsWith("Terminate"));
          return Duration.ZERO;
        };
    ReleaseInstancesResult result;
    try (ReleaseClient client =
        sky.bare()
            .provider(new TencentCvmFactory().create(Sky.settings("tencent-cvm", keys)))
            .provider(sky.accounts().get("aliyun-ecs"))
            .pace(pace)
            .build()) {
      result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder().instance(without).instances(others).build());
    }
    assertThat(verdict(result, without)).as("%s", result.verdicts()).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(result, without).code()).isEqualTo("MissingCredentials");
    assertThat(others).allMatch(ref -> verdict(result, ref) == Verdict.RELEASED);
  }

  @Test
  void a_switch_thrown_while_the_call_is_signed_keeps_it_here() {
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    AtomicInteger nonces = new AtomicInteger();
    ReleaseInstancesResult result;
    try (ReleaseClient client =
        Clockwork.real()
            .clock(sky.clock)
            .sleeper((duration, wake) -> sky.clock.advance(duration))
            .nonces(() -> "nonce-" + nonces.incrementAndGet())
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .transport(sky.wire())
            .provider(sky.accounts().get("tencent-cvm"))
            // Of the run, the look, the batch, and the call.
            .killSwitch(() -> nonces.get() >= 4)
            .build()) {
      result = client.releaseInstances(within(Duration.ofMinutes(2), ref));
    }
    assertThat(nonces).hasValueGreaterThanOrEqualTo(4);
    assertThat(sky.calls(ref)).isZero();
    assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(result, ref).code()).isEqualTo("KillSwitch");
  }

  @Test
  void a_process_that_is_frozen_while_it_signs_does_not_send_on_what_it_saw_before() {
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    AtomicInteger nonces = new AtomicInteger();
    Supplier<String> frozenAtTheCall =
        () -> {
          int nonce = nonces.incrementAndGet();
          // Of the run, the look, the batch, and the call.
          sky.clock.advance(nonce == 4 ? Duration.ofSeconds(31) : Duration.ZERO);
          return "nonce-" + nonce;
        };
    ReleaseInstancesResult result;
    try (ReleaseClient client =
        Clockwork.real()
            .clock(sky.clock)
            .sleeper((duration, wake) -> sky.clock.advance(duration))
            .nonces(frozenAtTheCall)
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .transport(sky.wire())
            .provider(sky.accounts().get("tencent-cvm"))
            .build()) {
      result = client.releaseInstances(within(Duration.ofMinutes(2), ref));
    }
    List<SimulatedCall> seen =
        sky.tencent.ledger().requests().stream().map(RecordedRequest::call).toList();
    assertThat(seen.get(0).destructive()).isFalse();
    assertThat(seen.get(1).destructive()).as("looked at again first").isFalse();
    assertThat(sky.calls(ref)).isEqualTo(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
  }

  @Test
  void a_plan_that_is_cut_off_names_each_instance_somewhere() {
    List<InstanceRef> refs = new ArrayList<>(refs(sky.tencent.add(70, i -> {})));
    refs.addAll(refs(sky.tencent.add(30, i -> i.prepaid().state("SHUTDOWN"))));
    refs.addAll(refs(sky.tencent.add(50, i -> {})));
    sky.tencent.faults(new FaultScript().nth(2, Sky::look, Fault.hang()));
    ReleasePlan plan;
    try (ReleaseClient client = sky.parts().build()) {
      plan =
          client.plan(
              ReleaseInstancesRequest.builder()
                  .instances(refs)
                  .maxInstances(200)
                  .deadline(Duration.ofSeconds(5))
                  .build());
    }
    Stream<InstanceRef> named =
        Stream.concat(
            plan.instances().stream(), plan.excluded().stream().map(verdict -> verdict.ref()));
    assertThat(named).containsExactlyInAnyOrderElementsOf(refs);
    assertThat(plan.instances()).hasSize(70);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_is_not_found_beside_the_instance_does_not_make_it_gone(boolean sent) {
    InstanceRef ref = ref(sky.zenlayer.addZec(i -> {}));
    AtomicBoolean begun = new AtomicBoolean(!sent);
    Fault noGroup = Fault.code(404, "OPERATION_FAILED_RESOURCE_GROUP_NOT_FOUND", "no such group");
    sky.zenlayer.faults(
        new FaultScript()
            .first(
                call -> {
                  begun.compareAndSet(false, call.destructive());
                  return call.destructive();
                },
                Fault.dropped())
            .always(call -> begun.get() && Sky.look(call), noGroup));
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofMinutes(2)));
    assertThat(verdict(result, ref))
        .as("%s", result.verdicts())
        .isEqualTo(sent ? Verdict.UNKNOWN : Verdict.NOT_SENT);
  }

  @Test
  void one_that_cannot_be_looked_at_does_not_hold_the_others_of_its_batch() {
    sky.zenlayer.account().recycleBin(true);
    List<InstanceRef> refs =
        new ArrayList<>(Stream.generate(() -> ref(sky.zenlayer.addZec(i -> {}))).limit(9).toList());
    InstanceRef denied = ref(sky.zenlayer.addZec(i -> {}));
    sky.zenlayer.faults(
        new FaultScript()
            .always(
                call -> call.ids().contains(denied.id()),
                Fault.code(403, "AUTHFAILURE_UNAUTHORIZED_OPERATION", "not yours")));
    refs.add(denied);
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs).lookFirst(false));
    refs.remove(denied);
    assertThat(refs)
        .as("%s", result.verdicts())
        .allMatch(ref -> verdict(result, ref) != Verdict.REJECTED && sky.applied(ref) == 1);
    assertThat(sky.applied(denied)).isZero();
  }

  @Test
  void who_waits_for_another_when_the_time_is_up_does_not_keep_its_verdict_from_being_told() {
    InstanceRef shown = ref(sky.tencent.add(i -> {}));
    InstanceRef lost = ref(sky.tencent.add(i -> {}));
    AtomicBoolean refused = new AtomicBoolean();
    sky.tencent.faults(
        new FaultScript()
            .always(
                call -> {
                  refused.compareAndSet(false, call.destructive());
                  return call.destructive();
                },
                Fault.code(200, "MutexOperation.TaskRunning", "busy"))
            .always(
                call -> refused.get() && Sky.look(call) && call.ids().size() > 1, Fault.shortPage())
            .always(
                call -> refused.get() && Sky.look(call) && call.ids().contains(lost.id()),
                Fault.hang()));
    List<InstanceRef> told = new ArrayList<>();
    ReleaseInstancesResult result =
        sky.release(
            parts ->
                parts.listener(
                    event -> {
                      if (event.kind() == ReleaseEvent.Kind.VERDICT) {
                        told.addAll(event.instances());
                      }
                    }),
            r -> r.instance(shown).instance(lost).deadline(Duration.ofSeconds(12)));
    assertThat(told).as("%s", result.verdicts()).containsExactlyInAnyOrder(shown, lost);
  }
}
