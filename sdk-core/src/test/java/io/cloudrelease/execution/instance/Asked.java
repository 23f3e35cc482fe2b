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
 * @param crashes whether the process may die, once in a path
 * @param mostSends how many sends a path holds at most, throttled ones not counted
 */
record Asked(
    ModelledCloud cloud,
    Goal goal,
    boolean looks,
    boolean granted,
    boolean once,
    boolean noWait,
    boolean crashes,
    int mostSends,
    int trueLag,
    int trueDelay) {
  /** In units of the settling time, as all times here. */
  static final int LAG = 2;

  static final int DELAY = 1;
  static final int WAIT = 2;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /** That goal on that cloud, and nothing unusual. */
  static Asked of(ModelledCloud cloud, Goal goal) {
    int most = goal == Goal.DESTROY ? 2 : UNBOUNDED;
    return new Asked(cloud, goal, true, false, false, false, false, most, LAG, DELAY);
  }

  Asked blind() {
    return new Asked(
        cloud, goal, false, granted, once, noWait, crashes, mostSends, trueLag, trueDelay);
  }

  Asked withGrant() {
    return new Asked(
        cloud, goal, looks, true, once, noWait, crashes, mostSends, trueLag, trueDelay);
  }

  Asked sentOnce() {
    return new Asked(
        cloud, goal, looks, granted, true, noWait, crashes, mostSends, trueLag, trueDelay);
  }

  Asked withoutWaiting() {
    return new Asked(
        cloud, goal, looks, granted, once, true, crashes, mostSends, trueLag, trueDelay);
  }

  Asked withCrash() {
    return new Asked(
        cloud, goal, looks, granted, once, noWait, true, mostSends, trueLag, trueDelay);
  }

  Asked sends(int most) {
    return new Asked(cloud, goal, looks, granted, once, noWait, crashes, most, trueLag, trueDelay);
  }

  /** In a worse world than the facts say. */
  Asked beyond() {
    return new Asked(
        cloud, goal, looks, granted, once, noWait, crashes, mostSends, 2 * LAG, 2 * DELAY);
  }

  boolean isBeyond() {
    return trueLag > LAG;
  }

  /** All that hold within a minute. */
  static List<Asked> quick() {
    List<Asked> some = new ArrayList<>();
    for (ModelledCloud cloud : ModelledCloud.values()) {
      Asked plain = of(cloud, Goal.RELEASE);
      some.add(plain);
      some.add(plain.blind());
      if (cloud.secondGoesFurther()) {
        some.add(plain.withGrant());
        some.add(plain.sentOnce());
      }
    }
    some.add(of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE).withCrash());
    some.add(of(ModelledCloud.ZEC_WITHOUT_BIN, Goal.RELEASE).withGrant().withCrash());
    some.add(of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE).withoutWaiting());
    some.add(of(ModelledCloud.TENCENT_PREPAID, Goal.RELEASE).blind().withCrash());
    some.add(of(ModelledCloud.BMC, Goal.RELEASE).withCrash());
    some.add(of(ModelledCloud.ALIYUN, Goal.RELEASE).sends(2).withCrash());
    some.add(of(ModelledCloud.ZEC_WITH_BIN, Goal.DESTROY));
    some.add(of(ModelledCloud.BMC, Goal.DESTROY));
    some.add(of(ModelledCloud.BMC_PREPAID, Goal.DESTROY));
    return some;
  }

  /** All there are. */
  static List<Asked> all() {
    List<Asked> all = new ArrayList<>();
    for (ModelledCloud cloud : ModelledCloud.values()) {
      for (Goal goal : Goal.values()) {
        Asked plain = of(cloud, goal);
        List<Asked> kinds = new ArrayList<>(List.of(plain, plain.blind(), plain.withoutWaiting()));
        if (cloud.secondGoesFurther() && goal == Goal.RELEASE) {
          kinds.add(plain.withGrant());
          kinds.add(plain.sentOnce());
        }
        all.addAll(kinds);
        kinds.forEach(kind -> all.add(kind.withCrash()));
        if (goal == Goal.DESTROY) {
          all.add(plain.sends(3));
        }
      }
    }
    return all;
  }

  /** What the rules go by; with looks also once a run is resumed. */
  Terms terms(boolean resumed) {
    ActionFacts action = ActionFacts.of("release", 100, 10, Duration.ofSeconds(10));
    ProviderFacts facts =
        ProviderFacts.of("cloud", action, List.of(action))
            .settlingTime(LifeForm.UNIT)
            .pollInterval(LifeForm.UNIT)
            .longestLag(LifeForm.UNIT.multipliedBy(LAG))
            .longestDelay(LifeForm.UNIT.multipliedBy(DELAY));
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
        + (crashes ? ", the process may die" : "")
        + (mostSends == UNBOUNDED ? "" : ", at most " + mostSends + " sends")
        + (isBeyond() ? ", looks and calls later than the facts say" : "");
  }
}
