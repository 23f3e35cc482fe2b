package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members of scaling groups and nodes of clusters on CVM. */
class GroupMembersTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  private List<InstanceVerdict> release(
      boolean checkGroups, List<SimulatedInstance> instances, Power... powers) {
    try (ReleaseClient client = Fixtures.client(clock, cloud).checkGroups(checkGroups).build()) {
      ReleaseInstancesRequest.Builder request =
          ReleaseInstancesRequest.builder().maxInstances(1_000).grant(powers);
      instances.forEach(i -> request.instance(i.ref(TencentCvm.KIND)));
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
    SimulatedInstance member = cloud.add(i -> i.scalingGroup("asg-12wjuh0s"));
    SimulatedInstance node = cloud.add(i -> i.nodePool("cls-1", "asg-2"));
    SimulatedInstance other = cloud.add(i -> i.name("alone"));
    List<SimulatedInstance> all = List.of(member, node, other);

    List<InstanceVerdict> held = release(false, all);
    assertHeldBack(held.get(0), "ManagedByGroup", "scaling group asg-12wjuh0s");
    assertHeldBack(held.get(1), "ManagedByGroup", "scaling group asg-2");
    assertThat(held.get(2).verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(cloud.ledger().effects()).hasSize(1);

    assertThat(release(false, List.of(member, node), Power.ALLOW_GROUP_MEMBERS))
        .allMatch(v -> v.verdict() == Verdict.RELEASED);
    assertThat(cloud.ledger().effects()).hasSize(3);
  }

  @Test
  void a_node_of_a_cluster_is_held_back_by_its_tag_alone() {
    SimulatedInstance node = cloud.add(i -> i.tag("tke-clusterId", "cls-7"));
    SimulatedInstance both = cloud.add(i -> i.tag("tke-clusterId", "cls-7").scalingGroup("asg-2"));

    List<InstanceVerdict> held = release(false, List.of(node, both));
    assertHeldBack(held.get(0), "ManagedByGroup", "cluster cls-7");
    assertHeldBack(held.get(1), "ManagedByGroup", "scaling group asg-2");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void members_without_their_tag_are_asked_for_in_hundreds() {
    List<SimulatedInstance> all = new ArrayList<>(cloud.add(249, i -> i.name("alone")));
    all.add(cloud.add(i -> i.scalingGroupWithoutTag("asg-9")));

    List<InstanceVerdict> verdicts = release(true, all);
    assertHeldBack(verdicts.get(249), "ManagedByGroup", "asg-9");
    assertThat(verdicts.subList(0, 249)).allMatch(v -> v.verdict() == Verdict.RELEASED);
    assertThat(cloud.ledger().requests("DescribeAutoScalingInstances")).hasSize(3);
    assertThat(cloud.ledger().requests("DescribeExistedInstances")).hasSize(3);
  }

  @Test
  void a_region_without_the_services_has_no_members() {
    cloud.regionsWithoutGroups("ap-guangzhou");
    assertThat(release(true, cloud.add(2, i -> i.name("alone"))))
        .allMatch(v -> v.verdict() == Verdict.RELEASED);
  }

  @Test
  void without_the_right_to_ask_nothing_is_sent_and_the_right_is_named() {
    cloud.deniesGroups(true);
    InstanceVerdict verdict = release(true, cloud.add(1, i -> i.name("alone"))).get(0);
    assertHeldBack(verdict, "GroupsUnknown", "as:DescribeAutoScalingInstances");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void an_id_that_auto_scaling_does_not_take_leaves_the_others_of_its_call_known() {
    List<SimulatedInstance> all = new ArrayList<>(cloud.add(98, i -> i.name("alone")));
    SimulatedInstance odd = cloud.add(i -> i.name("odd"));
    all.add(odd);
    all.add(cloud.add(i -> i.scalingGroupWithoutTag("asg-9")));
    cloud.faults(
        new FaultScript()
            .always(
                call ->
                    call.action().equals("DescribeAutoScalingInstances")
                        && call.ids().contains(odd.id()),
                Fault.code(200, "InvalidParameterValue.InvalidInstanceId", "an id is invalid")));

    List<InstanceVerdict> verdicts = release(true, all);
    assertHeldBack(verdicts.get(99), "ManagedByGroup", "asg-9");
    assertThat(verdicts.subList(0, 99)).allMatch(v -> v.verdict() == Verdict.RELEASED);
    assertThat(cloud.ledger().requests("DescribeAutoScalingInstances"))
        .hasSizeLessThanOrEqualTo(15);
  }
}
