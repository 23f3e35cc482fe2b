package io.cloudrelease.execution;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.SendPhase;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.retry.RetryContext;
import io.cloudrelease.retry.RetryDecision;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from a look, for each state an instance may be in. */
final class LookRules {
  /** After so many settling times without a change nothing more is expected of looking. */
  private static final int PATIENCE = 3;

  private static final int MOST_REFUSALS = 4;
  private static final int MOST_RESENDS = 8;

  /** Where a second application goes further, the caller's leave is for one. */
  private static final int MOST_ESCALATING_RESENDS = 1;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private static final int FIRST_POLL = 24;
  private static final int QUICK_POLLS = 5;

  private final Machinery machinery;
  private final RunControl control;
  private final Intent intent;
  private final Verdicts verdicts;
  private final Next next;

  LookRules(Machinery machinery, RunControl control, Intent intent, Verdicts verdicts, Next next) {
    this.machinery = machinery;
    this.control = control;
    this.intent = intent;
    this.verdicts = verdicts;
    this.next = next;
  }

  /** Where an instance goes on from here. */
  interface Next {
    /** It may be sent. */
    void ready(Work work);

    /** It is to be looked at again, not before that time has passed. */
    void lookAgain(Work work, Duration after);

    /** A look explained (or did not explain) why its batch was refused. */
    void explained(Work work, boolean survives);
  }

  /** A look in the right account and region does not show it. */
  void absent(Work work, Instant at) {
    work.last = Snapshot.absent(work.ref, at);
    boolean suspect = work.status == Work.Status.SUSPECT;
    if (work.seen()) {
      verdicts.give(work, Verdict.RELEASED);
    } else if (work.status == Work.Status.UNSETTLED) {
      verdicts.give(work, Verdict.UNKNOWN, verdicts.unsettled(work));
    } else {
      verdicts.give(
          work,
          Verdict.NOT_FOUND,
          ReleaseError.of(ErrorCategory.NOT_FOUND, "NotShown", "the cloud shows no such instance")
              .hint("check the id, the region and the account's right to read"));
    }
    if (suspect) {
      leaveCohort(work, false);
    }
  }

  /** A look shows it. */
  void present(Work work, Snapshot snapshot) {
    if (work.before == null) {
      work.before = snapshot;
    }
    work.last = snapshot;
    Assessment assessment = work.account.provider().assess(snapshot, intent);
    if (assessment.kind() == Assessment.Kind.LEAVING) {
      work.leavingAt = snapshot.takenAt();
    }
    work.runsOn = assessment.kind() == Assessment.Kind.ENDS_LATER;
    if (isUnchanged(work, assessment) && isSettled(work, snapshot)) {
      work.maybeApplied = false;
      work.refusedTogether = false;
    }
    switch (work.status) {
      case UNSEEN, DEFERRED -> decide(work, assessment);
      case SUSPECT -> explain(work, assessment);
      case UNSETTLED -> settle(work, assessment, snapshot);
      case WAITING -> wait(work, assessment);
      default -> throw new IllegalStateException(work.ref + " was looked at while " + work.status);
    }
  }

  /** Whether it stands where it stood before the last send. */
  private static boolean isUnchanged(Work work, Assessment assessment) {
    return assessment.kind() == Assessment.Kind.REFUSED
        || assessment.kind() == Assessment.Kind.SEND
            && assessment.step().stage() <= work.step.stage();
  }

  /** Nothing was sent for it yet (or what was sent was refused): send, wait or refuse. */
  private void decide(Work work, Assessment assessment) {
    switch (assessment.kind()) {
      case SEND -> {
        work.next(assessment.step());
        work.hint = assessment.hint();
        if (work.step.escalates() && wasLeaving(work)) {
          // Looks may lag, and not all alike: this one may show what was before.
          work.status = Work.Status.DEFERRED;
          next.lookAgain(work, poll(work));
        } else {
          next.ready(work);
        }
      }
      case AT_GOAL -> verdicts.give(work, work.sends > 0 ? Verdict.RECYCLED : Verdict.ALREADY_DONE);
      case LEAVING, CHANGING -> {
        work.status = Work.Status.DEFERRED;
        next.lookAgain(work, poll(work));
      }
      case ENDS_LATER ->
          verdicts.give(
              work,
              Verdict.REJECTED,
              ReleaseError.of(ErrorCategory.BILLING, "EndsLater", assessment.hint()));
      case REFUSED ->
          refused(work, assessment.error(), Verdicts.isForItself(assessment.error().category()));
    }
  }

