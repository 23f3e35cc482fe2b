package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members of scaling groups and node pools on ECS. */
class GroupMembersTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedAliyun cloud = new SimulatedAliyun(clock);

  private List<InstanceVerdict> release(
      boolean checkGroups, List<SimulatedInstance> instances, Power... powers) {
    try (ReleaseClient client = Ecs.client(clock, cloud).checkGroups(checkGroups).build()) {
      ReleaseInstancesRequest.Builder request =
          ReleaseInstancesRequest.builder().maxInstances(1_000).grant(powers);
      instances.forEach(i -> request.instance(i.ref(AliyunEcs.KIND)));
      return client.releaseInstances(request.build()).verdicts();
    }
  }

  private static void assertHeldBack(InstanceVerdict verdict, String code, String word) {
    assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(verdict.error().orElseThrow().code()).isEqualTo(code);
    assertThat(verdict.error().orElseThrow().message()).contains(word);
  }

  @Test
  void a_member_is_held_back_with_its_group_and_goes_when_that_is_granted() {
    SimulatedInstance member = cloud.add(i -> i.scalingGroup("asg-bp1a"));
    SimulatedInstance node = cloud.add(i -> i.nodePool("np-7", "asg-bp1b"));
    SimulatedInstance nameless = cloud.add(i -> i.tag("ESS", "ESS"));
    SimulatedInstance other = cloud.add(i -> i.name("alone"));

    List<InstanceVerdict> held = release(false, List.of(member, node, nameless, other));
    assertHeldBack(held.get(0), "ManagedByGroup", "scaling group asg-bp1a");
    assertHeldBack(held.get(1), "ManagedByGroup", "node pool np-7");
    assertHeldBack(held.get(2), "ManagedByGroup", "a scaling group");
    assertThat(held.get(3).verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(cloud.ledger().effects()).hasSize(1);

    assertThat(release(false, List.of(member, node, nameless), Power.ALLOW_GROUP_MEMBERS))
        .allMatch(v -> v.verdict() == Verdict.RELEASED);
    assertThat(cloud.ledger().effects()).hasSize(4);
  }

  @Test
  void a_node_of_a_cluster_is_held_back_by_its_tag_alone() {
    SimulatedInstance node = cloud.add(i -> i.tag("ack.aliyun.com", "c0123"));
    SimulatedInstance scaled = cloud.add(i -> i.tag("k8s.aliyun.com", "true"));
    SimulatedInstance pooled =
        cloud.add(i -> i.tag("ack.aliyun.com", "c0123").nodePool("np-7", "asg-1"));
    SimulatedInstance grouped =
        cloud.add(i -> i.tag("ack.aliyun.com", "c0123").scalingGroup("asg-2"));

    List<InstanceVerdict> held = release(false, List.of(node, scaled, pooled, grouped));
    assertHeldBack(held.get(0), "ManagedByGroup", "cluster c0123");
    assertHeldBack(held.get(1), "ManagedByGroup", "a node pool");
    assertHeldBack(held.get(2), "ManagedByGroup", "node pool np-7");
    assertHeldBack(held.get(3), "ManagedByGroup", "scaling group asg-2");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void members_without_their_tag_are_asked_for_twenty_at_a_time() {
    List<SimulatedInstance> all = new ArrayList<>(cloud.add(49, i -> i.name("alone")));
    all.add(cloud.add(i -> i.scalingGroupWithoutTag("asg-9")));

    List<InstanceVerdict> verdicts = release(true, all);
    assertHeldBack(verdicts.get(49), "ManagedByGroup", "asg-9");
    assertThat(verdicts.subList(0, 49)).allMatch(v -> v.verdict() == Verdict.RELEASED);
    assertThat(cloud.ledger().requests("DescribeScalingInstances")).hasSize(3);
  }

  @Test
  void without_the_right_to_ask_nothing_is_sent_and_the_right_is_named() {
    cloud.deniesGroups(true);
    InstanceVerdict verdict = release(true, cloud.add(1, i -> i.name("alone"))).get(0);
    assertHeldBack(verdict, "GroupsUnknown", "DescribeScalingInstances");
    assertThat(cloud.ledger().effects()).isEmpty();
  }
}
