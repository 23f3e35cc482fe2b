package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanDigest;
import io.cloudrelease.outcome.PlannedBatch;
import io.cloudrelease.spi.Assessment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a run to a plan that was made before. */
public final class PlanCheck {
  private static final String NO_LOOK = "-";

  /** By instance: the mark of what was looked at, and what it was to be sent with, where known. */
  private final Map<InstanceRef, String> planned;

  public PlanCheck(Map<InstanceRef, String> planned) {
    this.planned = Map.copyOf(planned);
  }

  /** What a plan holds its run to. */
  public static Map<InstanceRef, String> of(MadePlan plan) {
    Map<InstanceRef, String> planned = new HashMap<>();
    plan.waiting().forEach(ref -> planned.put(ref, mark(plan.snapshots().get(ref))));
    for (PlannedBatch batch : plan.batches()) {
      String call = call(batch.action(), batch.group());
      batch.instances().forEach(ref -> planned.put(ref, mark(plan.snapshots().get(ref)) + call));
    }
    return planned;
  }

  public Map<InstanceRef, String> planned() {
    return planned;
  }

  private static String mark(@Nullable Snapshot snapshot) {
    return snapshot == null ? NO_LOOK : PlanDigest.mark(snapshot);
  }

  private static String call(String action, String group) {
    return " " + action + " " + group;
  }

  /**
   * Why this instance must not be sent so, if so; {@code now} is null when it was not looked at.
   */
  Optional<ReleaseError> objection(InstanceRef ref, @Nullable Snapshot now, Assessment.Step step) {
    String then = planned.get(ref);
    if (then == null || (now == null && !then.startsWith(NO_LOOK))) {
      return Optional.of(
          ReleaseError.of(
              ErrorCategory.GUARDED, OwnCodes.NOT_IN_PLAN, "the plan does not send it"));
    }
    int space = then.indexOf(' ');
    String mark = space < 0 ? then : then.substring(0, space);
    if (!mark.equals(NO_LOOK) && !mark.equals(mark(now))) {
      return changed(
          "it is not the instance that was planned: name, creation time or charge type differ");
    }
    return space < 0 || then.substring(space).equals(call(step.action(), step.group()))
        ? Optional.empty()
        : changed(
            "the plan sends"
                + then.substring(space)
                + ", now it would be"
                + call(step.action(), step.group()));
  }

  private static Optional<ReleaseError> changed(String why) {
    return Optional.of(
        ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.CHANGED_SINCE_PLAN, why)
            .hint("make a new plan"));
  }
}
