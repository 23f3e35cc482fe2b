package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.Fleet;
import io.cloudrelease.testkit.Gatekeeper;
import io.cloudrelease.testkit.wire.Renderings;

/**
 * What every call to the simulated CVM works with.
 *
 * @param fleet the instances
 * @param gate the keys and limits
 * @param behavior what the user chose
 * @param renderings items of answers written before
 */
record TencentDesk(Fleet fleet, Gatekeeper gate, TencentBehavior behavior, Renderings renderings) {}
