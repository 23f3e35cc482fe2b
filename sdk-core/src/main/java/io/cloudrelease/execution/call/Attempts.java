package io.cloudrelease.execution.call;

import java.util.ArrayList;
import java.util.List;

/** The attempts of one call, counted. */
final class Attempts {
  private final List<String> requestIds = new ArrayList<>();
  private int count;
  private int sends;
  private int throttled;
  private int untouched;
  private boolean unanswered;
  private boolean maybeApplied;

  void add(Attempt<?> attempt) {
    count++;
    if (!attempt.left()) {
      return;
    }
    sends++;
    throttled += attempt.turnedAway() ? 1 : 0;
    untouched += attempt.isUntouched() ? 1 : 0;
    // A gateway that gave up waiting answers too; the cloud goes on, and says who it is.
    unanswered |= !attempt.isAnswered() || attempt.maybeApplied() && attempt.requestId().isEmpty();
    maybeApplied |= attempt.maybeApplied();
    if (!attempt.requestId().isEmpty()) {
      requestIds.add(attempt.requestId());
    }
  }

  int count() {
    return count;
  }

  /** Whether one of them may have been carried out although it was not accepted. */
  boolean maybeApplied() {
    return maybeApplied;
  }

  Outcome.Tally tally() {
    return new Outcome.Tally(sends, throttled, untouched, !unanswered, requestIds);
  }
}
