package io.cloudrelease.execution.instance;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What follows when a complete look does not show an instance. */
public final class AfterAbsence {

  private AfterAbsence() {}

  /**
   * A complete look does not show it.
   *
   * @param now when the look was answered; the snapshot says when it began
   */
  public static Decision absent(InstanceLife life, Snapshot absent, Instant now, Terms terms) {
    InstanceLife unseen =
        life.seen(life.seen().notShown(absent, now)).efforts(life.efforts().lookFailures(0));
    Instant at = absent.takenAt();
    Instant first = Objects.requireNonNull(unseen.seen().absentAt());
    Instant second = first.plus(terms.facts().settlingTime());
    boolean twice = life.seen().absentAt() != null && !at.isBefore(second);
    if (life.seen().known() && (twice || isEnough(life))) {
      boolean byUs = !life.isUnsent() || life.seen().named();
      if (terms.intent().dryRun() && life.sent().openness() != Openness.CLOSED) {
        // The cloud took a dry run for more than that.
        return Decision.verdict(unseen, EndRules.UNSETTLED, EndRules.unsettled(unseen));
      }
      return !byUs || terms.intent().dryRun()
          ? Decision.verdict(
              unseen,
              Verdict.ALREADY_DONE,
              Optional.empty(),
              "it went by other hands, or by another run")
          : Decision.verdict(unseen, Verdict.RELEASED);
    }
    if (!life.seen().known() && twice) {
      return neverShown(unseen);
    }
    return Decision.look(
        unseen, afterAbsence(life.standing()), Next.look(Duration.between(now, second)));
  }

  /** Whether with one look that does not show it two things speak for its end. */
  private static boolean isEnough(InstanceLife life) {
    boolean acknowledged =
        life.sent().openness() == Openness.CLOSED && life.sent().acknowledged() > 0;
    boolean seenLeaving = life.seen().leavingAt() != null;
    boolean noBin = !life.step().action().isEmpty() && !life.step().bin();
    return noBin && (acknowledged || seenLeaving);
  }

  private static Standing afterAbsence(Standing before) {
    return before == Standing.NEW || before == Standing.ASKING ? Standing.LOOKING : before;
  }

  private static Decision neverShown(InstanceLife life) {
    return life.sent().openness() == Openness.CLOSED
        ? Decision.verdict(
            life,
            Verdict.NOT_FOUND,
            ReleaseError.of(
                    ErrorCategory.NOT_FOUND, OwnCodes.NOT_SHOWN, "the cloud shows no such instance")
                .hint("check the id, the region and the account's right to read"))
        : Decision.verdict(life, EndRules.UNSETTLED, EndRules.unsettled(life));
  }
}
