package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Fleet;
import io.cloudrelease.testkit.Gatekeeper;
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
    Nonces nonces) {}
