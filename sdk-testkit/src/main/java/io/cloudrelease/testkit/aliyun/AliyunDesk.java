package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Fleet;
import io.cloudrelease.testkit.Gatekeeper;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.wire.Renderings;

/**
 * What every call to the simulated ECS works with.
 *
 * @param fleet the instances
 * @param gate the keys and limits
 * @param behavior what the user chose
 * @param renderings items of answers written before
 * @param tokens what is remembered under client tokens
 * @param nonces the nonces used
 */
record AliyunDesk(
    Fleet fleet,
    Gatekeeper gate,
    AliyunBehavior behavior,
    Renderings renderings,
    ClientTokens tokens,
    Nonces nonces) {

  /** Refuses a region that there is not; every service does. */
  void checkExists(String region, SimulatedAccount account) {
    boolean any = behavior.regions.isEmpty() && !behavior.onlyRealRegions;
    boolean named = behavior.regions.contains(region);
    boolean real =
        behavior.onlyRealRegions
            && (AliyunRegions.REAL.contains(region) || fleet.regionsOf(account).contains(region));
    if (!any && !named && !real) {
      throw AliyunErrors.noSuchRegion();
    }
  }
}
