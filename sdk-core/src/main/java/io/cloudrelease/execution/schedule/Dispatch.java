package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.instance.AfterAnswer;
import io.cloudrelease.execution.instance.Decision;
import io.cloudrelease.execution.instance.EndRules;
import io.cloudrelease.execution.instance.HeldBack;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Next;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.spi.ActionFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out what the rules decide: the one place that moves an instance's life on and hands it to
 * the queue, the desk or the batch it belongs to next. Loop's thread only.
 */
public final class Dispatch {
  private static final ReleaseError NOTHING_READ =
      ReleaseError.of(
              ErrorCategory.INVALID_REQUEST,
              OwnCodes.NOT_SENT,
              "this cloud has no dry run, and without looks nothing was checked")
          .hint("leave lookFirst on for a dry run");

  private final RunControl control;
  private final LookQueue looks;
  private final SendQueue sends;
  private final GuardCheck guards;
  private final WaveGate waves;
  private final VerdictDesk verdicts;
  private final Map<TrackedInstance, RefusedBatch> refused = new HashMap<>();
  private final Map<TrackedInstance, InterruptedBatch> interrupted = new HashMap<>();

  public Dispatch(
      RunControl control,
      LookQueue looks,
      SendQueue sends,
      GuardCheck guards,
      WaveGate waves,
      VerdictDesk verdicts) {
    this.control = control;
    this.looks = looks;
    this.sends = sends;
    this.guards = guards;
    this.waves = waves;
    this.verdicts = verdicts;
  }

  /** Makes that decision true. */
  public void carryOut(TrackedInstance instance, Decision decided) {
    Decision decision = EndRules.withinWait(decided, control.now(), instance.terms());
    instance.become(decision.life());
    leaveBatch(instance, decision.next());
    switch (decision.next().kind()) {
      case SEND -> ready(instance);
      case LOOK -> looks.later(instance, decision.next());
      case VERDICT -> {
        verdicts.give(instance, decision.next());
        instance.become(InstanceLife.OVER);
      }
      case ASK_BATCH -> askBatch(instance);
    }
  }

  /** It stands in a call from now on. */
  void sending(TrackedInstance instance) {
    instance.become(instance.life().at(Standing.SENDING));
  }

  /** The run is over. */
  public void end(TrackedInstance instance, ReleaseError why) {
    carryOut(instance, EndRules.ended(instance.life(), why, control.now(), instance.terms()));
  }

  /** It must not be sent, or not now. */
  void holdBack(TrackedInstance instance, ReleaseError why) {
    carryOut(instance, HeldBack.by(instance.life(), why, control.now(), instance.terms()));
  }

  /** Their call was refused, and nobody knows yet because of whom. */
  void refusedTogether(List<TrackedInstance> instances, List<String> named) {
    RefusedBatch batch = new RefusedBatch(instances, named);
    instances.forEach(instance -> refused.put(instance, batch));
  }

  /** Its members wait for each other, to be sent again as they were. */
  void interrupted(InterruptedBatch batch) {
    batch.members().forEach(member -> interrupted.put(member, batch));
  }

  boolean isInterrupted(TrackedInstance instance) {
    return interrupted.containsKey(instance);
  }

  /** Its members go on, together or each by itself. */
  void dissolved(InterruptedBatch batch) {
    batch.members().forEach(interrupted::remove);
  }

  private void ready(TrackedInstance instance) {
    InterruptedBatch batch = interrupted.get(instance);
    if (batch == null && instance.terms().looks() && guards.hasTakenLong()) {
      carryOut(instance, AfterAnswer.lookFirst(instance.life()));
      return;
    }
    Optional<ReleaseError> objection = guards.objection(instance);
    if (batch != null && objection.isEmpty()) {
      batch.unchanged(instance);
      return;
    }
    if (batch != null) {
      batch.spoil();
    }
    if (objection.isEmpty() && !hasAction(instance)) {
      objection =
          Optional.of(
              ReleaseError.of(
                  ErrorCategory.INTERNAL,
                  OwnCodes.EXTENSION_BROKEN,
                  "the provider wants '"
                      + instance.life().step().action()
                      + "', which is no action of its own"));
    }
    if (objection.isPresent()) {
      holdBack(instance, objection.get());
    } else if (isDryRunByReading(instance) && instance.life().seen().last() == null) {
      holdBack(instance, NOTHING_READ);
    } else if (isDryRunByReading(instance)) {
      carryOut(instance, EndRules.dryRunPassed(instance.life()));
    } else if (waves.admit(instance)) {
      sends.add(instance);
    }
  }

  private static boolean hasAction(TrackedInstance instance) {
    for (ActionFacts action : instance.terms().facts().releaseActions()) {
      if (action.name().equals(instance.life().step().action())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDryRunByReading(TrackedInstance instance) {
    return instance.terms().intent().dryRun() && !instance.terms().facts().nativeDryRun();
  }

  /** A turn of the loop begins. */
  void turned() {
    guards.turned();
  }

  /** Sends on what waited for its wave. */
  void releaseHeld() {
    for (TrackedInstance instance : waves.release()) {
      Optional<ReleaseError> tripped = waves.tripped();
      if (tripped.isPresent()) {
        holdBack(instance, tripped.get());
      } else {
        sends.add(instance);
      }
    }
  }

  private void leaveBatch(TrackedInstance instance, Next next) {
    RefusedBatch batch = refused.get(instance);
    boolean stays =
        instance.life().standing() == Standing.ASKING || next.kind() == Next.Kind.ASK_BATCH;
    if (batch == null || stays) {
      return;
    }
    refused.remove(instance);
    batch.leaves();
    divide(batch);
  }

  private void askBatch(TrackedInstance instance) {
    RefusedBatch batch = refused.remove(instance);
    if (batch == null) {
      // Its batch was of a run before this one: it goes on by itself.
      batch = new RefusedBatch(List.of(instance), List.of());
    }
    batch.survives(instance);
    divide(batch);
  }

  private void divide(RefusedBatch batch) {
    if (!batch.isExplained()) {
      return;
    }
    for (TrackedInstance survivor : List.copyOf(batch.survivors())) {
      // The end of the run came for it while it waited for the others.
      if (!survivor.life().isDone()) {
        carryOut(survivor, batch.decide(survivor, control.now()));
      }
    }
  }
}
