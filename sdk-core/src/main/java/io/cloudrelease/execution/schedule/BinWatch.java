package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when an account has a recycle bin for instances that were taken to have none (an option
 * that says so wrongly, pay as you go that was sent to the bin): from then on, and for the life of
 * the process, a second call there may go too far. Thread-safe.
 */
final class BinWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BinWatch.class);

  private final InstanceMemory memory;

  BinWatch(InstanceMemory memory) {
    this.memory = memory;
  }

  /** That was shown of it, if anything. */
  void saw(TrackedInstance instance, @Nullable Snapshot snapshot) {
    if (snapshot == null || !showsBin(instance, snapshot)) {
      return;
    }
    // By whoever's hand: others of its kind go there as well.
    memory.sawBin(instance, snapshot.chargeType());
    if (wasToGoAtOnce(instance) && memory.sawBin(instance)) {
      LOG.warn(
          "{} is in a recycle bin that its account was taken not to have, or on its way there; from"
              + " now on a call there is repeated only when it is proven not to have been carried"
              + " out",
          instance.ref());
    }
  }

  /** Whether it is in a bin, or on its way into one. */
  private static boolean showsBin(TrackedInstance instance, Snapshot snapshot) {
    if (snapshot.phase() != LifecyclePhase.LEAVING) {
      return snapshot.phase() == LifecyclePhase.RECYCLED;
    }
    return assess(instance, snapshot)
        .filter(said -> said.kind() == Assessment.Kind.LEAVING && said.step().bin())
        .isPresent();
  }

  /**
   * Whether it is seen on its way out, and not into a bin. Of a bin that its provider does not know
   * it cannot tell.
   */
  static boolean leavesForGood(TrackedInstance instance, Snapshot snapshot) {
    return !wasToGoAtOnce(instance)
        && assess(instance, snapshot)
            .filter(said -> said.kind() == Assessment.Kind.LEAVING && !said.step().bin())
            .isPresent();
  }

  /** Whether it was sent, and its provider knew of no bin for it. */
  private static boolean wasToGoAtOnce(TrackedInstance instance) {
    InstanceLife life = instance.life();
    if (life.isUnsent()) {
      return false;
    }
    // Its step may know of the bin from others.
    Snapshot before = life.seen().before();
    return knowsNoBin(life.step())
        || (before != null && assess(instance, before).filter(BinWatch::knowsNoBin).isPresent());
  }

  private static Optional<Assessment> assess(TrackedInstance instance, Snapshot snapshot) {
    CloudProvider provider = instance.account().provider();
    try {
      return Optional.of(Extension.ask(() -> provider.assess(snapshot, instance.terms().intent())));
    } catch (RuntimeException broken) {
      // Told where the assessment itself is acted on.
      return Optional.empty();
    }
  }

  /** Whether a bin has shown up of which that step knows nothing. */
  boolean isNews(TrackedInstance instance, Assessment.Step step) {
    return knowsNoBin(step) && memory.hasBin(instance);
  }

  private static boolean knowsNoBin(Assessment assessment) {
    return assessment.kind() == Assessment.Kind.SEND && knowsNoBin(assessment.step());
  }

  private static boolean knowsNoBin(Assessment.Step step) {
    return step.stage() == 1 && !step.bin();
  }

  /**
   * What is to be sent, knowing what was seen.
   *
   * @param shown what that rests on, of which its life does not know yet; null without a look
   */
  Assessment known(TrackedInstance instance, @Nullable Snapshot shown, Assessment assessment) {
    return knowsNoBin(assessment) && memory.hasBin(instance, shown)
        ? Assessment.send(binned(instance, assessment.step())).hint(assessment.hint())
        : assessment;
  }

  /** Its life, knowing what was seen since it was sent: the step may have led into a bin. */
  InstanceLife known(TrackedInstance instance) {
    InstanceLife life = instance.life();
    return isNews(instance, life.step())
        ? life.next(binned(instance, life.step()), life.hint())
        : life;
  }

  private static Assessment.Step binned(TrackedInstance instance, Assessment.Step step) {
    boolean escalates = instance.terms().intent().goal() == Goal.RELEASE;
    return new Assessment.Step(step.action(), step.stage(), step.group(), escalates, true);
  }
}
