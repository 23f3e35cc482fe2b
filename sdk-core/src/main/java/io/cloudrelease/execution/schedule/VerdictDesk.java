package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an instance its verdict, and holds each verdict to its promise: what says "we changed
 * nothing" is not said once something was acknowledged.
 */
final class Verdicts {
  private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

  private final ClientParts machinery;
  private final Intent intent;
  private final int total;
  private final Instant startedAt;
  private final RunRecord chronicle;
  private final Gate gate;
  private int settled;

  Verdicts(ClientParts machinery, Intent intent, int total, RunRecord chronicle, Gate gate) {
    this.machinery = machinery;
    this.chronicle = chronicle;
    this.gate = gate;
    this.intent = intent;
    this.total = total;
    this.startedAt = machinery.clock().instant();
  }

  int settled() {
    return settled;
  }

  /** It had its verdict before this run was resumed. */
  void keep(Work work, InstanceVerdict verdict) {
    work.verdict = verdict;
    work.status = Work.Status.DONE;
    settled++;
  }

  void give(Work work, Verdict verdict) {
    give(work, verdict, Optional.empty(), "");
  }

  void give(Work work, Verdict verdict, ReleaseError error) {
    give(work, verdict, Optional.of(error), "");
  }

  void give(Work work, Verdict proposed, Optional<ReleaseError> error, String hint) {
    Verdict verdict = promised(work, proposed);
    InstanceVerdict.Builder builder =
        InstanceVerdict.builder(work.ref, verdict)
            .error(error)
            .hint(hint)
            .requestIds(work.requestIds)
            .sends(work.sends)
            .before(Optional.ofNullable(work.before))
            .last(Optional.ofNullable(work.last))
            .billing(billing(work, verdict));
    if (verdict == Verdict.RECYCLED) {
      builder.restorableUntil(restorableUntil(work));
    }
    if (verdict == Verdict.RELEASED || verdict == Verdict.RECYCLED || verdict == Verdict.ACCEPTED) {
      builder.collateral(collateral(work, intent));
    }
    InstanceVerdict given = builder.build();
    work.verdict = given;
    work.status = Work.Status.DONE;
    settled++;
    chronicle.verdict(given);
    gate.settled(work, verdict);
    machinery.tell(
        new ReleaseEvent(
                ReleaseEvent.Kind.VERDICT,
                machinery.clock().instant(),
                work.ref.provider(),
                1,
                work.ref + " " + verdict,
                settled,
                total)
            .inRunSince(startedAt));
  }

  private static Verdict promised(Work work, Verdict proposed) {
    boolean saysUnchanged =
        proposed == Verdict.REJECTED
            || proposed == Verdict.NOT_FOUND
            || proposed == Verdict.NOT_SENT
            || proposed == Verdict.ALREADY_DONE
            || proposed == Verdict.DRY_RUN_PASSED;
    boolean settledInBin = proposed == Verdict.UNKNOWN && !work.maybeApplied && !work.doubtful;
    if ((saysUnchanged || settledInBin) && work.sends > 0 && isInBin(work)) {
      return Verdict.RECYCLED;
    }
    boolean open = work.maybeApplied && !(proposed == Verdict.REJECTED && refusedForItself(work));
    if (saysUnchanged && open) {
      // An earlier send was left open; what came later does not say that it changed nothing.
      return Verdict.UNKNOWN;
    }
    if (saysUnchanged && work.doneStage > 0) {
      // An earlier step did take effect; a refused later one does not undo it.
      return Verdict.ACCEPTED;
    }
    if (saysUnchanged && work.doubtful) {
      return Verdict.UNKNOWN;
    }
    if (proposed == Verdict.NOT_SENT && work.sends > 0) {
      // A request that named it left: "not sent" would not be true, nor "refused" without a
      // refusal.
      return work.refused ? Verdict.REJECTED : Verdict.UNKNOWN;
    }
    return proposed;
  }

  private static boolean isLeaving(Work work) {
    Snapshot last = work.last;
    return last != null
        && last.phase() == LifecyclePhase.LEAVING
        && !last.takenAt().isBefore(work.sentAt);
  }

  /** Shown in the bin after the last send, and no open send can have taken it out again. */
  private static boolean isInBin(Work work) {
    Snapshot last = work.last;
    return last != null
        && last.phase() == LifecyclePhase.RECYCLED
        && !last.takenAt().isBefore(work.sentAt)
        && !(work.maybeApplied && work.openStage > 1);
  }

  /** Refused for a reason that an earlier send cannot have brought about. */
  static boolean refusedForItself(Work work) {
    return isForItself(work.rule.category());
  }

  static boolean isForItself(ErrorCategory category) {
    return switch (category) {
      case PROTECTED, BILLING, DEPENDENCY, INVALID_REQUEST, FORBIDDEN, QUOTA -> true;
      default -> false;
    };
  }

