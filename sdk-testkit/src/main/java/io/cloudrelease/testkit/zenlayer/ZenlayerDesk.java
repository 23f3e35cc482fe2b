package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.testkit.Fleet;
import io.cloudrelease.testkit.Gatekeeper;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.Renderings;
import java.util.Optional;

/**
 * What every call to the simulated Zenlayer works with.
 *
 * @param fleet the instances
 * @param gate the keys and limits
 * @param behavior what the user chose
 * @param renderings items of answers written before
 */
record ZenlayerDesk(
    Fleet fleet, Gatekeeper gate, ZenlayerBehavior behavior, Renderings renderings) {

  /** The instance as this key sees it: a key without the right to see sees nothing. */
  Optional<SimulatedInstance> seen(Visit visit, KeyHolder holder, String service, String id) {
    return fleet.find(visit, holder.account(), service, "", id).filter(holder.key()::mayDescribe);
  }
}
