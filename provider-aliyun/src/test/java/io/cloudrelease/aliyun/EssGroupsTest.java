package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose member an instance is, by its tags and by what Auto Scaling says. */
class EssGroupsTest {
  private final GroupMembership ecs = (GroupMembership) AliyunEcs.create(Ecs.settings());

  @Test
  void a_node_pool_is_named_before_its_scaling_group_and_both_before_a_tag_without_a_name() {
    String pool = "ack.alibabacloud.com/nodepool-id";
    String group = "acs:autoscaling:scalingGroupId";
    assertThat(group(Map.of(pool, "np1", group, "asg-1", "ESS", "x"))).contains("node pool np1");
    assertThat(group(Map.of(group, "asg-1", "ESS", "x"))).contains("scaling group asg-1");
    assertThat(group(Map.of("ESS", "x", "k8s.io/cluster-autoscaler", "y")))
        .contains("a scaling group");
    assertThat(group(Map.of("k8s.io/cluster-autoscaler", "y"))).contains("a node pool");
    assertThat(group(Map.of("env", "ESS"))).isEmpty();
  }

  private Optional<String> group(Map<String, String> tags) {
    Snapshot.Builder snapshot =
        Snapshot.builder(Ecs.refs("i-1").get(0), Ecs.NOW, LifecyclePhase.STABLE);
    tags.forEach(snapshot::tag);
    return ecs.groupOf(snapshot.build());
  }

  @ParameterizedTest
  @CsvSource({
    "cn-hangzhou, ess.aliyuncs.com",
    "us-west-1, ess.aliyuncs.com",
    "cn-shanghai-finance-1, ess.aliyuncs.com",
    "cn-north-2-gov-1, ess.aliyuncs.com",
    "cn-zhangjiakou, ess.cn-zhangjiakou.aliyuncs.com"
  })
  void each_region_has_its_host_of_auto_scaling(String region, String host) {
    ApiRequest request = ecs.encodeMembership(query(region, "i-1"));
    assertThat(request.endpoint().host()).isEqualTo(host);
    assertThat(request.region()).isEqualTo(region);
  }

  @Test
  void a_question_names_all_ids_and_a_page_that_holds_all_members() {
    ApiRequest request = ecs.encodeMembership(query(Ecs.REGION, "i-1", "i-2"));
    assertThat(request.action()).isEqualTo("DescribeScalingInstances");
    assertThat(request.version()).isEqualTo("2014-08-28");
    assertThat(Ecs.decoded(request.query()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "RegionId", "cn-hangzhou",
                "PageSize", "50",
                "InstanceId.1", "i-1",
                "InstanceId.2", "i-2"));
    assertThat(ecs.membershipSigner(request.action())).isInstanceOf(Acs3Signer.class);
    assertThat(ecs.membershipActions())
        .extracting(ActionFacts::name)
        .containsExactly(request.action());
  }

  @Test
  void who_is_named_is_a_member_also_of_a_group_without_an_id() {
    MembershipAnswer answer =
        read(
            "'TotalCount':2,",
            "{'InstanceId':'i-1','ScalingGroupId':'asg-1'},{'InstanceId':'i-2'}");
    assertThat(answer.groups())
        .isEqualTo(Map.of("i-1", "scaling group asg-1", "i-2", "a scaling group"));
    assertThat(read("'TotalCount':0,", "").groups()).isEmpty();
    assertThat(read("'TotalCount':0,", "").failure()).isEmpty();
    assertThat(read("", "").failure()).isPresent();
  }

  @Test
  void a_list_that_counts_more_than_it_shows_tells_of_nobody() {
    MembershipAnswer answer =
        read("'TotalCount':3,", "{'InstanceId':'i-1','ScalingGroupId':'asg-1'}");
    assertThat(answer.failure()).isPresent();
    assertThat(answer.groups()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"i-1, i-1, 2", "i-1, i-9, 2", "i-1, i-2, 1"})
  void a_list_that_shows_one_twice_or_a_stranger_tells_of_nobody(
      String first, String second, int total) {
    MembershipAnswer answer =
        read(
            "'TotalCount':" + total + ",",
            "{'InstanceId':'" + first + "'},{'InstanceId':'" + second + "'}");
    assertThat(answer.failure()).isPresent();
    assertThat(answer.groups()).isEmpty();
  }

  private static MembershipQuery query(String region, String... ids) {
    return new MembershipQuery("DescribeScalingInstances", region, Ecs.refs(ids));
  }

  private MembershipAnswer read(String more, String items) {
    String body =
        "{'RequestId':'r'," + more + "'ScalingInstances':{'ScalingInstance':[" + items + "]}}";
    return ecs.readMembership(
        query(Ecs.REGION, "i-1", "i-2"), Ecs.answer(200, body.replace('\'', '"')));
  }
}
