package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is asked for, of which cloud, and how far its looks are really behind.
 *
 * @param granted whether the caller granted RESEND_WHEN_UNCHANGED
 * @param once whether no second escalating send is wanted, whatever looks prove
 */
record Asked(
    ModelledCloud cloud,
    Goal goal,
    boolean looks,
    boolean granted,
    boolean once,
    boolean noWait,
    int trueLag,
    int trueDelay) {
  /** In units of the settling time. */
  static final int LAG = Integer.getInteger("lag", 2);

  static final int DELAY = Integer.getInteger("delay", 1);
  static final int WAIT = 2;

  static Asked of(ModelledCloud cloud, Goal goal) {
    return new Asked(cloud, goal, true, false, false, false, LAG, DELAY);
  }

  Asked blind() {
    return new Asked(cloud, goal, false, granted, once, noWait, trueLag, trueDelay);
  }

  Asked withGrant() {
    return new Asked(cloud, goal, looks, true, once, noWait, trueLag, trueDelay);
  }

  Asked sentOnce() {
    return new Asked(cloud, goal, looks, granted, true, noWait, trueLag, trueDelay);
  }

  Asked withoutWaiting() {
    return new Asked(cloud, goal, looks, granted, once, true, trueLag, trueDelay);
  }

  /** In a worse world than the facts say. */
  Asked beyond() {
    return new Asked(cloud, goal, looks, granted, once, noWait, 2 * LAG, 2 * DELAY);
  }

  /** All that are walked for the promises. */
  static List<Asked> all() {
    List<Asked> all = new ArrayList<>();
    for (ModelledCloud cloud : ModelledCloud.values()) {
      for (Goal goal : Goal.values()) {
        Asked plain = of(cloud, goal);
        all.add(plain);
        all.add(plain.blind());
        if (goal == Goal.RELEASE) {
          all.add(plain.withoutWaiting());
        }
        if (cloud.secondGoesFurther() && goal == Goal.RELEASE) {
          all.add(plain.withGrant());
          all.add(plain.sentOnce());
        }
      }
    }
    return all;
  }

  /** What the rules go by; with looks also once a run is resumed. */
  Terms terms(boolean resumed) {
    ActionFacts action = new ActionFacts("release", 100, 10, false, Duration.ofSeconds(10));
    ProviderFacts facts =
        ProviderFacts.builder("cloud")
            .releaseActions(List.of(action))
            .lookAction(action)
            .settlingTime(LifeForm.UNIT)
            .pollInterval(LifeForm.UNIT)
            .longestLag(LifeForm.UNIT.multipliedBy(LAG))
            .longestDelay(LifeForm.UNIT.multipliedBy(DELAY))
            .build();
    Set<Power> powers = granted ? Set.of(Power.RESEND_WHEN_UNCHANGED) : Set.of();
    return new Terms(
        new Intent(goal, Collateral.KEEP, powers, false),
        looks || resumed,
        noWait ? Duration.ZERO : LifeForm.UNIT.multipliedBy(WAIT),
        once,
        facts,
        this::mayResend);
  }

  /** As the default retry policy answers. */
  private boolean mayResend(InstanceLife life) {
    boolean proven = life.sent().openness() == Openness.CLOSED;
    return life.trouble().rule().category() != ErrorCategory.UNKNOWN
        && (granted || proven || !life.step().escalates());
  }

  @Override
  public String toString() {
    return cloud
        + " "
        + goal
        + (looks ? "" : ", no looks")
        + (granted ? ", RESEND_WHEN_UNCHANGED" : "")
        + (once ? ", sent once" : "")
        + (noWait ? ", no wait" : "")
        + (trueLag > LAG ? ", looks and calls later than the facts say" : "");
  }
}
