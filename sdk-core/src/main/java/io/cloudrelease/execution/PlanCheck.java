package io.cloudrelease.execution;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a run to a plan that was made before. */
@FunctionalInterface
interface PlanCheck {

  /** Why this instance must not be sent, if so; {@code now} is null when it was not looked at. */
  Optional<ReleaseError> objection(InstanceRef ref, @Nullable Snapshot now);
}
