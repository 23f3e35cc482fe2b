package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.Fleet;
import io.cloudrelease.testkit.Gatekeeper;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.wire.Renderings;

/**
 * What every call to the simulated CVM works with.
 *
 * @param fleet the instances
 * @param gate the keys and limits
 * @param behavior what the user chose
 * @param renderings items of answers written before
 */
record TencentDesk(Fleet fleet, Gatekeeper gate, TencentBehavior behavior, Renderings renderings) {

  /** Refuses a region that there is not; every service does. */
  void checkExists(String region, SimulatedAccount account) {
    boolean invented =
        behavior.onlyRealRegions
            && !TencentRegions.REAL.contains(region)
            && !fleet.regionsOf(account).contains(region);
    if (invented || behavior.unknownRegions.contains(region)) {
      throw TencentErrors.refused(
          "InvalidParameterValue",
          "The value `" + region + "` of the parameter `Region` is invalid.");
    }
  }
}
