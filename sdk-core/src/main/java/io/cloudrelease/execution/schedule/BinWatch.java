package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
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
    if (snapshot == null || !showsBin(instance, snapshot)) {
      return;
    }
    // By whoever's hand: others of its kind go there as well.
    memory.sawBin(instance, snapshot.chargeType());
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

  /** Whether it is in a bin, or on its way into one. */
  private static boolean showsBin(TrackedInstance instance, Snapshot snapshot) {
    if (snapshot.phase() != LifecyclePhase.LEAVING) {
      return snapshot.phase() == LifecyclePhase.RECYCLED;
    }
    CloudProvider provider = instance.account().provider();
    try {
      Assessment said = Extension.ask(() -> provider.assess(snapshot, instance.terms().intent()));
      return said.kind() == Assessment.Kind.LEAVING && said.step().bin();
    } catch (RuntimeException broken) {
      // Told where the assessment itself is acted on.
      return false;
    }
  }

  /** Whether a bin has shown up of which that step knows nothing. */
  boolean isNews(TrackedInstance instance, Assessment.Step step) {
    return step.stage() == 1 && !step.bin() && memory.hasBin(instance);
  }

  /** What is to be sent, knowing what was seen. */
  Assessment known(TrackedInstance instance, Assessment assessment) {
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
