package io.cloudrelease.execution.schedule;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when an account has a recycle bin for instances that were taken to have none (an option
 * that says so wrongly, pay as you go that was sent to the bin): from then on, and for the life of
 * the process, a second call there may go too far. Loop's thread only.
 */
final class BinWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BinWatch.class);

  private final InstanceMemory memory;

  BinWatch(InstanceMemory memory) {
    this.memory = memory;
  }

  /** A look showed it. */
  void saw(TrackedInstance instance, Snapshot snapshot) {
    Assessment.Step sent = instance.life().step();
    boolean surprise =
        snapshot.phase() == LifecyclePhase.RECYCLED
            && !instance.life().isUnsent()
            && sent.stage() == 1
            && !sent.bin();
    if (surprise && memory.sawBin(account(instance))) {
      LOG.warn(
          "{} is in a recycle bin that its account was taken not to have; from now on a call there"
              + " is repeated only when it is proven not to have been carried out",
          instance.ref());
    }
  }

  /** What is to be sent, knowing what was seen. */
  Assessment.Step known(TrackedInstance instance, Assessment.Step step) {
    boolean innocent = step.stage() == 1 && !step.bin();
    if (!innocent || !memory.hasBin(account(instance))) {
      return step;
    }
    boolean escalates = instance.terms().intent().goal() == Goal.RELEASE;
    return new Assessment.Step(step.action(), step.stage(), step.group(), escalates, true);
  }

  private static String account(TrackedInstance instance) {
    return instance.terms().facts().cloud() + " " + instance.account().name();
  }
}
