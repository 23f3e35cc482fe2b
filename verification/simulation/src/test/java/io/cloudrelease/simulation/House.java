package io.cloudrelease.simulation;

import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCloud;

/**
 * An account on a simulated cloud as a client knows it.
 *
 * @param provider the name it is registered under
 * @param kind the product
 * @param cloud where
 * @param account whose
 * @param maySee whether its key may read instances
 * @param mayRelease whether its key may release instances
 */
record House(
    String provider,
    Kind kind,
    SimulatedCloud cloud,
    SimulatedAccount account,
    boolean maySee,
    boolean mayRelease) {}
