package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.guard.Candidate;
import io.cloudrelease.guard.Guards;
import io.cloudrelease.guard.Objection;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.Verdict;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All guards of a run in one place: what may be sent, how much, and when. Loop's thread only. */
final class Gate {
  private final Guards guards;
  private final Optional<PlanCheck> plan;
  private final RunControl control;
  private final RunRecord chronicle;
  private final List<Integer> sizes;
  private final int[] troubles;
  private final Deque<Work> held = new ArrayDeque<>();
  private int wave;
  private int admitted;
  private int unsettled;
  private Optional<ReleaseError> tripped = Optional.empty();

  Gate(
      Guards guards,
      Optional<PlanCheck> plan,
      RunControl control,
      RunRecord chronicle,
      int instances) {
    this.guards = guards;
    this.plan = plan;
    this.control = control;
    this.chronicle = chronicle;
    this.sizes = guards.waves().isNone() ? List.of(instances) : guards.waves().sizes(instances);
    this.troubles = new int[sizes.size()];
  }

  /** Why it must not be sent at all. */
  Optional<ReleaseError> objection(Work work) {
    if (work.sends > 0) {
      return tripped;
    }
    if (plan.isPresent()) {
      Optional<ReleaseError> unplanned = plan.get().objection(work.ref, work.last, work.step);
      if (unplanned.isPresent()) {
        return unplanned;
      }
    }
    return tripped.isPresent() ? tripped : guarded(work);
  }

  private Optional<ReleaseError> guarded(Work work) {
    Candidate candidate = new Candidate(work.ref, Optional.ofNullable(work.last), control.now());
    for (ReleaseGuard guard : guards.guards()) {
      Optional<Objection> objection;
      try {
        objection = Objects.requireNonNull(guard.objection(candidate));
      } catch (RuntimeException broken) {
        return held("BrokenGuard", "a guard threw " + broken.getClass().getName());
      }
      if (objection.isPresent()) {
        return held(objection.get().guard(), objection.get().reason());
      }
    }
    return Optional.empty();
  }

  private static Optional<ReleaseError> held(String guard, String reason) {
    return Optional.of(ReleaseError.of(ErrorCategory.GUARDED, guard, reason));
  }

  /** Whether it belongs to the present wave; if not, it is kept until its wave comes. */
  boolean admit(Work work) {
    if (work.wave >= 0) {
      return true;
    }
    if (!held.isEmpty() || admitted >= sizes.get(wave)) {
      held.add(work);
      return false;
    }
    enter(work);
    return true;
  }

  private void enter(Work work) {
    work.wave = wave;
    admitted++;
    unsettled++;
  }

  /** Those whose turn has come; all that are held once the run is tripped. */
  List<Work> release() {
    if (tripped.isPresent()) {
      List<Work> all = List.copyOf(held);
      held.clear();
      return all;
    }
    if (held.isEmpty()) {
      return List.of();
    }
    if (admitted >= sizes.get(wave) && unsettled == 0) {
      wave++;
      admitted = 0;
      chronicle.decided(
          "Waves", "wave " + (wave + 1) + " of " + sizes.size() + " begins: " + sizes.get(wave));
    }
    List<Work> turn = new ArrayList<>();
    while (!held.isEmpty() && admitted < sizes.get(wave)) {
      Work work = held.remove();
      enter(work);
      turn.add(work);
    }
    return turn;
  }

  boolean holdsNothing() {
    return held.isEmpty();
  }

  /** Why nothing more is sent, if so. */
  Optional<ReleaseError> tripped() {
    return tripped;
  }

  /** It has its verdict. */
  void settled(Work work, Verdict verdict) {
    if (work.wave < 0) {
      return;
    }
    if (work.wave == wave) {
      unsettled--;
    }
    if (verdict == Verdict.REJECTED || verdict == Verdict.UNKNOWN) {
      trouble(work.wave);
    }
  }

  private void trouble(int where) {
    troubles[where]++;
    int most = guards.waves().mostTroublePercent();
    if (tripped.isPresent() || 100L * troubles[where] <= (long) most * sizes.get(where)) {
      return;
    }
    String why =
        "wave "
            + (where + 1)
            + " of "
            + sizes.size()
            + ": "
            + troubles[where]
            + " of "
            + sizes.get(where)
            + " ended rejected or unknown; "
            + most
            + " % may";
    tripped = held("Waves", why).map(e -> e.hint("look into these first"));
    chronicle.decided("Waves", "stopped in " + why);
  }

  /**
   * Charges the budget for those that it was not yet charged for; what it does not grant is left
   * out.
   */
  List<Work> charge(List<Work> works) {
    List<Work> fresh = charged(works, false);
    if (fresh.isEmpty()) {
      return works;
    }
    int granted = take(fresh.get(0).account, fresh.size());
    for (Work work : fresh.subList(0, granted)) {
      work.charged = true;
    }
    if (granted == fresh.size()) {
      return works;
    }
    chronicle.decided(
        "BlastBudget",
        fresh.get(0).account.name()
            + ": "
            + granted
            + " of "
            + fresh.size()
            + " granted; the budget is "
            + guards.budget().describe());
    return charged(works, true);
  }

  /** Those that the budget was charged for, or not. */
  static List<Work> charged(List<Work> works, boolean wanted) {
    List<Work> some = new ArrayList<>(works.size());
    for (Work work : works) {
      if (work.charged == wanted) {
        some.add(work);
      }
    }
    return some;
  }

  private int take(Account account, int wanted) {
    try {
      int granted = guards.budget().take(account.budgetName(), wanted, control.now());
      return Math.max(0, Math.min(wanted, granted));
    } catch (RuntimeException broken) {
      chronicle.decided("BlastBudget", "it threw " + broken.getClass().getName());
      return 0;
    }
  }

  ReleaseError overBudget(Work work) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            "BlastBudget",
            "the budget of " + work.account.name() + " is used up: " + guards.budget().describe())
        .hint("wait, or raise the budget if that many are meant");
  }

  /** Proven untouched by the call for which they were charged. */
  void giveBack(List<Work> works) {
    if (works.isEmpty()) {
      return;
    }
    for (Work work : works) {
      work.charged = false;
    }
    Instant now = control.now();
    try {
      guards.budget().giveBack(works.get(0).account.budgetName(), works.size(), now);
    } catch (RuntimeException broken) {
      chronicle.decided("BlastBudget", "it threw " + broken.getClass().getName());
    }
  }
}
