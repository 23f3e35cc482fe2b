package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
import static io.cloudrelease.execution.instance.Rules.BMC;
import static io.cloudrelease.execution.instance.Rules.LEAVING;
import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.WHY;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.ended;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.refused;
import static io.cloudrelease.execution.instance.Rules.sending;
import static io.cloudrelease.execution.instance.Rules.sendingUnseen;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said when the run ends. */
class EndRulesTest {
  @Test
  void whatWasNotSentIsNotSent() {
    assertThat(ended(PREPAID, look(PREPAID, InstanceLife.NEW, LIVE, 0)))
        .isEqualTo(Verdict.NOT_SENT);
  }

  @Test
  void whatIsOpenIsUnknown() {
    assertThat(ended(PREPAID, lost(PREPAID))).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatIsInACallIsUnknown() {
    InstanceLife sending = sending(PREPAID);

    assertThat(EndRules.ended(sending, WHY, in(0), PREPAID.terms(false)).next().verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatWasAcknowledgedIsAccepted() {
    assertThat(ended(PREPAID, accepted(PREPAID))).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void anAcknowledgedFirstStepIsHalfOfDestroying() {
    InstanceLife half = accepted(BMC).life();
    InstanceLife whole =
        AfterAnswer.accepted(
                look(BMC, half, BIN, 0).life().at(Standing.SENDING),
                Answer.ACCEPTED.end(1, false),
                BMC.terms(false))
            .life();

    assertThat(EndRules.isHalfway(half, Goal.DESTROY)).isTrue();
    assertThat(EndRules.isHalfway(half, Goal.RELEASE)).isFalse();
    assertThat(EndRules.isHalfway(half.runsOn(true), Goal.DESTROY)).isFalse();
    assertThat(EndRules.isHalfway(whole, Goal.DESTROY)).isFalse();
    assertThat(EndRules.isHalfway(lost(BMC).life(), Goal.DESTROY)).isFalse();
    assertThat(EndRules.isHalfway(accepted(POSTPAID).life(), Goal.DESTROY)).isFalse();
    assertThat(EndRules.waited(half, BMC.terms(false)).next().hint()).endsWith(EndRules.STAYS);
    assertThat(EndRules.waited(whole, BMC.terms(false)).next().hint())
        .isEqualTo("its end state was not seen in time");
  }

  @Test
  void whatOthersAreReleasingIsAlreadyDone() {
    assertThat(ended(PREPAID, look(PREPAID, InstanceLife.NEW, LEAVING, 0)))
        .isEqualTo(Verdict.ALREADY_DONE);
  }

  @Test
  void whatWasOnlyThrottledWasNeverTakenIn() {
    for (Asked asked : List.of(PREPAID, POSTPAID, POSTPAID.blind())) {
      assertThat(refused(asked, Answer.THROTTLED, 4, false).next().verdict())
          .isEqualTo(Verdict.NOT_SENT);
    }
    InstanceLife before = refused(POSTPAID, Answer.BUSY, 1, false).life().at(Standing.SENDING);
    CallEnd end = Answer.THROTTLED.end(1, false);
    assertThat(AfterAnswer.refused(before, end, false, POSTPAID.terms(false)).next().verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  @Test
  void aRepeatedStepOfTheSameActionMayHaveLeftTheBin() {
    Asked destroy = Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.DESTROY);
    InstanceLife again = lost(destroy).life().at(Standing.SENDING);
    InstanceLife accepted =
        AfterAnswer.accepted(again, Answer.ACCEPTED.end(1, false), destroy.terms(false)).life();

    assertThat(ended(destroy, look(destroy, accepted, BIN, 1))).isNotEqualTo(Verdict.RECYCLED);
  }

  private static Next end(InstanceLife life, Terms terms) {
    return EndRules.ended(life, WHY, in(1), terms).next();
  }

  private static String code(InstanceLife life) {
    return end(life, PREPAID.terms(false)).error().orElseThrow().code();
  }

  @Test
  void whyItWasNotSentIsToldUnlessSomethingElseWentWrongAfterItLeft() {
    InstanceLife ready = look(PREPAID, InstanceLife.NEW, LIVE, 0).life();
    Trouble busy = refused(PREPAID, Answer.BUSY, 1, false).life().trouble();
    InstanceLife refused = refused(PREPAID, Answer.WRONG_STATE, 1, false).life();

    assertThat(code(ready)).isEqualTo("DeadlinePassed");
    assertThat(code(ready.trouble(busy))).isEqualTo("DeadlinePassed");
    assertThat(code(InstanceLife.NEW.trouble(busy))).isEqualTo("BUSY");
    assertThat(code(refused.at(Standing.READY))).isEqualTo("WRONG_STATE");
    assertThat(code(refused)).isEqualTo("WRONG_STATE");
  }

  @Test
  void inACallItMayHaveLeft() {
    Next next = end(sending(PREPAID), PREPAID.terms(false));

    assertThat(next.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(next.error().orElseThrow().hint()).isEqualTo("its call had not ended");
  }

  @Test
  void onItsWayToTheBinIsNotDestroyed() {
    Asked destroy = Asked.of(ModelledCloud.TENCENT_PREPAID, Goal.DESTROY);

    assertThat(ended(destroy, look(destroy, InstanceLife.NEW, LEAVING, 0)))
        .isEqualTo(Verdict.NOT_SENT);
  }

  @Test
  void whatWasRefusedAndThenSeenLeavingIsUnknown() {
    InstanceLife refused = refused(PREPAID, Answer.WRONG_STATE, 1, false).life();

    assertThat(ended(PREPAID, look(PREPAID, refused, LEAVING, 0))).isEqualTo(Verdict.UNKNOWN);
    assertThat(ended(PREPAID, AfterAnswer.lookFirst(refused))).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void itsLastStateIsToldWhereThereIsNoOtherHint() {
    InstanceLife looking = look(PREPAID, InstanceLife.NEW, LEAVING, 0).life().at(Standing.LOOKING);
    InstanceLife seen =
        looking.seen(looking.seen().shown(state("RUNNING"), true, false, LifeForm.NOW));
    Terms terms = PREPAID.terms(false);

    assertThat(end(seen, terms).error().orElseThrow().hint())
        .isEqualTo("its state was still RUNNING");
    Next hinted = EndRules.ended(seen, WHY.hint("wait longer"), in(1), terms).next();
    assertThat(hinted.error().orElseThrow().hint()).isEqualTo("wait longer");
    assertThat(end(InstanceLife.NEW.at(Standing.LOOKING), terms).error()).contains(WHY);
  }

  @Test
  void whatTheLastLookNoLongerShowsHasNoStateToTell() {
    InstanceLife looking = look(PREPAID, InstanceLife.NEW, LEAVING, 0).life().at(Standing.LOOKING);
    InstanceLife gone = looking.seen(looking.seen().shown(state(""), true, false, LifeForm.NOW));
    InstanceLife open = lost(PREPAID).life();
    InstanceLife unsure = open.seen(open.seen().shown(state(""), false, false, LifeForm.NOW));

    assertThat(end(gone, PREPAID.terms(false)).error()).contains(WHY);
    assertThat(EndRules.unsettled(unsure).message()).endsWith(", looks since: 1");
  }

  private static Snapshot state(String state) {
    return Snapshot.builder(LifeForm.REF, LifeForm.NOW, LifecyclePhase.STABLE).state(state).build();
  }

  @Test
  void whatIsUnknownIsToldWithWhatLooksShowedSince() {
    InstanceLife open = lost(PREPAID).life();
    InstanceLife looked =
        open.seen(open.seen().shown(state("RUNNING"), false, false, LifeForm.NOW));
    InstanceLife never = lost(PREPAID, sendingUnseen(PREPAID)).life();
    InstanceLife later = open.sent(open.sent().left(1, 0, 0, in(1), List.of()));

    assertThat(EndRules.unsettled(looked).message())
        .isEqualTo("the cloud says so, looks since: 1, the last one shows RUNNING");
    assertThat(EndRules.unsettled(looked).hint()).contains("before you send anything");
    assertThat(EndRules.unsettled(never).message()).endsWith("no look succeeded since");
    assertThat(EndRules.unsettled(later).message()).endsWith("no look succeeded since");
  }

  @Test
  void whatWasAcknowledgedIsToldWithWhatThatMeans() {
    InstanceLife waiting = accepted(PREPAID).life();
    InstanceLife hinted = waiting.next(waiting.step(), "it runs until it expires");
    Terms terms = PREPAID.terms(false);

    assertThat(end(waiting, terms).hint()).isEqualTo("its end state was not seen in time");
    assertThat(end(hinted, terms).hint()).isEqualTo("it runs until it expires");
  }

  @Test
  void aLookIsPlannedOnlyWithinTheTimeToWait() {
    Terms terms = PREPAID.terms(false);
    Decision waiting = accepted(PREPAID);
    Duration third = Duration.ofSeconds(80);
    Decision poll = Decision.look(waiting.life(), Standing.WAITING, Next.poll(third));

    // It may be waited for four minutes.
    assertThat(EndRules.withinWait(poll, LifeForm.NOW.plusSeconds(159), terms)).isEqualTo(poll);
    for (long second : new long[] {160, 200, 239}) {
      assertThat(EndRules.withinWait(poll, LifeForm.NOW.plusSeconds(second), terms).next())
          .isEqualTo(Next.look(Duration.ofSeconds(240 - second)));
    }
    for (long second : new long[] {240, 300}) {
      assertThat(
              EndRules.withinWait(poll, LifeForm.NOW.plusSeconds(second), terms).next().verdict())
          .isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void theTimeToWaitIsForWhatIsWaitedForOnly() {
    Terms terms = PREPAID.terms(false);
    Decision open = lost(PREPAID);
    Decision next = look(BMC, accepted(BMC).life(), BIN, 9);
    Decision recycled = Decision.verdict(accepted(PREPAID).life(), Verdict.RECYCLED);

    for (Decision other : List.of(open, next, recycled)) {
      assertThat(EndRules.withinWait(other, in(9), terms)).isEqualTo(other);
    }
  }

  @Test
  void aDryRunByLooksSaysSo() {
    Next next = EndRules.dryRunPassed(look(PREPAID, InstanceLife.NEW, LIVE, 0).life()).next();

    assertThat(next.verdict()).isEqualTo(Verdict.DRY_RUN_PASSED);
    assertThat(next.hint()).contains("reading only");
  }

  @Test
  void whatShouldNeverBeIsAskedToBeReported() {
    assertThat(EndRules.stuck().code()).isEqualTo(OwnCodes.STUCK);
    assertThat(EndRules.stuck().message()).contains("report");
  }
}
