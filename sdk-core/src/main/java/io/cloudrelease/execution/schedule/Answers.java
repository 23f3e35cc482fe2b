package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.execution.instance.AfterAnswer;
import io.cloudrelease.execution.instance.CallEnd;
import io.cloudrelease.execution.instance.Decision;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.spi.ReleaseAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the rules of each instance how its call ended. Loop's thread only. */
final class Answers {
  private static final ErrorRule DIED =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.MAYBE, Remedy.LOOK_FIRST);
  private static final ReleaseError CALL_DIED =
      ReleaseError.of(ErrorCategory.INTERNAL, OwnCodes.CALL_DIED, "the call died on this machine");

  private final RunControl control;
  private final Dispatch dispatch;
  private final AccountTroubles troubles;
  private final ClaimDesk claims;

  Answers(RunControl control, Dispatch dispatch, AccountTroubles troubles, ClaimDesk claims) {
    this.control = control;
    this.dispatch = dispatch;
    this.troubles = troubles;
    this.claims = claims;
  }

  /** The call died on our side; whether a byte of it may have left is all that is known. */
  void lost(List<TrackedInstance> instances, boolean left) {
    CallEnd died =
        new CallEnd(
            control.now(), instances.size(), left ? 1 : 0, 0, 0, false, List.of(), CALL_DIED, DIED);
    for (TrackedInstance instance : instances) {
      dispatch.carryOut(
          instance,
          left
              ? AfterAnswer.open(instance.life(), died, instance.terms())
              : AfterAnswer.notSent(instance.life(), died, false, instance.terms()));
    }
  }

  /** Returns whether the failure is the account's. */
  boolean apply(String action, List<TrackedInstance> instances, Outcome<ReleaseAnswer> outcome) {
    CallEnd end = outcome.end(instances.size());
    if (outcome.withheld().isPresent()) {
      withheld(instances, end, outcome.withheld().get());
      return false;
    }
    Map<TrackedInstance, Decision> decisions = new LinkedHashMap<>();
    for (TrackedInstance instance : instances) {
      decisions.put(instance, decide(instance, end, outcome));
    }
    List<TrackedInstance> asking = new ArrayList<>();
    decisions.forEach(
        (instance, decision) -> {
          boolean amongOthers = decision.life().trouble().together() > 1;
          if (decision.life().standing() == Standing.ASKING && amongOthers) {
            asking.add(instance);
          }
        });
    if (!asking.isEmpty()) {
      dispatch.refusedTogether(asking, outcome.culprits());
    }
    decisions.forEach(dispatch::carryOut);
    return isOfAccount(action, instances, outcome);
  }

  private static Decision decide(
      TrackedInstance instance, CallEnd end, Outcome<ReleaseAnswer> outcome) {
    String id = instance.ref().id();
    return switch (outcome.kind()) {
      case ACCEPTED ->
          Set.copyOf(outcome.refusedIds()).contains(id)
              ? AfterAnswer.listedAsFailed(instance.life(), end, instance.terms())
              : AfterAnswer.accepted(instance.life(), end, instance.terms());
      case REFUSED ->
          AfterAnswer.refused(
              instance.life(), end, outcome.culprits().contains(id), instance.terms());
      case AMBIGUOUS -> AfterAnswer.open(instance.life(), end, instance.terms());
      case NOT_SENT, WITHHELD ->
          AfterAnswer.notSent(
              instance.life(),
              end,
              end.rule().category() == ErrorCategory.UNAVAILABLE
                  && end.rule().remedy() == Remedy.RETRY,
              instance.terms());
    };
  }

  private boolean isOfAccount(
      String action, List<TrackedInstance> instances, Outcome<ReleaseAnswer> outcome) {
    // A dry run that may have been carried out is the last one there.
    boolean failed =
        outcome.kind() == Outcome.Kind.REFUSED
            || outcome.kind() == Outcome.Kind.NOT_SENT
            || outcome.kind() == Outcome.Kind.AMBIGUOUS
                && instances.get(0).terms().intent().dryRun();
    if (!failed) {
      return false;
    }
    if (outcome.rule().scope() == Scope.ACCOUNT) {
      return true;
    }
    TrackedInstance first = instances.get(0);
    return instances.size() == 1
        && outcome.rule().category() == ErrorCategory.FORBIDDEN
        && troubles.denied(first.ref(), action, outcome).isPresent();
  }

  private void withheld(List<TrackedInstance> instances, CallEnd end, Withheld withheld) {
    for (TrackedInstance instance : instances) {
      Claim claim = withheld.claims().get(instance.ref());
      if (claim != null) {
        claims.letGo(instance);
        claims.heldBy(instance, claim);
      } else if (withheld.kind() == Withheld.Kind.JOURNAL) {
        dispatch.holdBack(instance, withheld.error());
      } else {
        // Only its company, or the age of its look, kept it here.
        dispatch.carryOut(instance, AfterAnswer.lookFirst(instance.life(), end));
      }
    }
  }
}
