package io.cloudrelease.execution;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.ReleaseAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What follows from the end of a destructive call, for each instance of its batch. */
final class AnswerRules {
  private static final ErrorRule LISTED =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.LOOK_FIRST);
  private static final ReleaseError LISTED_ERROR =
      ReleaseError.of(
          ErrorCategory.UNKNOWN,
          "ListedAsFailed",
          "the cloud accepted the call but listed this id as failed, without a reason");
  private static final ErrorRule DIED =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.MAYBE, Remedy.LOOK_FIRST);

  private final ReleaseInstancesRequest request;
  private final Verdicts verdicts;
  private final Sending sending;

  AnswerRules(ReleaseInstancesRequest request, Verdicts verdicts, Sending sending) {
    this.request = request;
    this.verdicts = verdicts;
    this.sending = sending;
  }

  void apply(List<Work> works, Outcome<ReleaseAnswer> outcome) {
    for (Work work : works) {
      if (outcome.sends() > 0) {
        work.sends += outcome.sends();
        work.sentAt = outcome.endedAt();
        work.signedAt = outcome.signedAt();
        // Nothing was left open, so what did leave was refused: throttled, say, and then no
        // connection.
        work.refused |= outcome.kind() == Outcome.Kind.NOT_SENT;
      }
      work.error = outcome.error();
      work.rule = outcome.rule();
      work.looks = 0;
      work.lookFailures = 0;
      if (!outcome.requestIds().isEmpty()) {
        work.requestIds = joined(work.requestIds, outcome.requestIds());
      }
    }
    switch (outcome.kind()) {
      case ACCEPTED -> accepted(works, outcome.readable().orElseThrow());
      case REFUSED -> refused(works, outcome);
      case AMBIGUOUS -> works.forEach(this::ambiguous);
      case NOT_SENT -> notSent(works, outcome);
    }
  }

  /** Most instances are sent once, and share the list of their batch. */
  private static List<String> joined(List<String> before, List<String> now) {
    if (before.isEmpty()) {
      return now;
    }
    List<String> all = new ArrayList<>(before);
    all.addAll(now);
    return List.copyOf(all);
  }

  /** The call died on our side, nobody knows where. */
  void lost(List<Work> works, Instant now) {
    for (Work work : works) {
      work.sends++;
      work.sentAt = now;
      work.rule = DIED;
      work.error =
          ReleaseError.of(ErrorCategory.INTERNAL, "CallDied", "the call died on this machine");
      ambiguous(work);
    }
  }

  private void accepted(List<Work> works, ReleaseAnswer answer) {
    Set<String> refused = new HashSet<>(answer.refusedIds());
    for (Work work : works) {
      work.cohort = null;
      if (refused.contains(work.ref.id())) {
        work.refused = true;
        work.error = LISTED_ERROR;
        work.rule = LISTED;
        refusedAlone(work);
      } else {
        work.doneStage = Math.max(work.doneStage, work.step.stage());
        work.maybeApplied = false;
        acknowledged(work);
      }
    }
  }

  private void acknowledged(Work work) {
    work.status = Work.Status.WAITING;
    if (!request.lookFirst() || request.waitAtMost().isZero()) {
      boolean half = request.intent().goal() == Goal.DESTROY && work.step.stage() == 1;
      String hint =
          half && work.hint.isEmpty() ? "where there is a recycle bin it stays in it" : work.hint;
      verdicts.give(work, Verdict.ACCEPTED, Optional.empty(), hint);
    } else {
      sending.lookAgain(work, LookRules.firstPoll(work));
    }
  }

  private void refused(List<Work> works, Outcome<ReleaseAnswer> outcome) {
    ErrorRule rule = outcome.rule();
    works.forEach(work -> work.refused = true);
    if (rule.category() == ErrorCategory.DRY_RUN_PASSED && request.intent().dryRun()) {
      works.forEach(work -> verdicts.give(work, Verdict.DRY_RUN_PASSED));
      return;
    }
    if (rule.scope() == Scope.ACCOUNT) {
      works.forEach(work -> sending.refusedFor(work, outcome.error()));
      sending.accountFailed(works.get(0).account.name(), outcome.error());
      return;
    }
    if (rule.scope() == Scope.REQUEST) {
      works.forEach(work -> sending.refusedFor(work, outcome.error()));
      return;
    }
    if (works.size() == 1) {
      Work work = works.get(0);
      work.cohort = null;
      refusedAlone(work);
      return;
    }
    refusedTogether(works, outcome);
  }

  private void refusedAlone(Work work) {
    work.refusals++;
    boolean forGood = work.rule.remedy() == Remedy.GIVE_UP;
    if (forGood && (!work.maybeApplied || Verdicts.refusedForItself(work))) {
      // It was refused by itself and for good: no look could tell more.
      verdicts.give(work, Verdict.REJECTED, work.error);
      return;
    }
    if (request.lookFirst()) {
      work.status = Work.Status.SUSPECT;
      sending.lookAgain(work, explainAfter(work, false));
      return;
    }
    boolean notFound = work.rule.category() == ErrorCategory.NOT_FOUND;
    // The code may mean the recycle bin, and only a look could tell; that is no destruction.
    boolean done =
        !notFound
            && work.rule.remedy() == Remedy.ALREADY_DONE
            && request.intent().goal() == Goal.RELEASE;
    verdicts.give(
        work,
        notFound ? Verdict.NOT_FOUND : done ? Verdict.ALREADY_DONE : Verdict.REJECTED,
        work.error);
  }

  private void refusedTogether(List<Work> works, Outcome<ReleaseAnswer> outcome) {
    Cohort cohort = Cohort.of(works, outcome);
    works.forEach(work -> work.cohort = cohort);
    // Sending parts of it again must not take those further that it reached all the same.
    boolean look =
        request.lookFirst()
            || outcome.rule().remedy() == Remedy.REGROUP
            || works.get(0).step.escalates();
    for (Work work : works) {
      work.status = Work.Status.SUSPECT;
      // Without looks there is only the answer's own word to go by.
      work.refusedTogether = true;
      if (request.lookFirst() && !request.intent().dryRun()) {
        leftOpen(work);
      }
      if (look) {
        sending.lookAgain(work, explainAfter(work, true));
      }
    }
    if (!look) {
      cohort.survivors.addAll(works);
      sending.diagnose(cohort);
    }
  }

  /**
   * When a look can explain a refusal. No cloud promises that the others of a refused batch were
   * not touched: where a second application would go too far, the look must be one that shows it.
   */
  private static Duration explainAfter(Work work, boolean together) {
    if (together && work.step.escalates()) {
      return work.account.facts().settlingTime();
    }
    return work.rule.category() == ErrorCategory.BUSY || work.refusals > 1
        ? work.account.facts().pollInterval()
        : Duration.ZERO;
  }

  private static void leftOpen(Work work) {
    work.maybeApplied = true;
    work.openStage = Math.max(work.openStage, work.step.stage());
  }

  private void ambiguous(Work work) {
    work.cohort = null;
    leftOpen(work);
    work.status = Work.Status.UNSETTLED;
    if (request.lookFirst()) {
      sending.lookAgain(work, work.account.facts().pollInterval());
    } else {
      verdicts.give(
          work,
          Verdict.UNKNOWN,
          work.error.hint("looks are switched off; look at it before you send anything"));
    }
  }

  void notSent(Work work, ReleaseError error) {
    if (work.maybeApplied) {
      sending.refusedFor(work, error);
    } else {
      verdicts.give(work, Verdict.NOT_SENT, error);
    }
  }

  private void notSent(List<Work> works, Outcome<ReleaseAnswer> outcome) {
    List<String> blamed = outcome.culprits();
    for (Work work : works) {
      if (blamed.isEmpty() || blamed.contains(work.ref.id())) {
        notSent(work, outcome.error());
      } else {
        // Only its company kept it here.
        work.error = Work.NO_ERROR;
        sending.ready(work);
      }
    }
    if (outcome.rule().scope() == Scope.ACCOUNT) {
      sending.accountFailed(works.get(0).account.name(), outcome.error());
    }
  }
}
