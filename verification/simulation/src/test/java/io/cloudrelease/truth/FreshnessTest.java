package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was decided on is still so when it leaves, and guards are asked about what is so now. */
class FreshnessTest {
  private static final Duration MOST = Duration.ofSeconds(31);

  @TempDir Path folder;
  private final Sky sky = new Sky();

  /** The oldest look that a destructive call rested on. */
  private static Duration oldest(List<RecordedRequest> requests) {
    Map<String, Instant> looks = new HashMap<>();
    Duration oldest = Duration.ZERO;
    for (RecordedRequest request : requests) {
      for (String id : request.ids()) {
        if (!request.call().destructive()) {
          looks.put(id, request.call().at());
        } else {
          Duration age = Duration.between(looks.get(id), request.call().at());
          oldest = age.compareTo(oldest) > 0 ? age : oldest;
        }
      }
    }
    return oldest;
  }

  @Test
  void of_fifteen_hundred_bare_metal_instances_none_is_sent_on_a_look_older_than_half_a_minute() {
    List<InstanceRef> refs = refs(sky.zenlayer.addBmc(1500, i -> {}));
    ReleaseInstancesResult result =
        sky.release(r -> r.instances(refs).noWait().deadline(Duration.ofHours(2)));
    assertThat(sky.zenlayer.ledger().effects()).hasSize(1500);
    assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, 1500);
    assertThat(oldest(sky.zenlayer.ledger().requests())).isLessThan(MOST);
  }

  @Test
  void nor_where_a_call_is_tried_again_after_pauses() {
    List<InstanceRef> refs = refs(sky.tencent.add(300, i -> i.postpaid()));
    sky.tencent.faults(new FaultScript().times(40, SimulatedCall::destructive, Fault.throttled()));
    sky.release(r -> r.instances(refs).noWait());
    assertThat(sky.tencent.ledger().effects()).hasSize(300);
    assertThat(oldest(sky.tencent.ledger().requests())).isLessThan(MOST);
  }

  @Test
  void what_became_protected_while_others_were_sent_is_not_sent() {
    List<InstanceRef> refs = refs(sky.zenlayer.addBmc(1500, i -> {}));
    InstanceRef last = refs.get(1499);
    boolean[] changed = new boolean[1];
    sky.zenlayer.faults(
        call -> {
          if (!changed[0] && call.destructive()) {
            changed[0] = true;
            sky.zenlayer.addBmc(i -> i.id(last.id()).tag("keep", "yes"));
          }
          return Optional.empty();
        });
    ReleaseInstancesResult result =
        sky.release(
            p -> p.guard(ReleaseGuard.denyTag("keep")),
            r -> r.instances(refs).noWait().deadline(Duration.ofHours(2)));
    assertThat(verdict(result, last)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(result, last).code()).isEqualTo("DenyTag");
    assertThat(sky.zenlayer.ledger().effects()).hasSize(1499);
  }

  /** Objects to everything from that time on. */
  private ReleaseGuard closedAfter(Duration time) {
    Instant closes = sky.clock.instant().plus(time);
    return candidate ->
        sky.clock.instant().isBefore(closes)
            ? Optional.empty()
            : ReleaseGuard.no("OfficeHours", "it is closed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_guard_that_objects_by_the_time_of_a_second_send_holds_it_back(boolean prepaid) {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.chargeType(prepaid ? "PREPAID" : "POSTPAID_BY_HOUR")));
    sky.tencent.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    ReleaseInstancesResult result =
        sky.release(p -> p.guard(closedAfter(Duration.ofSeconds(5))), r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(sky.calls(ref)).isEqualTo(1);
    assertThat(sky.applied(ref)).isZero();
    // Ten minutes later it is proven that the first never reached it.
    assertThat(verdict(result, ref)).isEqualTo(Verdict.REJECTED);
    assertThat(error(result, ref).toString()).contains("OfficeHours");
  }

  @Test
  void a_guard_that_objects_to_the_step_out_of_the_bin_holds_it_back() {
    InstanceRef ref = ref(sky.zenlayer.addBmc(i -> {}));
    ReleaseInstancesResult result =
        sky.release(
            p -> p.guard(closedAfter(Duration.ofSeconds(5))),
            r -> r.instance(ref).goal(Goal.DESTROY));
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(sky.zenlayer.ledger().isInRecycleBin(ref.id())).isTrue();
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void a_guard_that_objects_by_the_time_of_a_resume_holds_everything_back() {
    List<InstanceRef> refs = refs(sky.aliyun.add(3, i -> {}));
    Death death = new Death(folder, sky.clock);
    death.comes(
        sky.parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder().instances(refs).build(),
        request -> true);
    try (ReleaseClient client =
        Clockwork.real()
            .steadyClock(sky.clock::instant)
            .in(sky.parts())
            .guard(candidate -> ReleaseGuard.no("OfficeHours", "it is closed"))
            .build()) {
      ReleaseInstancesResult result = client.resume(death.journal(), ResumeOptions.defaults());
      assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
      assertThat(error(result, refs.get(0)).category()).isEqualTo(ErrorCategory.GUARDED);
    }
    assertThat(sky.aliyun.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void nor_is_a_lost_call_repeated_with_its_token_at_a_resume_that_it_objects_to() {
    List<InstanceRef> refs = refs(sky.aliyun.add(3, i -> {}));
    sky.aliyun.faults(new FaultScript().first(SimulatedCall::destructive, Fault.gateway(502)));
    Death death = new Death(folder, sky.clock);
    death.comes(
        sky.parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder().instances(refs).build(),
        request -> !sky.aliyun.ledger().destructiveRequests().isEmpty());
    try (ReleaseClient client =
        Clockwork.real()
            .steadyClock(sky.clock::instant)
            .in(sky.parts())
            .guard(candidate -> ReleaseGuard.no("OfficeHours", "it is closed"))
            .build()) {
      ReleaseInstancesResult result = client.resume(death.journal(), ResumeOptions.defaults());
      assertThat(sky.aliyun.ledger().destructiveRequests()).hasSize(1);
      assertThat(sky.aliyun.ledger().effects()).isEmpty();
      sky.isTrue(result, Goal.RELEASE);
      assertThat(error(result, refs.get(0)).toString()).contains("OfficeHours");
    }
  }
}
