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
import java.util.function.BooleanSupplier;

/**
 * Asked when a call's turn has come: whether the looks it rests on still hold, and whether its
 * intent could be made durable. On the call's thread.
 */
final class LastCheck implements SendCall.LastCheck {
  private static final ReleaseError OVER =
      ReleaseError.of(
          ErrorCategory.STOPPED, OwnCodes.STOPPED, "the run ended before the call could leave");
  private static final ReleaseError OLD =
      ReleaseError.of(
          ErrorCategory.GUARDED, OwnCodes.OLD_LOOK, "the look at it grew old before its turn");

  private final RunControl control;
  private final Optional<Instant> oldest;
  private final BooleanSupplier overtaken;
  private final IntentWriter intent;
  private final AtomicReference<State> state = new AtomicReference<>(State.HERE);

  private enum State {
    /** No byte left yet. */
    HERE,
    /** A byte may leave, or have left. */
    LEAVING,
    /** So it was of an attempt before the last. */
    LEFT,
    /** None left, and none will. */
    SHUT
  }

  /**
   * The last check of one call.
   *
   * @param overtaken whether what was learnt since those looks would have decided otherwise
   */
  LastCheck(
      RunControl control,
      Collection<Snapshot> looks,
      BooleanSupplier overtaken,
      IntentWriter intent) {
    this.control = control;
    this.overtaken = overtaken;
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
  public Optional<ReleaseError> leaving() {
    // First: asking may take a while, in which the run can come to its end. Signing may have, too.
    // And a process that was frozen since its intent finds what it saw to be old.
    Optional<ReleaseError> kept = intent.checkOwner().or(control::mayNotSend).or(this::oldByNow);
    if (kept.isPresent()) {
      return kept;
    }
    State before =
        state.getAndUpdate(
            now ->
                switch (now) {
                  case HERE -> State.LEAVING;
                  case LEAVING, LEFT -> State.LEFT;
                  case SHUT -> State.SHUT;
                });
    return before == State.SHUT ? Optional.of(OVER) : Optional.empty();
  }

  @Override
  public void stayed() {
    state.compareAndSet(State.LEAVING, State.HERE);
  }

  @Override
  public String batchId() {
    return intent.batchId();
  }

  /** Whether a byte may have left. */
  boolean hasLeft() {
    State now = state.get();
    return now == State.LEAVING || now == State.LEFT;
  }

  /** Keeps it here for good; false when it may have left by now. */
  boolean shut() {
    return state.compareAndSet(State.HERE, State.SHUT) || state.get() == State.SHUT;
  }

  private boolean isOld() {
    boolean tooLongAgo = oldest.filter(at -> at.isBefore(control.trustedFrom())).isPresent();
    return tooLongAgo || overtaken.getAsBoolean();
  }

  private static Optional<Withheld> oldLook() {
    return Optional.of(Withheld.of(Withheld.Kind.OLD_LOOK, OLD));
  }

  private Optional<ReleaseError> oldByNow() {
    return isOld() ? Optional.of(OLD) : Optional.empty();
  }
}