  /** Whether a look, not a settling time ago, showed it on its way out. */
  private static boolean wasLeaving(Work work) {
    Snapshot last = work.last;
    return last != null
        && work.leavingAt != null
        && Duration.between(work.leavingAt, last.takenAt())
                .compareTo(work.account.facts().settlingTime())
            < 0;
  }

  /** Its call was refused; does its own state explain that? */
  private void explain(Work work, Assessment assessment) {
    if (assessment.kind() != Assessment.Kind.SEND) {
      leaveCohort(work, false);
      decide(work, assessment);
    } else if (work.cohort != null) {
      work.next(assessment.step());
      leaveCohort(work, true);
    } else if (mayPass(work)) {
      decide(work, assessment);
    } else {
      refused(work, work.error, Verdicts.refusedForItself(work));
    }
  }

  /**
   * The refusal stands, unless something sent before it may have been applied: then look.
   *
   * @param forItself whether it was refused for a reason that no earlier send can have brought
   *     about
   */
  void refused(Work work, ReleaseError error, boolean forItself) {
    if (!work.maybeApplied || forItself) {
      verdicts.give(work, Verdict.REJECTED, error);
      return;
    }
    work.cohort = null;
    work.standing = error;
    work.status = Work.Status.UNSETTLED;
    next.lookAgain(work, untilSettled(work));
  }

