package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.guard.Candidate;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the plan and the guards, after each look that makes an instance ready. Loop's thread only.
 */
public final class GuardCheck {
  private static final Logger LOG = LoggerFactory.getLogger(GuardCheck.class);

  /** Well below the age at which a look is too old to be sent on. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(10);

  private final List<ReleaseGuard> guards;
  private final Optional<PlanCheck> plan;
  private final WaveGate waves;
  private final RunContext run;
  private final GroupGuard groups;

  /** Once is enough: it will throw for the others as well. */
  private boolean warned;

  /** How long guards have been asked in this turn of the loop. */
  private Duration asked = Duration.ZERO;

  GuardCheck(
      List<ReleaseGuard> guards,
      Optional<PlanCheck> plan,
      WaveGate waves,
      RunContext run,
      GroupGuard groups) {
    this.groups = groups;
    this.guards = guards;
    this.plan = plan;
    this.waves = waves;
    this.run = run;
  }

  /** The loop begins anew, and starts what may be sent by now. */
  void turned() {
    asked = Duration.ZERO;
  }

  /**
   * Whether guards were asked for so long that what stands ready should leave first: the looks it
   * was decided on grow old meanwhile.
   */
  boolean hasTakenLong() {
    return asked.compareTo(LONGEST_TURN) >= 0;
  }

  /** Why it must not be sent. */
  Optional<ReleaseError> objection(TrackedInstance instance) {
    if (plan.isPresent() && isHeldTo(plan.get(), instance)) {
      Optional<ReleaseError> unplanned =
          plan.get().tooOld(instance.account()).or(() -> unplanned(plan.get(), instance));
      if (unplanned.isPresent()) {
        return unplanned;
      }
    }
    return waves.tripped().or(() -> guarded(instance)).or(() -> grouped(instance));
  }

  /**
   * Before its first send, and before each further one until a step of ours was taken: then it is
   * no more what the plan saw. Where the plan saw nothing, a later look tells the call more
   * closely.
   */
  private static boolean isHeldTo(PlanCheck plan, TrackedInstance instance) {
    InstanceLife life = instance.life();
    return life.isUnsent() || life.sent().acknowledged() == 0 && plan.saw(instance.ref());
  }

  private Optional<ReleaseError> unplanned(PlanCheck plan, TrackedInstance instance) {
    Snapshot last = instance.life().seen().last();
    try {
      return plan.objection(instance.ref(), last, instance.life().step())
          .or(() -> plan.more(instance.ref(), () -> attached(instance, last)));
    } catch (RuntimeException broken) {
      return Optional.of(threw(instance, broken));
    }
  }

  private List<CollateralItem> attached(TrackedInstance instance, @Nullable Snapshot look) {
    return look == null
        ? List.of()
        : Extension.ask(() -> instance.account().provider().collateral(look, run.intent()));
  }

  private Optional<ReleaseError> grouped(TrackedInstance instance) {
    try {
      return groups.objection(instance);
    } catch (RuntimeException broken) {
      return Optional.of(threw(instance, broken));
    }
  }

  private ReleaseError threw(TrackedInstance instance, RuntimeException broken) {
    if (!warned) {
      warned = true;
      LOG.warn("a guard broke; {} is held back", instance.ref(), Broken.shown(broken));
    }
    return held(
        OwnCodes.BROKEN_GUARD,
        broken instanceof Extension.BrokenException unheard && unheard.isSilence()
            ? "a guard had not answered by the end of the run"
            : "a guard threw " + Broken.name(broken));
  }

  private Optional<ReleaseError> guarded(TrackedInstance instance) {
    if (guards.isEmpty()) {
      return Optional.empty();
    }
    Snapshot last = instance.life().seen().last();
    // Creation times are the cloud's, and so is the time they are compared with.
    Instant now =
        instance
            .account()
            .cloudTimeBySteady(instance.ref().region(), run.control().now())
            .orElseGet(run.parts().clock()::instant);
    Candidate candidate =
        last == null ? Candidate.unseen(instance.ref(), now) : Candidate.seen(last, now);
    for (ReleaseGuard guard : guards) {
      Optional<ReleaseError> objection = run.control().halted();
      if (objection.isPresent()) {
        return objection; // the end of the run waits for no further question
      }
      Instant began = run.control().now();
      try {
        objection = run.crew().ask(() -> guard.objection(candidate), run.control());
      } catch (Extension.BrokenException broken) {
        return Optional.of(threw(instance, broken));
      } finally {
        asked = asked.plus(Duration.between(began, run.control().now()));
      }
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static ReleaseError held(String guard, String reason) {
    return ReleaseError.of(ErrorCategory.GUARDED, guard, reason);
  }
}
