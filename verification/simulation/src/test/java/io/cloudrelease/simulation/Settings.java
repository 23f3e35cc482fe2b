package io.cloudrelease.simulation;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Power;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is asked for and under which conditions, the fleet and the weather apart.
 *
 * @param calm nothing goes wrong and there is time enough: everything that can be released must be
 * @param big fleets of a hundred and more
 * @param partial refused batches may have been carried out in part
 * @param crew how calls run beside each other
 * @param halt how the run is stopped early, and when
 */
record Settings(
    boolean calm,
    boolean big,
    Goal goal,
    Collateral collateral,
    Set<Power> powers,
    boolean dryRun,
    boolean looks,
    Duration waitAtMost,
    Duration deadline,
    boolean partial,
    CrewKind crew,
    Halt halt,
    Duration haltAfter,
    Duration latency,
    boolean planFirst) {

  enum CrewKind {
    ONE_BY_ONE,
    SHUFFLED
  }

  enum Halt {
    NONE,
    STOP,
    INTERRUPT,
    KILL_SWITCH
  }

  static Settings draw(Draw draw) {
    boolean calm = draw.chance(0.08);
    boolean hurried = !calm && draw.chance(0.2);
    Duration deadline =
        hurried
            ? draw.millis(500, draw.oneOf(3_000, 20_000, 90_000))
            : Duration.ofMinutes(draw.between(10, 30));
    boolean halts = !calm && draw.chance(0.12);
    boolean looks = draw.chance(0.8);
    return new Settings(
        calm,
        draw.chance(0.015),
        draw.chance(0.7) ? Goal.RELEASE : Goal.DESTROY,
        draw.chance(0.7) ? Collateral.KEEP : Collateral.RELEASE,
        powers(draw),
        draw.chance(0.05),
        looks,
        draw.chance(0.75)
            ? Duration.ofDays(365)
            : draw.chance(0.5) ? Duration.ZERO : draw.millis(1, 60_000),
        deadline,
        !calm && draw.chance(0.2),
        draw.chance(0.3) ? CrewKind.SHUFFLED : CrewKind.ONE_BY_ONE,
        halts ? draw.oneOf(Halt.STOP, Halt.INTERRUPT, Halt.KILL_SWITCH) : Halt.NONE,
        draw.chance(0.5) ? draw.millis(0, 500) : draw.millis(0, 40_000),
        draw.millis(3, draw.oneOf(30, 300)),
        draw.chance(0.05));
  }

  private static Set<Power> powers(Draw draw) {
    Set<Power> powers = EnumSet.noneOf(Power.class);
    if (draw.chance(0.5)) {
      powers.add(Power.FORCE);
      if (draw.chance(0.3)) {
        powers.add(Power.FORCE_STOP);
      }
    }
    if (draw.chance(0.3)) {
      powers.add(Power.TERMINATE_SUBSCRIPTION);
    }
    if (draw.chance(0.15)) {
      powers.add(Power.RESEND_WHEN_UNCHANGED);
    }
    return powers;
  }
}
