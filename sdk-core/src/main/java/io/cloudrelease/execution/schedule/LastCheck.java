package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.SendCall;
import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.execution.record.IntentWriter;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asked when a call's turn has come: whether the looks it rests on are still young, and whether its
 * intent could be made durable. On the call's thread.
 */
final class LastCheck implements SendCall.LastCheck {
  private final RunControl control;
  private final Optional<Instant> oldest;
  private final IntentWriter intent;
  private final AtomicReference<State> state = new AtomicReference<>(State.HERE);

  private enum State {
    /** No byte left yet. */
    HERE,
    /** A byte may have left. */
    LEFT,
    /** None left, and none will. */
    SHUT
  }

  LastCheck(RunControl control, Collection<Snapshot> looks, IntentWriter intent) {
    this.control = control;
    this.oldest = looks.stream().map(Snapshot::takenAt).min(Instant::compareTo);
    this.intent = intent;
  }

  @Override
  public Optional<Withheld> first() {
    if (isOld()) {
      return oldLook();
    }
    Optional<Withheld> withheld = intent.intend();
    // Writing may have taken long.
    return withheld.isEmpty() && isOld() ? oldLook() : withheld;
  }

  @Override
  public Optional<Withheld> again() {
    return isOld() ? oldLook() : Optional.empty();
  }

  @Override
  public boolean passes() {
    return state.compareAndSet(State.HERE, State.LEFT) || state.get() == State.LEFT;
  }

  /** Whether a byte may have left. */
  boolean hasLeft() {
    return state.get() == State.LEFT;
  }

  /** Keeps it here for good; false when it may have left by now. */
  boolean shut() {
    return state.compareAndSet(State.HERE, State.SHUT) || state.get() == State.SHUT;
  }

  private boolean isOld() {
    return oldest.filter(at -> at.isBefore(control.trustedFrom())).isPresent();
  }

  private static Optional<Withheld> oldLook() {
    return Optional.of(
        Withheld.of(
            Withheld.Kind.OLD_LOOK,
            ReleaseError.of(
                ErrorCategory.GUARDED,
                OwnCodes.OLD_LOOK,
                "the look at it grew old before its turn")));
  }
}
