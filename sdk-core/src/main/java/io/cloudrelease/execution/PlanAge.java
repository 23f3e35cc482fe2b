package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.outcome.MadePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a plan is young enough to be carried out. */
final class PlanAge {
  /** An older plan is not carried out. */
  private static final Duration FRESH = Duration.ofMinutes(15);

  private PlanAge() {}

  /** Why it is too old at that time, if so. */
  static Optional<ReleaseError> problem(MadePlan plan, Instant now) {
    Duration age = Duration.between(plan.madeAt(), now);
    return age.compareTo(FRESH) <= 0
        ? Optional.empty()
        : Optional.of(
            ReleaseError.of(
                    ErrorCategory.GUARDED,
                    OwnCodes.STALE_PLAN,
                    "the plan is " + age.toMinutes() + " minutes old")
                .hint("make a new one; a plan holds for " + FRESH.toMinutes() + " minutes"));
  }
}
