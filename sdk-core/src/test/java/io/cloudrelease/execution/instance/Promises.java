package io.cloudrelease.execution.instance;

import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import org.jspecify.annotations.Nullable;

/** What each verdict promises, held against what is really so. */
final class Promises {

  private Promises() {}

  /** Why that verdict is not true; null when it is. */
  static @Nullable String broken(Verdict verdict, Truth truth, Asked asked) {
    Stage stage = truth.now().stage();
    return switch (verdict) {
      case RELEASED -> released(truth);
      case RECYCLED -> {
        if (stage == Stage.LIVE || stage == Stage.TO_BIN) {
          yield "it is not in the bin";
        }
        // Others put it there, and our send crossed theirs: no look in time could tell.
        yield truth.ours() && truth.oursOut() ? "our own send took it out of the bin" : null;
      }
      case ACCEPTED ->
          truth.acknowledged() || stage != Stage.LIVE || truth.now().endsLater()
              ? null
              : "nothing was acknowledged, and it did not move";
      case ALREADY_DONE -> {
        boolean there =
            asked.goal() == Goal.RELEASE
                ? stage != Stage.LIVE
                : stage == Stage.TO_NOTHING || stage == Stage.GONE;
        yield there ? untouched(truth, asked) : "it is not at the goal";
      }
      case NOT_FOUND, REJECTED, DRY_RUN_PASSED -> untouched(truth, asked);
      case NOT_SENT -> truth.left() ? "a request left" : untouched(truth, asked);
      case UNKNOWN -> null;
    };
  }

  /** What counts as on its way to be destroyed does not stay in a bin. */
  static @Nullable String halfway(Verdict verdict, Truth truth, Asked asked) {
    Stage stage = truth.now().stage();
    // Accepted, it may fail later, and nobody is told.
    boolean failed = truth.once().contains(Truth.Rare.FAILED_LATER);
    boolean stays = !failed && (stage == Stage.TO_BIN || stage == Stage.BIN);
    return asked.goal() == Goal.DESTROY && verdict == Verdict.ACCEPTED && stays
        ? "it stays in the bin, and counts as good"
        : null;
  }

  private static @Nullable String released(Truth truth) {
    // An empty look ahead of time can say so a moment early of one that cannot come back.
    boolean early =
        truth.now().stage() == Stage.TO_NOTHING && truth.once().contains(Truth.Rare.FALSE_ABSENCE);
    return truth.now().stage() == Stage.GONE || early ? null : "it is not gone";
  }

  private static @Nullable String untouched(Truth truth, Asked asked) {
    if (truth.touched()) {
      return "a send of ours was carried out";
    }
    return truth.mayBeTouched(asked.cloud()) ? "a send of ours may yet be carried out" : null;
  }
}