  /** What is true of an instance that is still open when the run ends. */
  void giveAtEnd(Work work, ReleaseError why) {
    switch (work.status) {
      case UNSEEN, READY -> give(work, Verdict.NOT_SENT, work.sends > 0 ? best(work, why) : why);
      case DEFERRED -> giveDeferredAtEnd(work, why);
      case WAITING ->
          give(
              work,
              Verdict.ACCEPTED,
              work.knownError(),
              work.hint.isEmpty() ? "its end state was not seen in time" : work.hint);
      case SENDING -> {
        // It may have left by now.
        work.sends++;
        give(work, Verdict.UNKNOWN, why.hint("its call had not ended"));
      }
      case UNSETTLED ->
          // An earlier step was acknowledged, and it is seen on its way out: that much is known.
          give(
              work,
              work.doneStage > 0 && isLeaving(work) ? Verdict.ACCEPTED : Verdict.UNKNOWN,
              unsettled(work));
      case SUSPECT ->
          give(work, work.cohort == null ? Verdict.REJECTED : Verdict.UNKNOWN, best(work, why));
      default -> throw new IllegalStateException(work.ref + " has its verdict already");
    }
  }

  private void giveDeferredAtEnd(Work work, ReleaseError why) {
    boolean leaving = work.last != null && work.last.phase() == LifecyclePhase.LEAVING;
    if (leaving && work.sends == 0 && intent.goal() == io.cloudrelease.model.Goal.RELEASE) {
      give(work, Verdict.ALREADY_DONE, Optional.empty(), "it was already on its way out");
      return;
    }
    String state = work.last == null ? "" : "its state was still " + work.last.state();
    // Refused, then seen on its way out: somebody moved it, and it may have been this request.
    give(
        work,
        leaving && work.sends > 0 ? Verdict.UNKNOWN : Verdict.NOT_SENT,
        best(work, why).hint(state));
  }

  ReleaseError unsettled(Work work) {
    String evidence =
        work.last == null || work.last.takenAt().isBefore(work.sentAt)
            ? "and no look succeeded since"
            : work.looks + " look(s) since, the last one shows " + work.last.state();
    return new ReleaseError(
        work.error.category(),
        work.error.code(),
        work.error.message() + ", " + evidence,
        "look at it again before you send anything");
  }

  private static ReleaseError best(Work work, ReleaseError fallback) {
    return work.knownError().orElse(fallback);
  }

  private Billing billing(Work work, Verdict verdict) {
    Snapshot last = work.last;
    if (verdict == Verdict.RELEASED) {
      return Billing.STOPPED;
    }
    if (last == null) {
      return Billing.UNKNOWN;
    }
    boolean atRest = verdict == Verdict.RECYCLED || verdict == Verdict.ALREADY_DONE;
    if (atRest && last.phase() == LifecyclePhase.RECYCLED && isFree(work, last)) {
      return Billing.STOPPED;
    }
    boolean untouched =
        verdict == Verdict.NOT_SENT
            || (verdict == Verdict.REJECTED
                && work.rule.remedy() != Remedy.ALREADY_DONE
                && !work.refusedTogether);
    return last.phase() == LifecyclePhase.STABLE
            && (untouched || (verdict == Verdict.ACCEPTED && work.runsOn))
        ? Billing.CONTINUES
        : Billing.UNKNOWN;
  }

  private static boolean isFree(Work work, Snapshot last) {
    try {
      return work.account.provider().recycledIsFree(last);
    } catch (RuntimeException broken) {
      warn("recycledIsFree", broken);
      return false;
    }
  }

  private Optional<Instant> restorableUntil(Work work) {
    Snapshot last = work.last;
    if (last == null || work.doneStage == 0) {
      return Optional.empty();
    }
    try {
      Optional<Duration> kept = work.account.provider().recycleBinRetention(last);
      return kept.map(work.sentAt::plus);
    } catch (RuntimeException broken) {
      warn("recycleBinRetention", broken);
      return Optional.empty();
    }
  }

  /** What is attached to it, by the first look. */
  static List<CollateralItem> collateral(Work work, Intent intent) {
    Snapshot before = work.before;
    if (before == null) {
      return List.of();
    }
    try {
      return work.account.provider().collateral(before, intent);
    } catch (RuntimeException broken) {
      warn("collateral", broken);
      return List.of();
    }
  }

  private static void warn(String what, RuntimeException broken) {
    LOG.warn("a provider's {} threw {}", what, broken.getClass().getName());
  }

  /** For what should never be: an instance that nothing can move any more. */
  static ReleaseError stuck() {
    return ReleaseError.of(
        ErrorCategory.INTERNAL, "Stuck", "nothing was left to do for it; please report this");
  }
}
