package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of an instance that the run ends with. */
class EndsTest {
  private static final Instant NEXT_YEAR = Instant.parse("2027-11-20T08:00:00Z");

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

  /** The second call is refused by the account, by the instance, or throttled to the end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UnauthorizedOperation",
        "UnsupportedOperation.InstanceChargeType",
        "RequestLimitExceeded"
      })
  void what_stays_in_the_bin_since_the_destroying_call_is_refused_is_told_so(String code) {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.prepaid(NEXT_YEAR)));
    sky.tencent.faults(
        new FaultScript()
            .always(
                call ->
                    call.destructive()
                        && refs.stream().allMatch(r -> sky.tencent.ledger().isInRecycleBin(r.id())),
                Fault.code(200, code, "denied")));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs).goal(Goal.DESTROY));
    assertThat(result.counts()).as("%s", result.verdicts()).containsEntry(Verdict.RECYCLED, 3);
    assertThat(error(result, refs.get(0)).code()).isEqualTo(code);
    assertThat(result.allGood()).isFalse();
  }

  @Test
  void half_of_the_way_is_not_where_destroying_was_to_lead() {
    InstanceRef bmc = ref(sky.zenlayer.addBmc(i -> {}));
    InstanceRef prepaid = ref(sky.tencent.add(i -> i.prepaid(NEXT_YEAR)));
    for (InstanceRef ref : List.of(bmc, prepaid)) {
      ReleaseInstancesResult waited =
          sky.release(r -> r.instance(ref).goal(Goal.DESTROY).waitAtMost(Duration.ofSeconds(1)));
      assertThat(verdict(waited, ref)).isEqualTo(Verdict.ACCEPTED);
      assertThat(waited.allGood()).as("%s", ref).isFalse();
      assertThat(waited.verdict(ref).orElseThrow().hint()).contains("it stays in it");
    }
  }

  @Test
  void what_is_seen_leaving_for_good_is_on_its_way() {
    InstanceRef ref = ref(sky.zenlayer.addZec(i -> {}));
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).goal(Goal.DESTROY).waitAtMost(Duration.ofSeconds(10)));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.allGood()).isTrue();
  }

  @Test
  void a_wave_of_which_nothing_is_destroyed_stops_the_others() {
    List<InstanceRef> refs = refs(sky.tencent.add(60, i -> i.prepaid(NEXT_YEAR)));
    sky.tencent.faults(
        new FaultScript()
            .always(
                call ->
                    call.destructive()
                        && call.ids().stream().anyMatch(sky.tencent.ledger()::isInRecycleBin),
                Fault.code(200, "UnsupportedOperation.InstanceChargeType", "denied")));
    ReleaseInstancesResult result =
        sky.release(p -> p.waves(5, 1, 5, 25), r -> r.instances(refs).goal(Goal.DESTROY));
    assertThat(result.counts())
        .containsEntry(Verdict.RECYCLED, 1)
        .containsEntry(Verdict.NOT_SENT, 59);
  }

  /** Of one whose renewal our own call ended, the cloud says that it is a subscription. */
  @Test
  void a_subscription_that_a_lost_call_of_ours_ended_is_not_rejected() {
    sky.zenlayer.endedRefused(true);
    sky.zenlayer.lookLag(Duration.ofSeconds(60));
    InstanceRef ref = ref(sky.zenlayer.addBmc(i -> i.prepaid(NEXT_YEAR)));
    sky.clock.advance(Duration.ofMinutes(2));
    sky.zenlayer.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.gateway(504).afterEffect()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(sky.zenlayer.ledger().requestsFor(ref.id())).hasSizeGreaterThan(1);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void what_a_success_lists_as_failed_is_given_back_to_a_budget_by_its_verdict_only() {
    List<InstanceRef> refs = refs(sky.zenlayer.addZec(2, i -> {}));
    List<InstanceRef> more = refs(sky.zenlayer.addZec(2, i -> {}));
    String ids = "[\"" + refs.get(0).id() + "\",\"" + refs.get(1).id() + "\"]";
    String answer =
        "{\"requestId\":\"T\",\"response\":{\"requestId\":\"T\",\"instanceIds\":" + ids + "}}";
    HttpResponse listed = HttpResponse.of(200, List.of(), HttpBody.utf8(answer));
    sky.zenlayer.faults(
        new FaultScript()
            .first(SimulatedCall::destructive, Fault.answering("listed", listed).afterEffect()));
    BlastBudget budget = BlastBudget.perHour(2);
    assertThat(
            sky.release(p -> p.blastBudget(budget), r -> r.instances(refs).goal(Goal.DESTROY))
                .counts())
        .containsEntry(Verdict.RELEASED, 2);
    assertThat(
            sky.release(p -> p.blastBudget(budget), r -> r.instances(more).goal(Goal.DESTROY))
                .counts())
        .containsEntry(Verdict.NOT_SENT, 2);
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
