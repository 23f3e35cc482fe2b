package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.remains.Leftover;
import java.util.Optional;

/** A leftover as a run tells of it. */
public record FoundLeftover(
    Kind kind,
    String id,
    InstanceRef instance,
    Existence exists,
    String state,
    String freedBy,
    Optional<ReleaseError> why)
    implements Leftover {}
