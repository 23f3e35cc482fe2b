package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The courses a Zenlayer instance's life may take (ZEC, BMC and VM documentation, life cycle). */
final class ZenlayerCourses {
  static final String RECYCLE = "RECYCLE";
  static final String RECYCLING = "RECYCLING";
  static final String RELEASING = "RELEASING";

  private final ZenlayerBehavior behavior;
  private final Visit visit;

  ZenlayerCourses(ZenlayerBehavior behavior, Visit visit) {
    this.behavior = behavior;
    this.visit = visit;
  }

  static Standing standing(String state) {
    return switch (state) {
      case RECYCLE, "RECYCLED" -> Standing.IN_BIN;
      case RELEASING, RECYCLING, "SHUTDOWN" -> Standing.LEAVING;
      default -> Standing.PRESENT;
    };
  }

  List<StatePoint> intoBin(SimulatedInstance instance) {
    Map<String, String> notes = instance.at(visit.now()).notes();
    Instant settled = visit.now().plus(behavior.recycling);
    return List.of(
        new StatePoint(visit.now(), passing(RECYCLING), Standing.LEAVING, notes),
        new StatePoint(settled, RECYCLE, Standing.IN_BIN, notes),
        StatePoint.gone(settled.plus(behavior.inBin)));
  }

  List<StatePoint> destruction(SimulatedInstance instance) {
    Map<String, String> notes = instance.at(visit.now()).notes();
    return List.of(
        new StatePoint(visit.now(), passing(RELEASING), Standing.LEAVING, notes),
        StatePoint.gone(visit.now().plus(behavior.releasing)));
  }

  private String passing(String usual) {
    return behavior.passingState.isEmpty() ? usual : behavior.passingState;
  }

  List<StatePoint> goneAtOnce() {
    return List.of(StatePoint.gone(visit.now()));
  }

  /** A subscription whose renewal was switched off runs until it ends, and then into the bin. */
  List<StatePoint> untilExpiry(SimulatedInstance instance) {
    StatePoint before = instance.at(visit.now());
    Map<String, String> notes = new HashMap<>(before.notes());
    notes.put("autoRenew", "false");
    List<StatePoint> course = new ArrayList<>();
    course.add(new StatePoint(visit.now(), before.state(), before.standing(), notes));
    instance
        .expiresAt()
        .filter(end -> end.isAfter(visit.now()))
        .ifPresent(
            end -> {
              course.add(new StatePoint(end, RECYCLE, Standing.IN_BIN, notes));
              course.add(StatePoint.gone(end.plus(behavior.inBin)));
            });
    return course;
  }
}
