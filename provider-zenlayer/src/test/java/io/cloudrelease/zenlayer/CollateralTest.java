package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.LookAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else goes or stays. */
class CollateralTest {
  private static final String ANSWER =
      """
      {"requestId":"T1","response":{"requestId":"T1","totalCount":1,"dataSet":[
        {"instanceId":"i-1","status":"RUNNING","instanceStatus":"RUNNING",
         "dataDisks":[{"diskId":"loose","portable":true},{"diskId":"fast","portable":false},
                      {"diskId":"mute"}],
         "publicIpAddresses":["203.0.113.7","203.0.113.8"],
         "nics":[{"nicId":"n-1","nicType":"PRIMARY"},{"nicId":"n-2","nicType":"SECONDARY",
                  "publicIpList":["203.0.113.8","203.0.113.9"]},
                 {"nicId":"n-3","publicIpList":null}]}]}}
      """;

  @Test
  void zec_keeps_what_can_be_detached() {
    assertThat(fates(Product.ZEC, ZenlayerApiVersion.CURRENT, Collateral.KEEP))
        .containsExactly(
            "data disk loose STAYS",
            "data disk fast GOES",
            "data disk mute UNKNOWN",
            "network interface n-1 GOES",
            "network interface n-2 STAYS",
            "network interface n-3 UNKNOWN",
            "public address 203.0.113.7 UNKNOWN",
            "public address 203.0.113.8 UNKNOWN",
            "public address 203.0.113.9 UNKNOWN");
  }

  @Test
  void zec_takes_everything_when_asked_to() {
    assertThat(fates(Product.ZEC, ZenlayerApiVersion.CURRENT, Collateral.RELEASE))
        .hasSize(9)
        .allMatch(fate -> fate.endsWith(" GOES"));
  }

  @Test
  void the_old_zec_version_promises_nothing_about_what_can_be_detached() {
    assertThat(fates(Product.ZEC, ZenlayerApiVersion.PREVIOUS, Collateral.RELEASE))
        .contains(
            "data disk loose UNKNOWN", "data disk fast GOES", "network interface n-2 UNKNOWN");
  }

  @Test
  void bmc_and_vm_have_no_switch_and_follow_the_disks_own_flag() {
    for (Collateral collateral : Collateral.values()) {
      assertThat(fates(Product.VM, ZenlayerApiVersion.CURRENT, collateral))
          .contains(
              "data disk loose STAYS", "data disk fast GOES", "public address 203.0.113.7 UNKNOWN");
    }
  }

  @Test
  void the_bin_of_bmc_is_free_and_nothing_is_claimed_of_the_others() {
    Snapshot snapshot = Given.snapshot(Product.BMC, "RECYCLE").build();
    Snapshot postpaid = Given.snapshot(Product.BMC, "RECYCLE").chargeType("POSTPAID").build();

    assertThat(Given.provider(Product.BMC).recycledIsFree(snapshot)).isFalse();
    assertThat(Given.provider(Product.BMC).recycledIsFree(postpaid)).isTrue();
    for (Product other : List.of(Product.ZEC, Product.VM)) {
      assertThat(Given.provider(other).recycledIsFree(postpaid)).isFalse();
    }
  }

  private static List<String> fates(
      Product product, ZenlayerApiVersion version, Collateral collateral) {
    var provider = Given.provider(product, version);
    LookAnswer look = provider.readLook(Given.query(product, "i-1"), Given.answer(200, ANSWER));
    return provider
        .collateral(look.snapshots().get(0), Given.intent(Goal.RELEASE, collateral))
        .stream()
        .map(item -> item.kind() + " " + item.id() + " " + item.fate())
        .toList();
  }
}
