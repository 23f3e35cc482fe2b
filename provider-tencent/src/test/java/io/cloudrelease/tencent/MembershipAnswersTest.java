package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose member an instance is, by its tags and by what the services say. */
class MembershipAnswersTest {
  private static final String SCALING = "DescribeAutoScalingInstances";
  private static final String CLUSTERS = "DescribeExistedInstances";

  private final GroupMembership cvm = (GroupMembership) Fixtures.provider();

  @Test
  void the_tag_of_auto_scaling_names_the_group() {
    Snapshot.Builder snapshot =
        Snapshot.builder(Fixtures.refs("ins-1").get(0), Fixtures.NOW, LifecyclePhase.STABLE);
    assertThat(cvm.groupOf(snapshot.build())).isEmpty();
    snapshot.tag("tencentcloud:autoscaling:auto-scaling-group-id", "asg-1");
    assertThat(cvm.groupOf(snapshot.build())).contains("scaling group asg-1");
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeAutoScalingInstances, as, 2018-04-19",
    "DescribeExistedInstances, tke, 2018-05-25"
  })
  void a_question_names_all_ids_and_a_page_that_holds_all_members(
      String action, String service, String version) {
    ApiRequest request = cvm.encodeMembership(query(action, "ins-1", "ins-2"));
    assertThat(request.action()).isEqualTo(action);
    assertThat(request.version()).isEqualTo(version);
    assertThat(request.region()).isEqualTo(Fixtures.REGION);
    assertThat(request.endpoint().host()).isEqualTo(service + ".tencentcloudapi.com");
    assertThat(request.body().text())
        .isEqualTo("{\"InstanceIds\":[\"ins-1\",\"ins-2\"],\"Limit\":100}");
    assertThat(((Tc3Signer) cvm.membershipSigner(action)).scope("d"))
        .isEqualTo("d/" + service + "/tc3_request");
  }

  @Test
  void both_services_are_asked() {
    assertThat(cvm.membershipActions())
        .extracting(ActionFacts::name)
        .containsExactly(SCALING, CLUSTERS);
  }

  @Test
  void auto_scaling_names_the_group_of_each_member_or_that_there_is_one() {
    MembershipAnswer answer =
        read(
            SCALING,
            "'TotalCount':2,'AutoScalingInstanceSet':"
                + "[{'InstanceId':'ins-1','AutoScalingGroupId':'asg-1'},"
                + "{'InstanceId':'ins-2','AutoScalingGroupId':''}]");
    assertThat(answer.groups())
        .isEqualTo(Map.of("ins-1", "scaling group asg-1", "ins-2", "a scaling group"));
  }

  @ParameterizedTest
  @CsvSource({
    "cls-1, '', cluster cls-1",
    "cls-1, asg-2, 'cluster cls-1, scaling group asg-2'",
    "'', asg-2, scaling group asg-2",
    "'', '', ''"
  })
  void the_container_service_names_cluster_and_group(String cluster, String group, String told) {
    MembershipAnswer answer =
        read(
            CLUSTERS,
            "'TotalCount':1,'ExistedInstanceSet':[{'InstanceId':'ins-1','AlreadyInCluster':'"
                + cluster
                + "','AutoscalingGroupId':'"
                + group
                + "'}]");
    assertThat(answer.groups()).isEqualTo(told.isEmpty() ? Map.of() : Map.of("ins-1", told));
  }

  @Test
  void a_list_that_counts_more_than_it_shows_tells_of_nobody() {
    MembershipAnswer answer =
        read(
            SCALING,
            "'TotalCount':2,'AutoScalingInstanceSet':"
                + "[{'InstanceId':'ins-1','AutoScalingGroupId':'asg-1'}]");
    assertThat(answer.groups()).isEmpty();
    assertThat(answer.failure().orElseThrow().message()).contains("counts others than it shows");
    assertThat(read(SCALING, "'TotalCount':0,'AutoScalingInstanceSet':[]").failure()).isEmpty();
    assertThat(read(SCALING, "'AutoScalingInstanceSet':[]").failure()).isPresent();
    assertThat(read(SCALING, "'AutoScalingInstanceSet':null").failure()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnsupportedRegion", "UnsupportedOperation"})
  void where_the_service_is_not_offered_there_are_no_members(String code) {
    assertThat(refused(code, "ins-1", "ins-2").failure()).isEmpty();
  }

  @Test
  void an_id_that_is_not_known_is_no_member_if_it_was_asked_for_alone() {
    assertThat(refused("ResourceNotFound", "ins-1").failure()).isEmpty();
    assertThat(refused("ResourceNotFound", "ins-1", "ins-2").failure()).isPresent();
    assertThat(refused("InternalError", "ins-1").failure()).isPresent();
  }

  private static MembershipQuery query(String action, String... ids) {
    return new MembershipQuery(action, Fixtures.REGION, Fixtures.refs(ids));
  }

  private MembershipAnswer read(String action, String members) {
    return cvm.readMembership(
        query(action, "ins-1", "ins-2"), response(members + ",'RequestId':'r'"));
  }

  private MembershipAnswer refused(String code, String... ids) {
    return cvm.readMembership(
        query(SCALING, ids),
        response("'Error':{'Code':'" + code + "','Message':'m'},'RequestId':'r'"));
  }

  private static HttpResponse response(String members) {
    return Fixtures.http(200, "{\"Response\":{" + members.replace('\'', '"') + "}}");
  }
}
