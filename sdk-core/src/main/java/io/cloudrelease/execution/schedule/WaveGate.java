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
 * <p>Shares are of what may be sent as far as is known: named, and not settled without being sent.
 * So the first wave waits until nothing else is open, for a while: a list of which little is there
 * any more makes it no larger.
 */
public final class WaveGate {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Waves waves;
  private final RunRecord record;
  private final RunControl control;
  private final Instant opensAt;
  private final Deque<TrackedInstance> held = new ArrayDeque<>();
  private int maySend;
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
    this.maySend = instances;
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

  private void enter(TrackedInstance instance) {
    instance.wave(wave);
    admitted++;
    unsettled++;
  }

  /** Those whose turn has come; all that are held once the run is tripped. */
  List<TrackedInstance> release() {
    open = open || held.size() >= maySend || !control.now().isBefore(opensAt);
    if (tripped.isPresent()) {
      List<TrackedInstance> all = List.copyOf(held);
      held.clear();
      return all;
    }
    if (held.isEmpty() || !open) {
      return List.of();
    }
    if (unsettled == 0 && admitted >= room()) {
      nextWave();
    }
    List<TrackedInstance> turn = new ArrayList<>();
    while (!held.isEmpty() && admitted < room()) {
      TrackedInstance instance = held.remove();
      enter(instance);
      turn.add(instance);
    }
    return turn;
  }

  private void nextWave() {
    wave++;
    sentBefore += admitted;
    admitted = 0;
    troubles = 0;
    record.decided(OwnCodes.WAVES, "wave " + (wave + 1) + " of " + count() + " begins: " + room());
  }

  /** How many the present wave may have: never none, while one is held or was admitted. */
  private int room() {
    return waves.sizesFrom(wave, maySend, sentBefore).get(0);
  }

  /** How many waves there are, this one and those before it included. */
  private int count() {
    return wave + waves.sizesFrom(wave, maySend, sentBefore).size();
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
    if (waves.isNone()) {
      return;
    }
    if (instance.wave() < 0) {
      maySend--;
    } else {
      unsettled--;
    }
    // Turned away, or with its second step refused, it was sent in vain.
    boolean inVain =
        verdict == Verdict.NOT_SENT || verdict == Verdict.RECYCLED && goal == Goal.DESTROY;
    boolean trouble =
        verdict == Verdict.REJECTED
            || verdict == Verdict.UNKNOWN
            || inVain && !instance.life().isUnsent();
    if (trouble && instance.wave() >= 0) {
      troubles++;
      judge();
    }
  }

  private void judge() {
    int size = Math.max(admitted, room());
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
