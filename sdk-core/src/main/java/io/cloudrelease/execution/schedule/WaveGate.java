package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lets a few go first, and more only when these went well. Loop's thread only.
 *
 * <p>Shares are of what stands ready, or was sent: what is gone already, held back, or not looked
 * at yet makes no wave larger, and what becomes ready later makes those after it larger. So that
 * the first one is not a share of the first look, it waits for the others, for a while.
 */
public final class WaveGate {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Waves waves;
  private final RunRecord record;
  private final RunControl control;
  private final Instant opensAt;
  private final Deque<TrackedInstance> held = new ArrayDeque<>();
  private int undecided;
  private boolean open;
  private int wave;
  private int sentBefore;
  private int admitted;
  private int unsettled;
  private int troubles;
  private Optional<ReleaseError> tripped = Optional.empty();

  public WaveGate(Waves waves, RunContext run, int instances) {
    this.waves = waves;
    this.record = run.record();
    this.control = run.control();
    this.opensAt = control.now().plus(LONGEST_WAIT);
    this.undecided = instances;
    this.open = waves.percents().isEmpty();
  }

  /** Whether it may go now; if not, it is kept until its wave comes. */
  boolean admit(TrackedInstance instance) {
    if (waves.isNone() || instance.wave() >= 0) {
      return true;
    }
    held.add(instance);
    return false;
  }

  /** Those whose turn has come; all that are held once the run is tripped. */
  List<TrackedInstance> release() {
    open = open || held.size() >= undecided || !control.now().isBefore(opensAt);
    List<TrackedInstance> turn = new ArrayList<>();
    if (open && !held.isEmpty() && unsettled == 0 && admitted >= room()) {
      nextWave();
    }
    if (tripped.isPresent()) {
      turn.addAll(held);
      held.clear();
    }
    while (open && !held.isEmpty() && admitted < room()) {
      TrackedInstance instance = held.remove();
      instance.wave(wave);
      admitted++;
      unsettled++;
      undecided--;
      turn.add(instance);
    }
    return turn;
  }

  private void nextWave() {
    judge(admitted);
    if (tripped.isPresent()) {
      return;
    }
    wave++;
    sentBefore += admitted;
    admitted = 0;
    troubles = 0;
    record.decided(OwnCodes.WAVES, "wave " + (wave + 1) + " of " + count() + " begins: " + room());
  }

  /** How many the present wave may have by now. */
  private int room() {
    List<Integer> sizes = sizes();
    return sizes.isEmpty() ? 0 : sizes.get(0);
  }

  /** How many waves there are, this one and those before it included. */
  private int count() {
    return wave + sizes().size();
  }

  private List<Integer> sizes() {
    return waves.sizesFrom(wave, sentBefore + admitted + held.size(), sentBefore);
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
      undecided--;
      return;
    }
    unsettled--;
    if (instance.life().isUnsent()) {
      // Held back after all: it was none of the wave.
      admitted--;
      return;
    }
    // Turned away, or with its second step refused, it was sent in vain.
    boolean inVain =
        verdict == Verdict.NOT_SENT || verdict == Verdict.RECYCLED && goal == Goal.DESTROY;
    if (verdict == Verdict.REJECTED || verdict == Verdict.UNKNOWN || inVain) {
      troubles++;
      judge(Math.max(admitted, room()));
    }
  }

  private void judge(int size) {
    int most = waves.mostTroublePercent();
    if (tripped.isPresent() || 100L * troubles <= (long) most * size) {
      return;
    }
    String why =
        "wave "
            + (wave + 1)
            + " of "
            + count()
            + ": "
            + troubles
            + " of "
            + size
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
