package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.tencent.TencentCvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client is held to its policy whatever a request asks for. */
class PolicyRunsTest extends VirtualRuns {

  private static Policy.Builder policy() {
    return Policy.builder();
  }

  @Test
  void a_tag_that_the_policy_denies_holds_back_exactly_its_instances() {
    List<InstanceRef> prod = tencent(3, "production");
    List<InstanceRef> test = tencent(5, "test");
    Policy policy = policy().denyTag("e*", "prod*").build();
    assertHeld(release(join(prod, test), b -> b.policy(policy)), prod, "DeniedByPolicy");
  }

  @Test
  void a_name_that_the_policy_denies_holds_back_exactly_its_instances() {
    List<InstanceRef> db =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(2, i -> i.postpaid().name("db-master")));
    List<InstanceRef> test = tencent(5, "test");
    Policy policy = policy().denyName("db-*").build();
    assertHeld(release(join(db, test), b -> b.policy(policy)), db, "DeniedByPolicy");
  }

  @Test
  void what_was_not_looked_at_is_held_back_when_the_policy_denies_tags() {
    List<InstanceRef> refs = tencent(3, "test");
    try (ReleaseClient client = client(b -> b.policy(policy().denyTag("env", "prod").build()))) {
      ReleaseInstancesRequest blind = request(refs).toBuilder().lookFirst(false).build();
      assertHeld(client.releaseInstances(blind), refs, "DeniedByPolicy");
    }
  }

  @Test
  void no_request_raises_what_the_policy_allows_in_one() {
    List<InstanceRef> refs = tencent(4, "test");
    try (ReleaseClient client = client(b -> b.policy(policy().mostPerRequest(3).build()))) {
      ReleaseInstancesRequest wide =
          request(refs).toBuilder().maxInstances(1000).grant(Power.values()).build();
      assertHeld(client.releaseInstances(wide), refs, "PolicyMaxInstances");
      assertThat(client.plan(wide).instances()).isEmpty();
    }
    assertHeld(
        release(refs, b -> b.policy(policy().mostPerRequest(4).build())),
        List.of(),
        "PolicyMaxInstances");
  }

  @Test
  void more_than_the_policy_lets_go_unapproved_needs_a_plan() {
    List<InstanceRef> refs = tencent(4, "test");
    try (ReleaseClient client = client(b -> b.policy(policy().approvalAbove(3).build()))) {
      assertHeld(client.releaseInstances(request(refs)), refs, "NeedsApproval");
      ReleasePlan plan = client.plan(request(refs));
      assertThat(plan.instances()).isEqualTo(refs);
      assertHeld(client.execute(plan), refs, "NeedsApproval");
      assertHeld(client.releaseInstances(request(refs.subList(0, 3))), List.of(), "");
    }
  }

  @Test
  void the_hour_of_the_policy_counts_beside_the_budget_and_in_clients_made_of_this_one() {
    List<InstanceRef> refs = tencent(30, "test");
    BlastBudget own = BlastBudget.perHour(25);
    try (ReleaseClient client =
            client(b -> b.blastBudget(own).policy(policy().mostPerHour(10).build()));
        ReleaseClient second = client.toBuilder().build()) {
      ReleaseInstancesResult first = client.releaseInstances(request(refs));
      assertThat(first.counts()).containsEntry(Verdict.RELEASED, 10);
      List<InstanceRef> left = notSent(first);
      assertHeld(first, left, "BlastBudget");
      assertThat(second.releaseInstances(request(left)).counts())
          .containsEntry(Verdict.NOT_SENT, 20);
      clock.advance(Duration.ofHours(1));
      // What the policy did not let go was given back to the other budget.
      assertThat(client.releaseInstances(request(left)).counts())
          .containsEntry(Verdict.RELEASED, 10);
    }
  }

  private static List<InstanceRef> notSent(ReleaseInstancesResult result) {
    return result.verdicts().stream()
        .filter(verdict -> verdict.verdict() == Verdict.NOT_SENT)
        .map(InstanceVerdict::ref)
        .toList();
  }

  @Test
  void the_waves_of_the_policy_hold_where_the_client_has_none() {
    List<InstanceRef> bad =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(
                200, i -> i.postpaid().refusedWith("UnsupportedOperation.InstanceStateBanning")));
    ReleaseInstancesResult result =
        release(bad, b -> b.policy(policy().waves(5, 1, 5, 25).build()));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 198);
    assertThat(result.verdicts().stream().filter(v -> v.verdict() == Verdict.NOT_SENT))
        .allSatisfy(v -> assertThat(v.error().orElseThrow().code()).isEqualTo("Waves"));
  }

  @Test
  void of_two_policies_the_tighter_counts_point_by_point() {
    List<InstanceRef> prod = tencent(2, "prod");
    List<InstanceRef> old = tencent(2, "old");
    List<InstanceRef> test = tencent(4, "test");
    Policy one = policy().denyTag("env", "prod").mostPerRequest(100).build();
    Policy other = policy().denyTag("env", "old").mostPerRequest(7).build();
    List<InstanceRef> all = join(join(prod, old), test);
    assertHeld(release(all, b -> b.policy(one).policy(other)), all, "PolicyMaxInstances");
    assertHeld(
        release(all.subList(0, 7), b -> b.policy(one).policy(other)),
        join(prod, old),
        "DeniedByPolicy");
  }

  @Test
  void a_policy_that_tightens_the_hour_does_not_begin_it_anew() {
    List<InstanceRef> refs = tencent(30, "test");
    try (ReleaseClient client = client(b -> b.policy(policy().mostPerHour(10).build()));
        ReleaseClient tighter =
            client.toBuilder().policy(policy().mostPerHour(9).build()).build()) {
      ReleaseInstancesResult first = client.releaseInstances(request(refs));
      assertThat(first.counts()).containsEntry(Verdict.RELEASED, 10);
      ReleaseInstancesResult second = tighter.releaseInstances(request(notSent(first)));
      assertThat(second.counts()).containsEntry(Verdict.NOT_SENT, 20);
    }
  }
}
