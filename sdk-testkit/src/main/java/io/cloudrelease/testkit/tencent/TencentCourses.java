package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The courses a CVM instance's life may take. */
final class TencentCourses {
  static final String SHUTDOWN = "SHUTDOWN";
  static final String ISOLATING = "ISOLATING";
  static final String TERMINATING = "TERMINATING";

  /** Not on the wire: it is being destroyed, whatever is shown. */
  private static final String DESTROYED = "destroyed";

  private final TencentBehavior behavior;

  TencentCourses(TencentBehavior behavior) {
    this.behavior = behavior;
  }

  /** The state that decides what a call may do. */
  static String trueState(StatePoint point) {
    return point.note(DESTROYED).isEmpty() ? point.state() : TERMINATING;
  }

  /**
   * Into the bin, and out of it in the end.
   *
   * @param before what it is now
   */
  List<StatePoint> intoBin(StatePoint before, String requestId, Duration kept) {
    StatePoint passing = passing(before, requestId);
    Instant settled = before.at().plus(behavior.isolating);
    return List.of(passing, inBin(passing, settled), StatePoint.gone(settled.plus(kept)));
  }

  List<StatePoint> destruction(StatePoint before, String requestId) {
    return List.of(
        isHidden() ? destroyedUnseen(before, requestId) : terminating(before, requestId),
        StatePoint.gone(before.at().plus(behavior.terminating)));
  }

  private StatePoint terminating(StatePoint before, String requestId) {
    Map<String, String> notes = operating(before, TencentCall.TERMINATE, requestId);
    return new StatePoint(before.at(), TERMINATING, Standing.LEAVING, notes);
  }

  private StatePoint destroyedUnseen(StatePoint before, String requestId) {
    Map<String, String> notes = operating(before, behavior.isolatingOperation, requestId);
    notes.put(DESTROYED, "true");
    return hidden(before, notes);
  }

  /** On its way into the bin. */
  StatePoint passing(StatePoint before, String requestId) {
    Map<String, String> notes = operating(before, behavior.isolatingOperation, requestId);
    if (isHidden()) {
      return hidden(before, notes);
    }
    notes.put("IsolatedSource", "MANMADE");
    Standing standing = SimulatedTencent.standing(behavior.passingState);
    return new StatePoint(before.at(), behavior.passingState, standing, notes);
  }

  /** Arrived there. */
  StatePoint inBin(StatePoint passing, Instant at) {
    Map<String, String> notes = new HashMap<>(passing.notes());
    notes.put("LatestOperationState", "SUCCESS");
    notes.put("IsolatedSource", "MANMADE");
    return new StatePoint(at, SHUTDOWN, Standing.IN_BIN, notes);
  }

  /** Whether only the latest operation tells that an instance is on its way. */
  boolean isHidden() {
    return behavior.passingUntold;
  }

  private StatePoint hidden(StatePoint before, Map<String, String> notes) {
    String state = behavior.passingState.isEmpty() ? before.state() : behavior.passingState;
    return new StatePoint(before.at(), state, Standing.LEAVING, notes);
  }

  private static Map<String, String> operating(
      StatePoint before, String operation, String requestId) {
    Map<String, String> notes = new HashMap<>(before.notes());
    notes.put("LatestOperation", operation);
    notes.put("LatestOperationState", "OPERATING");
    notes.put("LatestOperationRequestId", requestId);
    return notes;
  }
}
