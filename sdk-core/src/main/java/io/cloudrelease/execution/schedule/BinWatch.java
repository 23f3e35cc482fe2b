package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
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

  /** A look asked for it, and showed that, if anything. */
  void saw(TrackedInstance instance, @Nullable Snapshot snapshot) {
    if (snapshot != null && snapshot.phase() == LifecyclePhase.RECYCLED) {
      // By whoever's hand: others of its kind go there as well.
      memory.sawBin(instance, snapshot.chargeType());
      isBinned(instance);
    }
  }

  private void isBinned(TrackedInstance instance) {
    Assessment.Step sent = instance.life().step();
    boolean surprise = !instance.life().isUnsent() && sent.stage() == 1 && !sent.bin();
    if (surprise && memory.sawBin(instance)) {
      LOG.warn(
          "{} is in a recycle bin that its account was taken not to have, or on its way there; from"
              + " now on a call there is repeated only when it is proven not to have been carried"
              + " out",
          instance.ref());
    }
  }

  /** Whether a bin has shown up of which that step knows nothing. */
  boolean isNews(TrackedInstance instance, Assessment.Step step) {
    return step.stage() == 1 && !step.bin() && memory.hasBin(instance);
  }

  /** What is to be sent, knowing what was seen, on its way into a bin too. */
  Assessment known(TrackedInstance instance, Assessment assessment) {
    if (assessment.kind() == Assessment.Kind.LEAVING && assessment.step().bin()) {
      isBinned(instance);
    }
    return assessment.kind() == Assessment.Kind.SEND && isNews(instance, assessment.step())
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
