package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lives and what happens to them, on the clouds and with the answers of the checker. */
final class Rules {
  static final ReleaseError WHY =
      ReleaseError.of(ErrorCategory.DEADLINE, "DeadlinePassed", "the deadline has passed");
  static final Shown LIVE = new Shown(Stage.LIVE, false, false);
  static final Shown LOCKED = new Shown(Stage.LIVE, true, false);
  static final Shown LEAVING = new Shown(Stage.TO_BIN, false, false);
  static final Shown BIN = new Shown(Stage.BIN, false, false);
  static final Shown ENDING = new Shown(Stage.LIVE, false, true);

  /** Escalating: a second send takes it out of the bin. */
  static final Asked PREPAID = Asked.of(ModelledCloud.TENCENT_PREPAID, Goal.RELEASE);

  static final Asked POSTPAID = Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE);
  static final Asked BMC = Asked.of(ModelledCloud.BMC, Goal.DESTROY);
  static final Asked BMC_PREPAID = Asked.of(ModelledCloud.BMC_PREPAID, Goal.RELEASE);

  static Instant in(int units) {
    return LifeForm.ago(-units);
  }

  /** Looked at, and in a call now. */
  static InstanceLife sending(Asked asked) {
    return look(asked, InstanceLife.NEW, LIVE, 0).life().at(Standing.SENDING);
  }

  /** Never looked at, and in a call now. */
  static InstanceLife sendingUnseen(Asked asked) {
    Assessment first = asked.cloud().assess(LIVE, asked.goal());
    return AfterLook.unseen(InstanceLife.NEW, first).life().at(Standing.SENDING);
  }

  /** In a call again. */
  static InstanceLife sendingAgain(Decision before) {
    return before.life().at(Standing.SENDING);
  }

  static Terms dryRun(Asked asked) {
    Terms terms = asked.terms(false);
    Intent wet = terms.intent();
    return new Terms(
        new Intent(wet.goal(), wet.collateral(), wet.powers(), true),
        terms.looks(),
        terms.waitAtMost(),
        terms.once(),
        terms.facts(),
        terms.mayResend());
  }

  /** A call that ended just now, and was answered with that. */
  static CallEnd answered(ErrorRule rule, int size) {
    ReleaseError error = ReleaseError.of(rule.category(), "Code", "the cloud says so");
    return new CallEnd(LifeForm.NOW, size, 1, 0, 0, true, List.of(), error, rule);
  }

  static Decision look(Asked asked, InstanceLife life, Shown shown, int when) {
    return look(asked, life, shown, when, false);
  }

  static Decision look(Asked asked, InstanceLife life, Shown shown, int when, boolean token) {
    return AfterLook.shown(
        life,
        Snapshot.builder(LifeForm.REF, in(when), asked.cloud().phase(shown)).build(),
        asked.cloud().assess(shown, asked.goal()),
        in(when),
        token,
        asked.terms(false));
  }

  static Decision absent(Asked asked, InstanceLife life, int when) {
    return AfterAbsence.absent(
        life,
        Snapshot.builder(LifeForm.REF, in(when), LifecyclePhase.ABSENT).build(),
        in(when),
        asked.terms(false));
  }

  static Decision refused(Asked asked, Answer answer, int size, boolean named) {
    return AfterAnswer.refused(sending(asked), answer.end(size, false), named, asked.terms(false));
  }

  static Decision lost(Asked asked) {
    return lost(asked, sending(asked));
  }

  static Decision lost(Asked asked, InstanceLife life) {
    return AfterAnswer.open(life, Answer.NONE.end(1, false), asked.terms(false));
  }

  static Decision garbled(Asked asked, InstanceLife life, int size) {
    return AfterAnswer.open(life, Answer.GARBAGE.end(size, false), asked.terms(false));
  }

  static Decision accepted(Asked asked) {
    return AfterAnswer.accepted(sending(asked), Answer.ACCEPTED.end(1, false), asked.terms(false));
  }

  static Verdict ended(Asked asked, Decision before) {
    return EndRules.ended(before.life(), WHY, in(1), asked.terms(false)).next().verdict();
  }

  /** Whether it is looked at after so many units of time. */
  static boolean looksIn(Decision decision, int units) {
    Duration wait = LifeForm.UNIT.multipliedBy(units);
    return looks(decision) && decision.next().after().equals(wait);
  }

  static boolean looks(Decision decision) {
    return decision.next().kind() == Next.Kind.LOOK;
  }

  static boolean sends(Decision decision) {
    return decision.next().kind() == Next.Kind.SEND;
  }

  private Rules() {}
}
