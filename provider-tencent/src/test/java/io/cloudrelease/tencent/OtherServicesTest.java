package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.spi.listing.RegionListing;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where services beside CVM are asked when the endpoint of CVM was set. */
class OtherServicesTest {

  /** All endpoints that are asked for anything, but CVM itself. */
  private static Set<String> asked(String endpoint) {
    CloudProvider cloud = TencentCvm.create(Fixtures.SETTINGS.endpoint(Endpoint.parse(endpoint)));
    Set<String> all = new TreeSet<>();
    for (ActionFacts action : ((GroupMembership) cloud).membershipActions()) {
      MembershipQuery query =
          new MembershipQuery(action.name(), Fixtures.REGION, Fixtures.refs("ins-1"));
      all.add(((GroupMembership) cloud).encodeMembership(query).endpoint().toString());
    }
    for (LeftoverCall call : ((LeftoverListing) cloud).leftoverCalls()) {
      LeftoverQuery query =
          new LeftoverQuery(
              call,
              Fixtures.REGION,
              List.of("ins-1"),
              Fixtures.intent(Goal.RELEASE, Collateral.KEEP));
      all.add(((LeftoverListing) cloud).encodeLeftovers(query).endpoint().toString());
    }
    all.add(((RegionListing) cloud).encodeRegions().endpoint().toString());
    assertThat(cloud.encodeLook(Fixtures.query("ins-1")).endpoint())
        .hasToString(Endpoint.parse(endpoint).toString());
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "https://cvm.api3.fincloud.tencent.cn:8443, .api3.fincloud.tencent.cn:8443",
    "https://cvm.ap-shanghai-fsi.tencentcloudapi.com, .ap-shanghai-fsi.tencentcloudapi.com"
  })
  void beside_a_host_with_the_name_of_cvm_each_is_asked_under_its_own(String cvm, String beside) {
    assertThat(asked(cvm))
        .containsExactly(
            "https://as" + beside,
            "https://cbs" + beside,
            "https://region" + beside,
            "https://tke" + beside,
            "https://vpc" + beside);
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:4321", "https://gateway.example:8443"})
  void any_other_host_stands_for_all_of_the_cloud(String endpoint) {
    assertThat(asked(endpoint)).containsExactly(endpoint);
  }
}
