package io.cloudrelease.execution.instance;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from a look, for each standing an instance may be in. */
public final class AfterLook {
  private AfterLook() {}

  /**
   * A look shows it.
   *
   * @param now when the look was answered; the snapshot says when it began
   * @param token whether its open call, of a process that died, may be sent again with its token
   */
  public static Decision shown(
      InstanceLife life,
      Snapshot snapshot,
      Assessment assessment,
      Instant now,
      boolean token,
      Terms terms) {
    Assessment meant = meaning(life, snapshot, assessment);
    // What was seen in the bin is past its first step, as what was seen on its way there.
    boolean leaving =
        meant.kind() == Assessment.Kind.LEAVING || meant.kind() == Assessment.Kind.AT_GOAL;
    InstanceLife seen =
        life.seen(life.seen().shown(snapshot, life.isUnsent(), leaving, now))
            .runsOn(meant.kind() == Assessment.Kind.ENDS_LATER)
            .efforts(life.efforts().lookFailures(0));
    Instant at = snapshot.takenAt();
    boolean same = meant.step().stage() == life.step().stage();
    if (token && meant.kind() == Assessment.Kind.SEND && same) {
      return Decision.send(seen, SendReason.SAME_TOKEN);
    }
    return switch (life.standing()) {
      case NEW, LOOKING -> decide(seen, meant, at, terms);
      case ASKING -> explain(seen, meant, at, terms);
      case OPEN -> settle(seen, meant, at, terms);
      case WAITING -> await(seen, meant, at, terms);
      default -> throw new IllegalStateException("looked at while it was " + life.standing());
    };
  }

  /** While a send is open, a state that nobody knows may be what it has done. */
  private static Assessment meaning(InstanceLife life, Snapshot snapshot, Assessment assessment) {
    boolean unknown = snapshot.phase() == LifecyclePhase.UNRECOGNIZED;
    return unknown && life.sent().openness() != Openness.CLOSED
        ? Assessment.changing()
        : assessment;
  }

  /** Nothing was sent for it yet, or nothing that was sent is waited for. */
  private static Decision decide(
      InstanceLife life, Assessment assessment, Instant at, Terms terms) {
    return switch (assessment.kind()) {
      case SEND -> SendRules.send(life, assessment, at, terms);
      case AT_GOAL ->
          mayGoFurther(life, at, terms)
              ? lookOn(life, life.standing(), terms)
              : Decision.verdict(life, life.isUnsent() ? Verdict.ALREADY_DONE : Verdict.RECYCLED);
      case LEAVING ->
          life.sent().openness() != Openness.CLOSED && SendRules.setItGoing(life, at, terms)
              ? settle(life.at(Standing.OPEN), assessment, at, terms)
              : lookOn(life, Standing.LOOKING, terms);
      case CHANGING -> lookOn(life, Standing.LOOKING, terms);
      case ENDS_LATER -> endsLater(life, assessment, at, terms);
      case REFUSED -> RefusalRules.stands(life, assessment.error(), at, terms);
    };
  }

  private static Decision endsLater(
      InstanceLife life, Assessment assessment, Instant at, Terms terms) {
    if (life.sent().openness() != Openness.CLOSED) {
      // As likely as not this is what the open send has done.
      return settle(life.at(Standing.OPEN), assessment, at, terms);
    }
    return RefusalRules.stands(
        life,
        ReleaseError.of(ErrorCategory.BILLING, OwnCodes.ENDS_LATER, assessment.hint()),
        at,
        terms);
  }

  /** Its call was refused; does its own state explain that? */
  private static Decision explain(
      InstanceLife life, Assessment assessment, Instant at, Terms terms) {
    if (assessment.kind() != Assessment.Kind.SEND) {
      return decide(life, assessment, at, terms);
    }
    if (assessment.step().stage() > life.step().stage()) {
      // It got further, by an open send or by other hands: the refusal is not about where it is
      // now.
      if (life.sent().openness() == Openness.CLOSED) {
        return SendRules.send(life.together(Integer.MAX_VALUE), assessment, at, terms);
      }
      // Unless that very step is open: then it was not taken, or not yet.
      return assessment.step().stage() > life.sent().open()
          ? await(moved(life, life.sent().open()), assessment, at, terms)
          : settle(life.at(Standing.OPEN), assessment, at, terms);
    }
    InstanceLife same = life.next(assessment.step(), assessment.hint());
    Trouble trouble = life.trouble();
    if (trouble.together() > 1) {
      return amongOthers(same, at, terms);
    }
    if (trouble.passes() && life.efforts().alone() < mostRefusals(life)) {
      return SendRules.send(same, assessment, at, terms);
    }
    Instant behind = life.sent().endedAt().plus(terms.facts().longestLag());
    boolean contradicts =
        trouble.rule().proves() == Proof.UNDER_WAY
            || trouble.rule().remedy() == Remedy.ALREADY_DONE;
    // The answer says it is gone or going: the look is behind, not the answer.
    return contradicts && at.isBefore(behind)
        ? Decision.look(same, Standing.ASKING, Pauses.pollUntil(same, at, behind, terms))
        : RefusalRules.stands(same, trouble.error(), at, terms);
  }

  /**
   * What passes is waited for as long as there is time. But where one send too many goes too far, a
   * state that no look shows is not tried for ever: it may stay for good.
   */
  private static int mostRefusals(InstanceLife life) {
    boolean state = life.trouble().rule().category() == ErrorCategory.WRONG_STATE;
    return state && life.step().escalates() ? 6 : Integer.MAX_VALUE;
  }

