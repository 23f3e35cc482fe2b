package io.cloudrelease.execution.instance;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;

/** When a step may leave, the first time and again. */
final class SendRules {
  private SendRules() {}

  /**
   * From when on a look that shows an instance ready may be acted on, where a step could go further
   * than the goal: neither what was seen or heard of it nor what is open of our own sends can then
   * be hidden from a look that is behind by the longest lag.
   */
  static Instant clearFrom(InstanceLife life, Terms terms) {
    Instant moving = plus(life.seen().movingAt(), terms.facts().longestLag());
    Instant open = life.sent().provenFrom(terms.facts().longestLag());
    return moving.isBefore(open) ? open : moving;
  }

  private static Instant plus(Instant time, Duration more) {
    return time.equals(Instant.EPOCH) ? time : time.plus(more);
  }

  /** A look shows it ready, and nothing forbids to send that step but what is open. */
  static Decision send(InstanceLife life, Assessment assessment, Instant lookedAt, Terms terms) {
    Assessment.Step step = assessment.step();
    boolean further =
        life.sent().openness() != Openness.CLOSED && life.sent().open() < step.stage();
    // Where nobody saw it before its first send, it may have stood there already: that stays open.
    boolean unclear = further && !life.knownBeforeSend();
    SendRecord sent = unclear ? life.sent() : life.sent().shownReady(step.stage());
    InstanceLife ready = life.next(step, assessment.hint()).sent(sent);
    Instant clear = clearFrom(ready, terms);
    boolean isClear = !lookedAt.isBefore(clear);
    if (step.escalates() && !isClear && !isGranted(ready, lookedAt, terms)) {
      return Decision.look(
          ready, Standing.LOOKING, Pauses.pollUntil(ready, lookedAt, clear, terms));
    }
    boolean proven = isClear && !unclear && ready.sent().openness() != Openness.CLOSED;
    // One that was refused as under way before anybody knew of the bin was not left open by that.
    boolean repeats = proven || !ready.isUnsent() && moved(ready);
    if (repeats && step.escalates() && terms.once()) {
      return Decision.verdict(ready, EndRules.UNSETTLED, EndRules.unsettled(ready));
    }
    InstanceLife settled = proven ? ready.sent(ready.sent().closed()) : ready;
    return Decision.send(settled, reason(ready, proven));
  }

  private static SendReason reason(InstanceLife life, boolean proven) {
    if (life.isUnsent()) {
      return SendReason.FIRST;
    }
    if (life.sent().acknowledged() > 0 && life.step().stage() > life.sent().acknowledged()) {
      return SendReason.NEXT_STEP;
    }
    if (proven) {
      return SendReason.PROVEN_UNTOUCHED;
    }
    if (life.sent().openness() != Openness.CLOSED) {
      return life.step().escalates() ? SendReason.GRANTED : SendReason.CANNOT_GO_TOO_FAR;
    }
    return life.trouble().rule().proves() == Proof.ALL
        ? SendReason.REFUSED_UNSEEN
        : SendReason.OWN_STATE_PASSED;
  }

  /**
   * Looks show it where it was before a send that may have been carried out: when it is sent again,
   * if at all.
   */
  static Decision again(InstanceLife life, Assessment assessment, Instant lookedAt, Terms terms) {
    Instant clear = clearFrom(life, terms);
    boolean proven = !lookedAt.isBefore(clear);
    if (!proven && assessment.step().stage() < life.sent().open()) {
      // It is past that stage: the look is behind.
      return Decision.look(life, Standing.OPEN, Pauses.pollUntil(life, lookedAt, clear, terms));
    }
    InstanceLife settled = proven ? life.sent(life.sent().closed()) : life;
    boolean escalates = assessment.step().escalates() || life.step().escalates();
    if (mayRepeat(settled, escalates, lookedAt, terms)) {
      Duration left =
          Pauses.beforeResend(life, terms).minus(Duration.between(life.sent().endedAt(), lookedAt));
      if (!left.isNegative() && !left.isZero()) {
        return Decision.look(life, Standing.OPEN, Next.look(left));
      }
      InstanceLife again =
          settled.next(assessment.step(), assessment.hint()).efforts(life.efforts().resent());
      return Decision.send(again, reasonAgain(proven, escalates));
    }
    if (!proven) {
      return Decision.look(life, Standing.OPEN, Pauses.pollUntil(life, lookedAt, clear, terms));
    }
    return untouched(settled, escalates, terms);
  }

  /** A look that cannot be behind shows it where it was, and nothing more is sent. */
  static Decision untouched(InstanceLife life, boolean escalates, Terms terms) {
    // Who wants one send at most does not trust the bound of lag that the proof rests on; and where
    // nobody saw it before its first send, what never changed since may be what that one has done.
    boolean unclear = escalates && terms.once() || !life.knownBeforeSend();
    return unclear
        ? Decision.verdict(life, EndRules.UNSETTLED, EndRules.unsettled(life))
        : Decision.verdict(
            life.sent(life.sent().closed()), Verdict.REJECTED, life.trouble().error());
  }

  private static SendReason reasonAgain(boolean proven, boolean escalates) {
    if (proven) {
      return SendReason.PROVEN_UNTOUCHED;
    }
    return escalates ? SendReason.GRANTED : SendReason.CANNOT_GO_TOO_FAR;
  }

  private static boolean mayRepeat(
      InstanceLife life, boolean escalates, Instant lookedAt, Terms terms) {
    boolean proven = life.sent().openness() == Openness.CLOSED;
    if (escalates && !isGranted(life, lookedAt, terms) && (!proven || terms.once())) {
      return false;
    }
    // One of them may be to blame; and where a second call does no harm it is searched for.
    boolean search = life.trouble().together() > 1 && (!escalates || proven);
    return search || terms.mayResend().test(life);
  }

  /** The caller vouches for one repeated send after the settling time. */
  private static boolean isGranted(InstanceLife life, Instant lookedAt, Terms terms) {
    Instant settled = life.sent().endedAt().plus(terms.facts().settlingTime());
    return terms.intent().grants(Power.RESEND_WHEN_UNCHANGED)
        && !life.isUnsent()
        && !moved(life)
        && !lookedAt.isBefore(settled)
        && life.efforts().leave() != Efforts.Leave.USED;
  }

  /** Whether it was seen, or said to be, on its way since its last send. */
  private static boolean moved(InstanceLife life) {
    return !life.seen().movingAt().isBefore(life.sent().endedAt());
  }

  /**
   * Whether what a look shows on its way was set going by a send that is open. Before a later stage
   * it was leaving already: a look that is behind would show just that. And after a refusal it is
   * as likely another's hand.
   */
  static boolean setItGoing(InstanceLife life, Instant lookedAt, Terms terms) {
    Instant behind = life.sent().provenFrom(terms.facts().longestLag());
    boolean late = life.sent().open() <= 1 || !lookedAt.isBefore(behind);
    return late && life.trouble().rule().applied() == Applied.MAYBE && life.knownBeforeSend();
  }

  /** Refused for what it is itself: no send of ours can have brought that about, or got past it. */
  static boolean isForItself(ErrorRule rule) {
    boolean itself =
        switch (rule.category()) {
          case PROTECTED, BILLING, DEPENDENCY -> true;
          default -> false;
        };
    return itself && rule.remedy() == Remedy.GIVE_UP;
  }

  /** Refused for what it is, and a send of ours may have made it so, as when it ends renewals. */
  static boolean mayBeOurDoing(ErrorRule rule) {
    return rule.category() == ErrorCategory.BILLING && rule.remedy() == Remedy.LOOK_FIRST;
  }
}