  private Duration untilSettled(Work work) {
    Duration since = Duration.between(work.sentAt, control.now());
    Duration left = work.account.facts().settlingTime().minus(since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void leaveCohort(Work work, boolean survives) {
    if (work.cohort != null) {
      next.explained(work, survives);
    }
  }

  /** Refused alone, for a reason that passes. */
  private static boolean mayPass(Work work) {
    boolean passing =
        work.rule.remedy() == Remedy.LOOK_FIRST
            && (work.rule.category() == ErrorCategory.BUSY
                || work.rule.category() == ErrorCategory.WRONG_STATE);
    return passing && work.refusals < MOST_REFUSALS;
  }

  /** A send may have been applied: has it moved? */
  private void settle(Work work, Assessment assessment, Snapshot snapshot) {
    int sentStage = work.step.stage();
    switch (assessment.kind()) {
      case AT_GOAL -> {
        applied(work, sentStage);
        verdicts.give(work, Verdict.RECYCLED);
      }
      case LEAVING -> {
        // Before a later stage it was leaving already: a look that lags would show just that.
        if (sentStage == 1 || isSettled(work, snapshot)) {
          applied(work, sentStage);
        }
        next.lookAgain(work, poll(work));
      }
      case ENDS_LATER -> {
        applied(work, sentStage);
        verdicts.give(work, Verdict.ACCEPTED, Optional.empty(), assessment.hint());
      }
      case SEND -> {
        if (assessment.step().stage() > sentStage) {
          applied(work, sentStage);
          wait(work, assessment);
        } else {
          unchanged(work, assessment, snapshot);
        }
      }
      case CHANGING -> next.lookAgain(work, poll(work));
      case REFUSED -> unchanged(work, assessment, snapshot);
    }
  }

  private static boolean isSettled(Work work, Snapshot snapshot) {
    return Duration.between(work.sentAt, snapshot.takenAt())
            .compareTo(work.account.facts().settlingTime())
        >= 0;
  }

  private static void applied(Work work, int stage) {
    work.doneStage = stage;
    work.maybeApplied = false;
    work.status = Work.Status.WAITING;
  }

  private void unchanged(Work work, Assessment assessment, Snapshot snapshot) {
    if (work.unresolved != null && assessment.kind() == Assessment.Kind.SEND) {
      // The cloud itself sees to it that the same token acts once.
      next.ready(work);
      return;
    }
    Duration since = Duration.between(work.sentAt, snapshot.takenAt());
    Duration settling = work.account.facts().settlingTime();
    if (since.compareTo(settling) < 0) {
      Duration left = settling.minus(since);
      Duration poll = poll(work);
      next.lookAgain(work, poll.compareTo(left) < 0 ? poll : left);
    } else if (work.standing != null) {
      verdicts.give(work, Verdict.REJECTED, work.standing);
    } else if (assessment.kind() == Assessment.Kind.SEND
        && maySendAgain(work, assessment.step().escalates())) {
      Duration left = beforeResend(work).minus(since);
      if (left.isNegative() || left.isZero()) {
        work.resends++;
        work.next(assessment.step());
        work.cohort = null;
        next.ready(work);
      } else {
        next.lookAgain(work, left);
      }
    } else if (since.compareTo(settling.multipliedBy(PATIENCE)) < 0) {
      next.lookAgain(work, poll(work));
    } else {
      verdicts.give(work, Verdict.UNKNOWN, verdicts.unsettled(work));
    }
  }

  /** The settling time before the first, longer before each further one: an outage takes time. */
  private static Duration beforeResend(Work work) {
    Duration settling = work.account.facts().settlingTime();
    Duration grown = settling.multipliedBy(1L << Math.min(work.resends, 10));
    Duration most = settling.compareTo(LONGEST_PAUSE) > 0 ? settling : LONGEST_PAUSE;
    return grown.compareTo(most) > 0 ? most : grown;
  }

  private boolean maySendAgain(Work work, boolean nextEscalates) {
    boolean escalates = nextEscalates || work.step.escalates();
    // Whatever the policy says: unchanged may still mean "not yet visible".
    if (escalates && !intent.grants(Power.RESEND_WHEN_UNCHANGED)) {
      return false;
    }
    int most = escalates ? MOST_ESCALATING_RESENDS : MOST_RESENDS;
    if (work.resends >= most) {
      return false;
    }
    ErrorRule rule =
        new ErrorRule(
            work.rule.category(),
            Applied.MAYBE,
            work.rule.remedy(),
            Proof.NOTHING,
            work.rule.scope(),
            work.rule.hint());
    RetryContext context =
        new RetryContext(
            true,
            SendPhase.NO_ANSWER,
            rule,
            Math.max(1, work.sends),
            work.account.facts().action(work.step.action()).idempotencyToken(),
            escalates,
            true,
            intent.grants(Power.RESEND_WHEN_UNCHANGED),
            false,
            false,
            Optional.empty(),
            control.timeLeft());
    RetryDecision decision = machinery.retryPolicy().decide(context);
    return decision.action() == RetryDecision.Action.SEND_AGAIN;
  }

  /** The cloud acknowledged (or a look proved) the last step: is it at the goal? */
  private void wait(Work work, Assessment assessment) {
    switch (assessment.kind()) {
      case AT_GOAL -> verdicts.give(work, Verdict.RECYCLED);
      case ENDS_LATER -> verdicts.give(work, Verdict.ACCEPTED, Optional.empty(), assessment.hint());
      case SEND -> {
        if (assessment.step().stage() > work.doneStage) {
          work.next(assessment.step());
          work.cohort = null;
          next.ready(work);
        } else {
          next.lookAgain(work, poll(work));
        }
      }
      case REFUSED -> {
        if (settled(work)) {
          verdicts.give(work, Verdict.ACCEPTED, assessment.error());
        } else {
          next.lookAgain(work, poll(work));
        }
      }
      case LEAVING, CHANGING -> next.lookAgain(work, poll(work));
    }
  }

  private boolean settled(Work work) {
    return Duration.between(work.sentAt, control.now())
            .compareTo(work.account.facts().settlingTime())
        >= 0;
  }

  /**
   * The time from an acknowledgement to the first look. Where the cloud is quick, a run need not
   * last longer than its sending; each further look waits twice as long, up to the usual time.
   */
  static Duration firstPoll(Work work) {
    return work.account.facts().pollInterval().dividedBy(FIRST_POLL);
  }

  /** The usual time between looks, longer the more there were, with a little jitter. */
  Duration poll(Work work) {
    long base = work.account.facts().pollInterval().toNanos();
    long grown =
        work.status == Work.Status.WAITING && work.looks < QUICK_POLLS
            ? (base / FIRST_POLL) << work.looks
            : base * Math.min(1 + work.looks / 4, 10);
    return Duration.ofNanos(grown / 2 + machinery.random().get().nextLong(grown / 2 + 1));
  }
}