  /** Where a second step could go too far, all wait until looks prove that it was not touched. */
  private static Decision amongOthers(InstanceLife life, Instant at, Terms terms) {
    Instant clear = SendRules.clearFrom(life, terms);
    if (life.step().escalates() && at.isBefore(clear)) {
      return Decision.look(life, Standing.ASKING, Pauses.pollUntil(life, at, clear, terms));
    }
    boolean open = life.sent().openness() != Openness.CLOSED;
    if (open && life.step().escalates() && terms.once()) {
      return Decision.verdict(life, EndRules.UNSETTLED, EndRules.unsettled(life));
    }
    InstanceLife settled = at.isBefore(clear) ? life : life.sent(life.sent().closed());
    return Decision.look(settled, Standing.ASKING, Next.askBatch());
  }

  /** A send may have been carried out: has it moved? */
  private static Decision settle(
      InstanceLife life, Assessment assessment, Instant at, Terms terms) {
    int open = Math.max(1, life.sent().open());
    return switch (assessment.kind()) {
      case AT_GOAL ->
          mayGoFurther(life, at, terms)
              ? lookOn(life, Standing.OPEN, terms)
              : Decision.verdict(taken(life, open), Verdict.RECYCLED);
      case LEAVING ->
          SendRules.setItGoing(life, at, terms)
              ? lookOn(taken(life, open), Standing.WAITING, terms)
              : lookOn(life, Standing.OPEN, terms);
      case ENDS_LATER ->
          life.knownBeforeSend()
              ? Decision.verdict(
                  taken(life, open), Verdict.ACCEPTED, Optional.empty(), assessment.hint())
              // It may have been so before.
              : Decision.verdict(life, EndRules.UNSETTLED, EndRules.unsettled(life));
      case SEND ->
          assessment.step().stage() > open
              ? await(moved(life, open), assessment, at, terms)
              : unchanged(life, assessment, at, terms);
      case CHANGING -> lookOn(life, Standing.OPEN, terms);
      case REFUSED -> unchanged(life, assessment, at, terms);
    };
  }

  /**
   * Whether what is in the bin may be on its way out of it by our own hand: of several sends that
   * may have been carried out another one may still be, or be hidden from this look; or nobody saw
   * where it was before it was sent.
   */
  private static boolean mayGoFurther(InstanceLife life, Instant at, Terms terms) {
    SendRecord sent = life.sent();
    if (life.isUnsent() || !life.step().escalates()) {
      return false;
    }
    boolean again = sent.mayCount() > 1 || !life.knownBeforeSend();
    // Its own sends only: what is seen in the bin counts as moving for ever.
    return again && at.isBefore(sent.overFrom(terms.facts().longestLag()));
  }

  /** It stands past that step; where nobody saw it before, it may have stood there already. */
  private static InstanceLife moved(InstanceLife life, int stage) {
    return life.knownBeforeSend() ? taken(life, stage) : life.at(Standing.WAITING);
  }

  private static InstanceLife taken(InstanceLife life, int stage) {
    return life.sent(life.sent().acknowledged(stage)).at(Standing.WAITING);
  }

  private static Decision unchanged(
      InstanceLife life, Assessment assessment, Instant at, Terms terms) {
    Instant settled = life.sent().endedAt().plus(terms.facts().settlingTime());
    if (at.isBefore(settled)) {
      return Decision.look(life, Standing.OPEN, Pauses.pollUntil(life, at, settled, terms));
    }
    if (assessment.kind() == Assessment.Kind.REFUSED) {
      return RefusalRules.stands(life, life.trouble().or(assessment.error()), at, terms);
    }
    return life.trouble().stands()
        ? RefusalRules.unlessProven(life, at, terms)
        : SendRules.again(life, assessment, at, terms);
  }

  /** The cloud acknowledged, or a look proved, the last step: is it at the goal? */
  private static Decision await(InstanceLife life, Assessment assessment, Instant at, Terms terms) {
    switch (assessment.kind()) {
      case AT_GOAL:
        if (!mayGoFurther(life, at, terms)) {
          return Decision.verdict(life, Verdict.RECYCLED);
        }
        break;
      case ENDS_LATER:
        return Decision.verdict(life, Verdict.ACCEPTED, Optional.empty(), assessment.hint());
      case SEND:
        if (assessment.step().stage() > life.sent().acknowledged()) {
          return SendRules.send(life.together(Integer.MAX_VALUE), assessment, at, terms);
        }
        break;
      case REFUSED:
        if (!at.isBefore(life.sent().endedAt().plus(terms.facts().settlingTime()))) {
          return Decision.verdict(life, Verdict.ACCEPTED, assessment.error());
        }
        break;
      default:
        break;
    }
    return lookOn(life, Standing.WAITING, terms);
  }

  /** It is taken up from a run before this one: look at it first. */
  public static Decision takenUp(InstanceLife life) {
    return Decision.look(life, life.standing(), Next.look(Duration.ZERO));
  }

  /** It is to be sent without having been looked at. */
  public static Decision unseen(InstanceLife life, Assessment assessment) {
    if (assessment.kind() != Assessment.Kind.SEND) {
      return Decision.verdict(life, Verdict.REJECTED, assessment.error());
    }
    return Decision.send(life.next(assessment.step(), assessment.hint()), SendReason.FIRST);
  }

  /** Look again at the usual time; what was acknowledged only as long as it is to be waited for. */
  private static Decision lookOn(InstanceLife life, Standing standing, Terms terms) {
    InstanceLife on = life.at(standing);
    return Decision.look(on, standing, Next.poll(Pauses.poll(on, terms)));
  }
}
