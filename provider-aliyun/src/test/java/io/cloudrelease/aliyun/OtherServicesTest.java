package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where services beside ECS are asked when the endpoint of ECS was set. */
class OtherServicesTest {

  @ParameterizedTest
  @CsvSource({
    "https://ecs-vpc.cn-chengdu.aliyuncs.com, cn-chengdu, https://ess.cn-chengdu.aliyuncs.com",
    "https://ecs.cn-hangzhou.aliyuncs.com, cn-hangzhou, https://ess.aliyuncs.com",
    "http://127.0.0.1:8080, cn-chengdu, http://127.0.0.1:8080"
  })
  void members_of_groups_are_asked_for_where_auto_scaling_is(
      String ecs, String region, String ess) {
    CloudProvider cloud = AliyunEcs.create(Ecs.settings().endpoint(Endpoint.parse(ecs)));
    MembershipQuery query =
        new MembershipQuery("DescribeScalingInstances", region, Ecs.refs("i-bp1aaaaaaaaaaaaaaaa1"));
    assertThat(((GroupMembership) cloud).encodeMembership(query).endpoint()).hasToString(ess);
    assertThat(cloud.encodeLook(Ecs.query("i-bp1aaaaaaaaaaaaaaaa1")).endpoint()).hasToString(ecs);
  }
}
