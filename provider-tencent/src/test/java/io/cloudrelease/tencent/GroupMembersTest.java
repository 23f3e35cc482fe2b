package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static MembershipAnswer read(String action, List<String> ids, String content) {
    return ((GroupMembership) Fixtures.provider())
        .readMembership(
            new MembershipQuery(action, Fixtures.REGION, Fixtures.refs(ids.toArray(String[]::new))),
            Fixtures.http(200, "{\"Response\":" + content.replace('\'', '"') + "}"));
  }

  private static MembershipAnswer refused(String action, String code, String... ids) {
    return read(
        action, List.of(ids), "{'Error':{'Code':'" + code + "','Message':'m'},'RequestId':'r'}");
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeAutoScalingInstances, InvalidParameterValue.InvalidInstanceId",
    "DescribeAutoScalingInstances, InvalidParameterValue.InvalidInstanceId.Malformed",
    "DescribeAutoScalingInstances, InvalidInstanceId.NotFound",
    "DescribeAutoScalingInstances, ResourceNotFound",
    "DescribeAutoScalingInstances, UnsupportedRegion",
    "DescribeExistedInstances, InvalidParameterValue.InvalidInstanceId",
    "DescribeExistedInstances, InvalidInstanceId.NotFound",
    "DescribeExistedInstances, UnsupportedOperation"
  })
  void a_single_id_that_the_service_does_not_know_is_no_member(String action, String code) {
    MembershipAnswer answer = refused(action, code, "ins-1");
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.groups()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeAutoScalingInstances, InvalidInstanceId.NotFound",
    "DescribeAutoScalingInstances, ResourceNotFound",
    "DescribeExistedInstances, InvalidParameterValue.InvalidInstanceId"
  })
  void of_several_ids_one_is_not_known_and_the_call_is_halved(String action, String code) {
    assertThat(refused(action, code, "ins-1", "ins-2").failure().orElseThrow().meaning())
        .hasValueSatisfying(rule -> assertThat(rule.category()).isEqualTo(ErrorCategory.NOT_FOUND));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeAutoScalingInstances, ResourceNotFound.RoleNotFound",
    "DescribeAutoScalingInstances, ResourceNotFound.AutoScalingGroupNotFound",
    "DescribeAutoScalingInstances, InvalidAccount.NotFound",
    "DescribeAutoScalingInstances, UnauthorizedOperation",
    "DescribeAutoScalingInstances, UnsupportedRegion.Other",
    "DescribeExistedInstances, ResourceNotFound",
    "DescribeExistedInstances, ResourceNotFound.ClusterNotFound",
    "DescribeExistedInstances, ResourceNotFound.KubernetesInternalError"
  })
  void a_refusal_that_speaks_of_anything_else_makes_nobody_free(String action, String code) {
    for (String[] ids : List.of(new String[] {"ins-1"}, new String[] {"ins-1", "ins-2"})) {
      MembershipAnswer answer = refused(action, code, ids);
      assertThat(answer.failure()).isPresent();
      // Nor is it worth asking for each alone.
      assertThat(answer.failure().orElseThrow().meaning().map(ErrorRule::category))
          .isNotEqualTo(java.util.Optional.of(ErrorCategory.NOT_FOUND));
    }
  }

  @Test
  void without_the_role_of_the_service_nothing_is_sent() {
    cloud.faults(
        new FaultScript()
            .always(
                call -> call.action().equals("DescribeAutoScalingInstances"),
                Fault.code(200, "ResourceNotFound.RoleNotFound", "the role does not exist")));
    InstanceVerdict verdict = release(true, cloud.add(1, i -> i.name("alone"))).get(0);
    assertHeldBack(verdict, "GroupsUnknown", "DescribeAutoScalingInstances");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void a_member_whose_group_has_no_id_is_a_member_all_the_same() {
    String row = "{'InstanceId':'ins-1','AutoScalingGroupId':''}";
    assertThat(
            read(
                    "DescribeAutoScalingInstances",
                    List.of("ins-1"),
                    "{'TotalCount':1,'AutoScalingInstanceSet':[" + row + "],'RequestId':'r'}")
                .groups())
        .isEqualTo(java.util.Map.of("ins-1", "a scaling group"));
    assertThat(
            read(
                    "DescribeExistedInstances",
                    List.of("ins-1"),
                    "{'TotalCount':1,'ExistedInstanceSet':[" + row + "],'RequestId':'r'}")
                .groups())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ins-1, ins-1, 2", "ins-1, ins-9, 2", "ins-1, ins-2, 3", "ins-1, ins-2, 1"})
  void an_answer_that_does_not_add_up_tells_of_nobody(String first, String second, int total) {
    MembershipAnswer answer =
        read(
            "DescribeAutoScalingInstances",
            List.of("ins-1", "ins-2"),
            "{'TotalCount':"
                + total
                + ",'AutoScalingInstanceSet':[{'InstanceId':'"
                + first
                + "','AutoScalingGroupId':'asg-1'},{'InstanceId':'"
                + second
                + "','AutoScalingGroupId':'asg-1'}],'RequestId':'r'}");
    assertThat(answer.failure()).isPresent();
    assertThat(answer.groups()).isEmpty();
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
