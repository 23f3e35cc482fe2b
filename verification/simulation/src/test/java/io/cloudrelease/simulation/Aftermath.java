package io.cloudrelease.simulation;

import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that is over.
 *
 * @param thrown what the client threw, which it must not
 * @param stopped when it was stopped from the outside, and after how many exchanges
 * @param flagged whether the interrupt flag was set in the end
 */
record Aftermath(
    World world,
    ReleaseInstancesRequest request,
    Optional<ReleaseInstancesResult> result,
    Optional<RuntimeException> thrown,
    Wire wire,
    Optional<Stop> stopped,
    boolean flagged) {

  record Stop(Instant at, int exchanges) {}
}
