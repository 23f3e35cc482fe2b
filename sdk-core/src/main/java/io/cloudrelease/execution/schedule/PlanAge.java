package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanMaker;
import io.cloudrelease.text.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a plan is young enough to be carried out: by the clocks of the machines, and by each
 * cloud's own clock where it is known of both moments.
 */
public final class PlanAge {
  /** So far may the clocks of two machines be apart. */
  private static final Duration APART = Duration.ofMinutes(5);

  private PlanAge() {}

  /** Why it is too old at that time, or not made yet, if so. */
  public static Optional<ReleaseError> problem(MadePlan plan, Instant now) {
    if (plan.madeAt().isAfter(now.plus(APART))) {
      return stale(
          "the plan was made at " + plan.madeAt() + ", and here it is " + now,
          "set the clocks of both machines, and make a new one");
    }
    return problem(plan, Duration.between(plan.madeAt(), now), "");
  }

  /** As the other, by the clock of that account's cloud, if it said what time it is. */
  static Optional<ReleaseError> problem(MadePlan plan, Account account, Instant startedAt) {
    Optional<Instant> made =
        Optional.ofNullable(plan.makers().get(account.name())).flatMap(PlanMaker::cloudTime);
    Optional<Instant> started = account.cloudTime(startedAt);
    return made.isEmpty() || started.isEmpty()
        ? Optional.empty()
        : problem(plan, Duration.between(made.get(), started.get()), " by the cloud's clock");
  }

  private static Optional<ReleaseError> problem(MadePlan plan, Duration age, String by) {
    return age.compareTo(plan.validity()) <= 0
        ? Optional.empty()
        : stale(
            "the plan is " + Spans.past(age) + " old" + by,
            "make a new one; this one held for " + Spans.past(plan.validity()));
  }

  private static Optional<ReleaseError> stale(String why, String hint) {
    return Optional.of(ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.STALE_PLAN, why).hint(hint));
  }
}
