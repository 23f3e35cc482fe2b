package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Lets a few go first, and more only when these went well. Loop's thread only. */
public final class WaveGate {
  private final Waves waves;
  private final RunRecord record;
  private final RunControl control;
  private final List<Integer> sizes;
  private final int[] troubles;
  private final Deque<TrackedInstance> held = new ArrayDeque<>();
  private int wave;
  private int admitted;
  private int unsettled;
  private Optional<ReleaseError> tripped = Optional.empty();

  public WaveGate(Waves waves, RunContext run, int instances) {
    this.waves = waves;
    this.record = run.record();
    this.control = run.control();
    this.sizes = waves.isNone() ? List.of(instances) : waves.sizes(instances);
    this.troubles = new int[sizes.size()];
  }

  /** Whether it belongs to the present wave; if not, it is kept until its wave comes. */
  boolean admit(TrackedInstance instance) {
    if (instance.wave() >= 0) {
      return true;
    }
    if (!held.isEmpty() || admitted >= sizes.get(wave)) {
      held.add(instance);
      return false;
    }
    enter(instance);
    return true;
  }

  private void enter(TrackedInstance instance) {
    instance.wave(wave);
    admitted++;
    unsettled++;
  }

  /** Those whose turn has come; all that are held once the run is tripped. */
  List<TrackedInstance> release() {
    if (held.isEmpty()) {
      return List.of();
    }
    if (tripped.isPresent()) {
      List<TrackedInstance> all = List.copyOf(held);
      held.clear();
      return all;
    }
    if (admitted >= sizes.get(wave) && unsettled == 0) {
      wave++;
      admitted = 0;
      record.decided(
          OwnCodes.WAVES,
          "wave " + (wave + 1) + " of " + sizes.size() + " begins: " + sizes.get(wave));
    }
    List<TrackedInstance> turn = new ArrayList<>();
    while (!held.isEmpty() && admitted < sizes.get(wave)) {
      TrackedInstance instance = held.remove();
      enter(instance);
      turn.add(instance);
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
  void settled(TrackedInstance instance, Verdict verdict, Goal goal) {
    if (instance.wave() < 0) {
      return;
    }
    if (instance.wave() == wave) {
      unsettled--;
    }
    // Turned away, or with its second step refused, it was sent in vain.
    boolean inVain =
        verdict == Verdict.NOT_SENT || verdict == Verdict.RECYCLED && goal == Goal.DESTROY;
    if (verdict == Verdict.REJECTED
        || verdict == Verdict.UNKNOWN
        || inVain && !instance.life().isUnsent()) {
      trouble(instance.wave());
    }
  }

  private void trouble(int where) {
    troubles[where]++;
    int most = waves.mostTroublePercent();
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
            + " ended rejected, unknown or short of the goal; "
            + most
            + " % may";
    ReleaseError stopped =
        ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.WAVES, why).hint("look into these first");
    tripped = Optional.of(stopped);
    control.sendNoMore(stopped);
    record.decided(OwnCodes.WAVES, "stopped in " + why);
  }
}
