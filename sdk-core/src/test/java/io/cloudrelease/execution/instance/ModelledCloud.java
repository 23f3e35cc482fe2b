package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.spi.Assessment;
import java.util.Optional;

/**
 * The clouds as the checker models them: what a step does to an instance, how it is shown, and what
 * a provider makes of that. The kinds say what is true of the cloud and, apart from it, what a
 * provider believes.
 */
enum ModelledCloud {
  ZEC_WITH_BIN(true, true, true, true),
  ZEC_WITHOUT_BIN(false, true, true, true),
  BMC(true, false, false, true),
  BMC_PREPAID(true, false, false, true),
  TENCENT_PREPAID(true, true, true, true),
  TENCENT_POSTPAID(false, true, false, false),
  /** Its charge type is not known: taken for the worst, and in truth destroyed at once. */
  TENCENT_UNKNOWN_KIND(false, true, true, true),
  ALIYUN(false, true, false, false);

  /** Where an instance truly is. */
  enum Stage {
    LIVE,
    TO_BIN,
    BIN,
    TO_NOTHING,
    GONE
  }

  /**
   * What a look would show of an instance.
   *
   * @param locked whether its protection is on
   * @param endsLater whether its renewal was switched off
   */
  record Shown(Stage stage, boolean locked, boolean endsLater) {}

  private static final ReleaseError LOCKED =
      ReleaseError.of(ErrorCategory.PROTECTED, "Protected", "its protection is on");

  private final boolean hasBin;
  private final boolean oneAction;
  private final boolean secondGoesFurther;
  private final boolean binInPlay;

  ModelledCloud(boolean hasBin, boolean oneAction, boolean secondGoesFurther, boolean binInPlay) {
    this.hasBin = hasBin;
    this.oneAction = oneAction;
    this.secondGoesFurther = secondGoesFurther;
    this.binInPlay = binInPlay;
  }

  boolean hasBin() {
    return hasBin;
  }

  boolean secondGoesFurther() {
    return secondGoesFurther;
  }

  boolean hasToken() {
    return this == ALIYUN;
  }

  /** BMC and VM take one id a call into the bin. */
  boolean isSentAlone(Assessment.Step step) {
    return !oneAction && step.stage() == 1;
  }

  boolean canBeLocked() {
    return name().startsWith("TENCENT") || this == ALIYUN;
  }

  /** The step of that stage, as the provider has it. */
  Assessment.Step step(int stage, Goal goal) {
    boolean escalates = stage == 1 && goal == Goal.RELEASE && secondGoesFurther;
    return new Assessment.Step(
        oneAction ? "release" : "release" + stage, stage, "", escalates, binInPlay);
  }

  /** Where a call of that step takes it; empty when it does nothing. */
  Optional<Shown> applied(Shown now, int stage) {
    if (now.locked()) {
      return Optional.empty();
    }
    boolean first = oneAction || stage == 1;
    boolean second = oneAction || stage == 2;
    if (now.stage() == Stage.LIVE && first) {
      if (this == BMC_PREPAID) {
        return now.endsLater()
            ? Optional.empty()
            : Optional.of(new Shown(Stage.LIVE, now.locked(), true));
      }
      return Optional.of(at(now, hasBin ? Stage.TO_BIN : Stage.TO_NOTHING));
    }
    return now.stage() == Stage.BIN && second
        ? Optional.of(at(now, Stage.TO_NOTHING))
        : Optional.empty();
  }

  /** What the cloud does by itself with one that is on its way. */
  static Optional<Shown> further(Shown now) {
    return switch (now.stage()) {
      case TO_BIN -> Optional.of(at(now, Stage.BIN));
      case TO_NOTHING -> Optional.of(at(now, Stage.GONE));
      default -> Optional.empty();
    };
  }

  static Shown at(Shown now, Stage stage) {
    return new Shown(stage, now.locked(), now.endsLater());
  }

  LifecyclePhase phase(Shown shown) {
    return switch (shown.stage()) {
      case LIVE -> LifecyclePhase.STABLE;
      // ECS has no word for leaving.
      case TO_BIN, TO_NOTHING -> this == ALIYUN ? LifecyclePhase.CHANGING : LifecyclePhase.LEAVING;
      case BIN -> LifecyclePhase.RECYCLED;
      case GONE -> LifecyclePhase.ABSENT;
    };
  }

  /** What the provider makes of it. */
  Assessment assess(Shown shown, Goal goal) {
    if (shown.stage() == Stage.BIN && goal == Goal.RELEASE) {
      return Assessment.atGoal();
    }
    if (shown.stage() == Stage.TO_BIN || shown.stage() == Stage.TO_NOTHING) {
      return this == ALIYUN ? Assessment.changing() : Assessment.leaving();
    }
    if (shown.locked()) {
      return Assessment.refused(LOCKED);
    }
    if (shown.stage() == Stage.BIN) {
      return Assessment.send(step(2, goal));
    }
    return shown.endsLater()
        ? Assessment.endsLater("it runs until it expires")
        : Assessment.send(step(1, goal));
  }
}
