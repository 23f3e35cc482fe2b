package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Instant;

/** Lives and what happens to them, on the clouds and with the answers of the checker. */
final class Rules {
  static final ReleaseError WHY =
      ReleaseError.of(ErrorCategory.DEADLINE, "DeadlinePassed", "the deadline has passed");
  static final Shown LIVE = new Shown(Stage.LIVE, false, false);
  static final Shown LOCKED = new Shown(Stage.LIVE, true, false);
  static final Shown LEAVING = new Shown(Stage.TO_BIN, false, false);
  static final Shown BIN = new Shown(Stage.BIN, false, false);

  /** Escalating: a second send takes it out of the bin. */
  static final Asked PREPAID = Asked.of(ModelledCloud.TENCENT_PREPAID, Goal.RELEASE);

  static final Asked POSTPAID = Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE);
  static final Asked BMC = Asked.of(ModelledCloud.BMC, Goal.DESTROY);

  static Instant in(int units) {
    return LifeForm.ago(-units);
  }

  /** Looked at, and in a call now. */
  static InstanceLife sending(Asked asked) {
    return look(asked, InstanceLife.NEW, LIVE, 0).life().at(Standing.SENDING);
  }

  static Decision look(Asked asked, InstanceLife life, Shown shown, int when) {
    return AfterLook.shown(
        life,
        Snapshot.builder(LifeForm.REF, in(when), asked.cloud().phase(shown)).build(),
        asked.cloud().assess(shown, asked.goal()),
        in(when),
        false,
        asked.terms(false));
  }

  static Decision absent(Asked asked, InstanceLife life, int when) {
    return AfterAbsence.absent(
        life, Snapshot.absent(LifeForm.REF, in(when)), in(when), asked.terms(false));
  }

  static Decision refused(Asked asked, Answer answer, int size, boolean named) {
    return AfterAnswer.refused(sending(asked), answer.end(size, false), named, asked.terms(false));
  }

  static Decision lost(Asked asked) {
    return AfterAnswer.open(sending(asked), Answer.NONE.end(1, false), asked.terms(false));
  }

  static Decision accepted(Asked asked) {
    return AfterAnswer.accepted(sending(asked), Answer.ACCEPTED.end(1, false), asked.terms(false));
  }

  static Verdict ended(Asked asked, Decision before) {
    return EndRules.ended(before.life(), WHY, in(1), asked.terms(false)).next().verdict();
  }

  static boolean looks(Decision decision) {
    return decision.next().kind() == Next.Kind.LOOK;
  }

  static boolean sends(Decision decision) {
    return decision.next().kind() == Next.Kind.SEND;
  }

  private Rules() {}
}
