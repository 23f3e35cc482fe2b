package io.cloudrelease.guard;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An instance that is about to be sent.
 *
 * @param ref which
 * @param snapshot the last look at it; empty when looks are switched off
 * @param at now
 */
public record Candidate(InstanceRef ref, Optional<Snapshot> snapshot, Instant at) {
  public Candidate {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(at, "at");
  }
}
