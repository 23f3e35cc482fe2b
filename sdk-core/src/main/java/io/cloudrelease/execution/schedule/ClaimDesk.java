package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.instance.HeldBack;
import io.cloudrelease.execution.record.ClaimedError;
import io.cloudrelease.journal.Claim;
import java.util.Optional;

/** Keeps the runs of this process from each other's instances. Loop's thread only. */
public final class ClaimDesk {
  private final String run;
  private final InstanceMemory memory;
  private final RunControl control;
  private final Dispatch dispatch;

  public ClaimDesk(String run, InstanceMemory memory, RunControl control, Dispatch dispatch) {
    this.run = run;
    this.memory = memory;
    this.control = control;
    this.dispatch = dispatch;
  }

  /** Whether it is this run's; another run's is looked on, and asked for again. */
  boolean take(TrackedInstance instance) {
    if (instance.terms().intent().dryRun()) {
      return true;
    }
    Optional<Claim> claim = memory.take(run, instance, control.now());
    claim.ifPresent(other -> heldBy(instance, other));
    return claim.isEmpty();
  }

  /** For its call, once its turn has come: whether others have told of it since. On any thread. */
  boolean isOvertaken(TrackedInstance instance) {
    return !instance.terms().intent().dryRun()
        && memory.toldByOthers(run, instance, control.now()).isPresent();
  }

  void heldBy(TrackedInstance instance, Claim other) {
    ReleaseError error = ClaimedError.of(other);
    dispatch.carryOut(
        instance, HeldBack.claimed(instance.life(), error, other.freeIn(), instance.terms()));
  }

  /** Taken, and then not sent after all: others may have it, unless it was sent before. */
  void letGo(TrackedInstance instance) {
    if (instance.life().isUnsent()) {
      memory.over(run, instance, control.now());
    }
  }
}
