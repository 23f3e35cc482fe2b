package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.instance.Openness;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.spi.ReleaseAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Charges the budget once for each instance before it is first sent, and gives back what is proven
 * not to have been touched. Loop's thread only.
 */
public final class BudgetCharge {
  private static final Set<Verdict> UNTOUCHED =
      EnumSet.of(Verdict.REJECTED, Verdict.NOT_SENT, Verdict.NOT_FOUND, Verdict.ALREADY_DONE);

  private final BlastBudget budget;
  private final RunContext run;

  /**
   * A charge that is older counts no more in a budget of an hour: who gave it back took another.
   */
  private static final Duration LONGEST_RETURN = Duration.ofHours(1);

  /** Those it was charged for here, not by a run before this one. */
  private final Map<TrackedInstance, Charge> charged = new HashMap<>();

  /** Under which account it was charged for, and when. */
  private record Charge(String account, Instant at) {}

  /** What it threw when it was asked last; empty where it answered. */
  private String silence = "";

  public BudgetCharge(BlastBudget budget, RunContext run) {
    this.budget = budget;
    this.run = run;
  }

  /**
   * Charges for those that were not charged for yet.
   *
   * @return those that were charged for now; what the budget does not grant is not among them
   */
  List<TrackedInstance> charge(List<TrackedInstance> instances) {
    List<TrackedInstance> fresh =
        instances.stream().filter(instance -> !instance.charged()).toList();
    if (fresh.isEmpty()) {
      return List.of();
    }
    Account account = fresh.get(0).account();
    // Keys may be others, or none, by the time that it is given back.
    String name = account.budgetName();
    int granted = take(name, fresh.size());
    List<TrackedInstance> charged = fresh.subList(0, granted);
    for (TrackedInstance instance : charged) {
      instance.charged(true);
      this.charged.put(instance, new Charge(name, run.control().now()));
    }
    if (granted < fresh.size()) {
      run.record()
          .decided(
              OwnCodes.BLAST_BUDGET,
              account.name()
                  + ": "
                  + granted
                  + " of "
                  + fresh.size()
                  + " granted; the budget is "
                  + described());
    }
    return charged;
  }

  private int take(String account, int wanted) {
    try {
      int granted = ask(() -> budget.take(account, wanted, run.control().now()));
      silence = "";
      return Math.max(0, Math.min(wanted, granted));
    } catch (Extension.BrokenException broken) {
      silence = String.valueOf(broken.getMessage());
      run.record().decided(OwnCodes.BLAST_BUDGET, "it threw " + broken.getMessage());
      return 0;
    }
  }

  private <T> T ask(Supplier<T> question) {
    // Without a budget nobody is asked whose answer would have to be waited for.
    return budget == BlastBudget.unlimited()
        ? question.get()
        : run.crew().ask(question, run.control());
  }

  private String described() {
    try {
      return ask(budget::describe);
    } catch (Extension.BrokenException broken) {
      return "it threw " + broken.getMessage();
    }
  }

  /** Why it was not granted. */
  ReleaseError notGranted(TrackedInstance instance) {
    if (!silence.isEmpty()) {
      return ReleaseError.of(
              ErrorCategory.GUARDED,
              OwnCodes.BLAST_BUDGET,
              "the budget of " + instance.account().name() + " could not be asked: " + silence)
          .hint("what no budget grants is not sent; see to what the budget stands on");
    }
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.BLAST_BUDGET,
            "the budget of " + instance.account().name() + " is used up: " + described())
        .hint("wait, or raise the budget if that many are meant");
  }

  /**
   * What a call proves not to have touched does not count.
   *
   * @param charged those that were charged for this call
   * @param size how many instances it named
   */
  void giveBack(List<TrackedInstance> charged, int size, Outcome<ReleaseAnswer> outcome) {
    List<TrackedInstance> untouched = new ArrayList<>();
    for (TrackedInstance instance : charged) {
      if (instance.charged() && isUntouched(instance, size, outcome)) {
        untouched.add(instance);
      }
    }
    giveBack(untouched);
  }

  private static boolean isUntouched(
      TrackedInstance instance, int size, Outcome<ReleaseAnswer> outcome) {
    boolean alone =
        size == 1
            || outcome.rule().scope() != Scope.INSTANCE
            || outcome.culprits().contains(instance.ref().id());
    return switch (outcome.kind()) {
      case NOT_SENT, WITHHELD -> true;
      case REFUSED ->
          outcome.rule().proves() == Proof.ALL || outcome.rule().proves() == Proof.OWN && alone;
      // What a success lists as failed may have failed because it is going already: its verdict
      // will tell.
      case ACCEPTED, AMBIGUOUS -> false;
    };
  }

  /** It has its verdict: what several calls together prove of it is known now. */
  void settled(TrackedInstance instance) {
    InstanceVerdict given = instance.verdict();
    boolean untouched = given != null && UNTOUCHED.contains(given.verdict());
    if (untouched && instance.life().sent().openness() == Openness.CLOSED) {
      giveBack(List.of(instance));
    }
    charged.remove(instance);
  }

  void giveBack(List<TrackedInstance> instances) {
    Map<String, Integer> untouched = new HashMap<>();
    for (TrackedInstance instance : instances) {
      Charge charge = charged.remove(instance);
      if (charge != null) {
        instance.charged(false);
        if (run.control().now().isBefore(charge.at().plus(LONGEST_RETURN))) {
          untouched.merge(charge.account(), 1, Integer::sum);
        }
      }
    }
    untouched.forEach(this::giveBack);
  }

  private void giveBack(String account, int instances) {
    try {
      ask(
          () -> {
            budget.giveBack(account, instances, run.control().now());
            return true;
          });
    } catch (Extension.BrokenException broken) {
      run.record().decided(OwnCodes.BLAST_BUDGET, "it threw " + broken.getMessage());
    }
  }
}
