package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One look that shows nothing is no proof that there is nothing. */
class EvidenceTest {
  private final Sky sky = new Sky();

  private SimulatedInstance beginning(String kind) {
    Duration soon = Duration.ofSeconds(8);
    return switch (kind) {
      case "tencent" -> sky.tencent.add(i -> i.state("PENDING").becomes("RUNNING", soon));
      case "prepaid" -> sky.tencent.add(i -> i.prepaid().state("PENDING").becomes("RUNNING", soon));
      case "zec" -> sky.zenlayer.addZec(i -> i.state("DEPLOYING").becomes("RUNNING", soon));
      case "bmc" -> sky.zenlayer.addBmc(i -> i.state("CREATING").becomes("RUNNING", soon));
      case "vm" -> sky.zenlayer.addVm(i -> i.state("CREATING").becomes("RUNNING", soon));
      default -> sky.aliyun.add(i -> i.state("Pending").becomes("Stopped", soon));
    };
  }

  private SimulatedInstance present(String kind) {
    return switch (kind) {
      case "tencent" -> sky.tencent.add(i -> {});
      case "prepaid" -> sky.tencent.add(i -> i.prepaid());
      case "zec" -> sky.zenlayer.addZec(i -> {});
      case "bmc" -> sky.zenlayer.addBmc(i -> {});
      case "vm" -> sky.zenlayer.addVm(i -> {});
      default -> sky.aliyun.add(i -> {});
    };
  }

  private static Verdict goal(String kind) {
    return switch (kind) {
      case "prepaid", "bmc", "vm" -> Verdict.RECYCLED;
      default -> Verdict.RELEASED;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "prepaid", "zec", "bmc", "vm", "ecs"})
  void a_look_without_an_instance_that_was_just_being_made_ends_nothing(String kind) {
    InstanceRef ref = ref(beginning(kind));
    sky.cloud(ref).faults(new FaultScript().nth(2, Sky::look, Fault.nothingShown()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(goal(kind));
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "prepaid", "zec", "bmc", "vm", "ecs"})
  void after_a_call_that_never_arrived_one_empty_look_ends_nothing(String kind) {
    InstanceRef ref = ref(present(kind));
    // With its token an ECS call is repeated at once: each of the repetitions is lost as well.
    int lost = kind.equals("ecs") ? 5 : 1;
    sky.cloud(ref)
        .faults(
            new FaultScript()
                .times(lost, SimulatedCall::destructive, Fault.dropped())
                .nth(2, Sky::look, Fault.nothingShown()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(goal(kind));
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "prepaid", "zec", "ecs"})
  void what_a_page_lost_because_it_repeats_a_row_is_not_gone(String kind) {
    List<InstanceRef> refs = refs(List.of(present(kind), present(kind), present(kind)));
    int lost = kind.equals("ecs") ? 5 : 1;
    sky.cloud(refs.get(0))
        .faults(
            new FaultScript()
                .times(lost, SimulatedCall::destructive, Fault.dropped())
                .nth(2, Sky::look, Fault.repeatedRow())
                .nth(3, Sky::look, Fault.repeatedRow())
                .nth(4, Sky::look, Fault.repeatedRow()));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(goal(kind), 3);
    refs.forEach(ref -> assertThat(sky.applied(ref)).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "prepaid", "zec", "bmc", "vm", "ecs"})
  void what_every_page_loses_for_longer_than_a_settling_time_is_not_gone(String kind) {
    List<InstanceRef> refs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      refs.add(ref(present(kind)));
    }
    Instant start = sky.clock.instant();
    sky.cloud(refs.get(0)).faults(call -> losing(call, start));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(goal(kind), 6);
    refs.forEach(ref -> assertThat(sky.applied(ref)).isEqualTo(1));
  }

  /**
   * No call arrives for a while, and but for the first no look at several is whole: at the
   * beginning half of the rows are missing, so that those are looked at together again, then one is
   * there twice in the place of another.
   */
  private static Optional<Fault> losing(SimulatedCall call, Instant start) {
    if (!call.at().isBefore(start.plusSeconds(90))) {
      return Optional.empty();
    }
    if (call.destructive()) {
      return Optional.of(Fault.dropped());
    }
    boolean begins = call.at().isBefore(start.plusSeconds(9));
    return call.number() == 1
        ? Optional.empty()
        : Optional.of(begins ? Fault.shortPage() : Fault.repeatedRow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bmc", "vm"})
  void nor_is_it_where_each_instance_has_a_call_of_its_own(String kind) {
    List<InstanceRef> refs = refs(List.of(present(kind), present(kind), present(kind)));
    sky.zenlayer.faults(
        new FaultScript()
            .times(3, SimulatedCall::destructive, Fault.dropped())
            .nth(2, Sky::look, Fault.repeatedRow())
            .nth(3, Sky::look, Fault.repeatedRow())
            .nth(4, Sky::look, Fault.repeatedRow()));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(Verdict.RECYCLED, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec", "bmc", "vm", "ecs"})
  void what_the_first_look_does_not_show_is_not_found_after_a_second_one_only(String kind) {
    InstanceRef ref = ref(present(kind));
    sky.cloud(ref).faults(new FaultScript().first(Sky::look, Fault.nothingShown()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(verdict(result, ref)).isEqualTo(goal(kind));
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  @Test
  void what_goes_without_a_call_of_ours_went_by_other_hands() {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.state("STOPPING").becomes("STOPPED", Duration.ofMinutes(3))));
    boolean[] vanished = new boolean[1];
    sky.tencent.faults(
        call -> {
          if (!vanished[0] && call.number() == 3) {
            vanished[0] = true;
            sky.tencent.vanish(ref.id());
          }
          return Optional.empty();
        });
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.ALREADY_DONE);
    assertThat(result.verdict(ref).orElseThrow().hint()).contains("other hands");
    assertThat(sky.calls(ref)).isZero();
  }
}
