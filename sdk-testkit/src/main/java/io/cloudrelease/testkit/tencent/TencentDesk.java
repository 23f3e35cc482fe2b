package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.Fleet;
import io.cloudrelease.testkit.Gatekeeper;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.SignedHeaders;

/**
 * What every call to the simulated CVM works with.
 *
 * @param fleet the instances
 * @param gate the keys and limits
 * @param behavior what the user chose
 * @param renderings items of answers written before
 */
record TencentDesk(Fleet fleet, Gatekeeper gate, TencentBehavior behavior, Renderings renderings) {

  /**
   * Lets a call to a service beside CVM in.
   *
   * @param version the one that its action has
   * @return whose call it is
   */
  SimulatedAccount letIn(SimulatedCall call, Visit visit, String version) {
    String asked = SignedHeaders.text(call.request(), "X-TC-Version");
    if (!asked.equals(version)) {
      throw TencentErrors.noSuchVersion(asked);
    }
    KeyHolder holder = TencentSignature.authenticate(call.request(), this, visit, call.service());
    visit.authenticated(holder.account());
    count(call, visit);
    return holder.account();
  }

  /** By action, access host and sub-account; X-TC-Region does not matter. */
  void count(SimulatedCall call, Visit visit) {
    gate.count(
        visit,
        call.accessKeyId(),
        SignedHeaders.text(call.request(), "host"),
        call.action(),
        () -> TencentErrors.of(Trouble.THROTTLED));
  }

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
