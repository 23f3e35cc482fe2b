package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Verdict;
import java.util.Optional;

/**
 * What a rule says: what is known of the instance from now on, and what is to be done next.
 *
 * @param life with its verdict, the life stands at {@link Standing#DONE}
 */
public record Decision(InstanceLife life, Next next) {

  /** The one way to have something sent: each reason is one rule of {@code docs/verdicts.md}. */
  public static Decision send(InstanceLife life, SendReason reason) {
    InstanceLife meant = life.efforts(life.efforts().meant(reason == SendReason.GRANTED));
    return new Decision(meant.at(Standing.READY), Next.send(reason));
  }

  static Decision look(InstanceLife life, Standing standing, Next look) {
    return new Decision(life.at(standing), look);
  }

  static Decision verdict(InstanceLife life, Verdict wanted) {
    return verdict(life, wanted, Optional.empty(), "");
  }

  static Decision verdict(InstanceLife life, Verdict wanted, ReleaseError error) {
    return verdict(life, wanted, Optional.of(error), "");
  }

  /** That verdict, or the one that is true after what was sent. */
  public static Decision verdict(
      InstanceLife life, Verdict wanted, Optional<ReleaseError> error, String hint) {
    Verdict verdict = shownInBin(life, wanted) ? Verdict.RECYCLED : wanted;
    return new Decision(
        life.at(Standing.DONE),
        Next.verdict(life.sent().nearest(verdict, life.knownBeforeSend()), error, hint));
  }

  /** Whether the last look proves it to be in the bin, whatever else would have been said. */
  private static boolean shownInBin(InstanceLife life, Verdict wanted) {
    boolean weaker =
        switch (wanted) {
          case RELEASED, RECYCLED -> false;
          default -> true;
        };
    return weaker
        && !life.isUnsent()
        && onlyOneMayCount(life.sent())
        && life.knownBeforeSend()
        && life.seen().lastShows(LifecyclePhase.RECYCLED)
        && isSinceItsStep(life)
        && life.sent().allows(Verdict.RECYCLED);
  }

  /** The last look is from after the step into the bin: no other step was taken since. */
  private static boolean isSinceItsStep(InstanceLife life) {
    int taken = life.sent().acknowledged();
    // Where the last send was for the step after it, that look is why it was sent.
    boolean refusedBeyond = taken > 0 && life.step().stage() > taken;
    return refusedBeyond || life.seen().showsSince(LifecyclePhase.RECYCLED, life.sent().endedAt());
  }

  /**
   * Where one action does both, of several first steps a second one may have taken it out of the
   * bin again, also one that was acknowledged after an open one.
   */
  private static boolean onlyOneMayCount(SendRecord sent) {
    boolean untouched = sent.openness() == Openness.CLOSED && sent.acknowledged() == 0;
    return untouched || sent.mayCount() <= 1;
  }
}
