package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
import static io.cloudrelease.execution.instance.Rules.BMC;
import static io.cloudrelease.execution.instance.Rules.BMC_PREPAID;
import static io.cloudrelease.execution.instance.Rules.ENDING;
import static io.cloudrelease.execution.instance.Rules.LEAVING;
import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.LOCKED;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.WHY;
import static io.cloudrelease.execution.instance.Rules.absent;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.answered;
import static io.cloudrelease.execution.instance.Rules.ended;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.looksIn;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.refused;
import static io.cloudrelease.execution.instance.Rules.sending;
import static io.cloudrelease.execution.instance.Rules.sendingAgain;
import static io.cloudrelease.execution.instance.Rules.sendingUnseen;
import static io.cloudrelease.execution.instance.Rules.sends;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from a look, and when a step may leave: a sentence for each rule. */
class AfterLookTest {
  @Test
  void whatIsReadyIsSent() {
    assertThat(look(PREPAID, InstanceLife.NEW, LIVE, 0).next().reason())
        .isEqualTo(SendReason.FIRST);
  }

  @Test
  void whatIsInTheBinAlreadyIsDone() {
    assertThat(look(PREPAID, InstanceLife.NEW, BIN, 0).next().verdict())
        .isEqualTo(Verdict.ALREADY_DONE);
  }

  @Test
  void whatWasSeenLeavingIsNotSentOnALookThatMayBeBehind() {
    Decision leaving = look(PREPAID, InstanceLife.NEW, LEAVING, 0);

    assertThat(looks(look(PREPAID, leaving.life(), LIVE, Asked.LAG - 1))).isTrue();
    assertThat(sends(look(PREPAID, leaving.life(), LIVE, Asked.LAG))).isTrue();
  }

  @Test
  void aLostEscalatingSendIsRepeatedOnlyAfterDelayAndLag() {
    InstanceLife open = lost(PREPAID).life();

    assertThat(looks(look(PREPAID, open, LIVE, Asked.DELAY + Asked.LAG - 1))).isTrue();
    assertThat(look(PREPAID, open, LIVE, Asked.DELAY + Asked.LAG).next().reason())
        .isEqualTo(SendReason.PROVEN_UNTOUCHED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStateThatNobodyKnowsMayBeWhatAnOpenSendHasDone(boolean escalates) {
    Asked asked = escalates ? PREPAID : POSTPAID;
    Decision lost = lost(asked);

    Decision later = unknown(asked, lost.life(), Asked.DELAY + Asked.LAG);
    assertThat(looks(later)).isTrue();
    assertThat(ended(asked, later)).isEqualTo(Verdict.UNKNOWN);
    InstanceLife looking = lost.life().at(Standing.LOOKING);
    assertThat(looks(unknown(asked, looking, Asked.DELAY + Asked.LAG))).isTrue();
    assertThat(unknown(asked, InstanceLife.NEW, 0).next().verdict()).isEqualTo(Verdict.REJECTED);
  }

  /** The way may lead into the bin, and an older look shows it as it was. */
  @Test
  void whatWasShownInAWayThatNobodyKnowsIsNotSentOnALookThatMayBeOlder() {
    InstanceLife seen =
        AfterLook.shown(
                InstanceLife.NEW,
                Snapshot.builder(LifeForm.REF, in(0), LifecyclePhase.UNRECOGNIZED).build(),
                Assessment.changing(),
                in(0),
                false,
                PREPAID.terms(false))
            .life();

    assertThat(looks(look(PREPAID, seen, LIVE, 1))).isTrue();
    assertThat(sends(look(PREPAID, seen, LIVE, Asked.LAG))).isTrue();
    assertThat(sends(look(POSTPAID, seen, LIVE, 1))).isTrue();
  }

  private static Decision unknown(Asked asked, InstanceLife life, int when) {
    return AfterLook.shown(
        life,
        Snapshot.builder(LifeForm.REF, in(when), LifecyclePhase.UNRECOGNIZED).build(),
        Assessment.refused(WHY),
        in(when),
        false,
        asked.terms(false));
  }

  @Test
  void sentOnceIsNeverSentAgain() {
    Decision proven = look(PREPAID.sentOnce(), lost(PREPAID).life(), LIVE, Asked.DELAY + Asked.LAG);

    assertThat(proven.next().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aGrantAllowsOneRepeatAfterTheSettlingTime() {
    InstanceLife open = lost(PREPAID.withGrant()).life();

    assertThat(looks(look(PREPAID.withGrant(), open, LIVE, 0))).isTrue();
    assertThat(look(PREPAID.withGrant(), open, LIVE, 1).next().reason())
        .isEqualTo(SendReason.GRANTED);
    InstanceLife used = open.efforts(open.efforts().leave(Efforts.Leave.USED));
    assertThat(looks(look(PREPAID.withGrant(), used, LIVE, 1))).isTrue();
  }

  @Test
  void whatCannotGoTooFarIsRepeatedAfterTheSettlingTime() {
    assertThat(look(POSTPAID, lost(POSTPAID).life(), LIVE, 1).next().reason())
        .isEqualTo(SendReason.CANNOT_GO_TOO_FAR);
  }

  @Test
  void anOpenSendThatLooksShowInTheBinIsRecycled() {
    assertThat(look(PREPAID, lost(PREPAID).life(), BIN, 0).next().verdict())
        .isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void oneLookWithoutItIsNotEnoughWhereThereIsABin() {
    InstanceLife waiting = accepted(PREPAID).life();
    Decision once = absent(PREPAID, waiting, 0);

    assertThat(looks(once)).isTrue();
    assertThat(absent(PREPAID, once.life(), 1).next().verdict()).isEqualTo(Verdict.RELEASED);
  }

  @Test
  void oneLookWithoutItIsEnoughAfterAnAcknowledgementWhereThereIsNone() {
    assertThat(absent(POSTPAID, accepted(POSTPAID).life(), 0).next().verdict())
        .isEqualTo(Verdict.RELEASED);
    assertThat(looks(absent(POSTPAID, lost(POSTPAID).life(), 0))).isTrue();
  }

  @Test
  void whatWasNeverShownIsNotFoundAtTheSecondLook() {
    Decision once = absent(PREPAID, InstanceLife.NEW, 0);

    assertThat(looks(once)).isTrue();
    assertThat(absent(PREPAID, once.life(), 1).next().verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void whatWentWithoutUsIsAlreadyDone() {
    InstanceLife seen = look(PREPAID, InstanceLife.NEW, LEAVING, 0).life();
    Decision once = absent(PREPAID, seen, 1);

    assertThat(absent(PREPAID, once.life(), 2).next().verdict()).isEqualTo(Verdict.ALREADY_DONE);
  }

  @Test
  void protectionRejectsWhatIsProvenUntouchedOnly() {
    assertThat(look(PREPAID, InstanceLife.NEW, LOCKED, 0).next().verdict())
        .isEqualTo(Verdict.REJECTED);
    InstanceLife open = refused(PREPAID, Answer.WRONG_STATE, 4, false).life();
    assertThat(looks(look(PREPAID, open, LOCKED, Asked.LAG - 1))).isTrue();
    assertThat(look(PREPAID, open, LOCKED, Asked.LAG).next().verdict()).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void anAcknowledgedStageIsNotSentAgain() {
    InstanceLife waiting = accepted(BMC).life();

    assertThat(looks(look(BMC, waiting, LIVE, 1))).isTrue();
    assertThat(look(BMC, waiting, BIN, 1).next().reason()).isEqualTo(SendReason.NEXT_STEP);
  }

  @Test
  void aLookOfTheStageBeforeIsBehindAnOpenSecondStep() {
    InstanceLife second = look(BMC, accepted(BMC).life(), BIN, 1).life().at(Standing.SENDING);
    InstanceLife open =
        AfterAnswer.open(second, Answer.OUTAGE.end(1, false), BMC.terms(false)).life();

    assertThat(looks(look(BMC, open, LIVE, 1))).isTrue();
  }

  @Test
  void whatOurOpenSendSwitchedOffIsAccepted() {
    Asked prepaid = Asked.of(ModelledCloud.BMC_PREPAID, Goal.RELEASE);
    InstanceLife looking = AfterAnswer.lookFirst(lost(prepaid).life()).life();

    assertThat(look(prepaid, looking, new Shown(Stage.LIVE, false, true), 1).next().verdict())
        .isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void firstLooksThatFailForTheAccountLeaveItUnsent() {
    Decision failed =
        AfterFailedLook.failed(InstanceLife.NEW, WHY, Scope.ACCOUNT, in(0), PREPAID.terms(false));

    assertThat(failed.next().verdict()).isEqualTo(Verdict.NOT_SENT);
  }

  @Test
  void whatWasAcknowledgedIsWaitedForOnlySoLong() {
    Decision waiting = accepted(PREPAID);

    assertThat(EndRules.withinWait(waiting, in(Asked.WAIT), PREPAID.terms(false)).next().verdict())
        .isEqualTo(Verdict.ACCEPTED);
  }

  // ---- what a look shows ----

  @Test
  void withItsTokenTheSameStepIsSentAgainAndNothingElse() {
    InstanceLife open = lost(POSTPAID).life();
    InstanceLife second = lost(BMC, sendingAgain(look(BMC, accepted(BMC).life(), BIN, 1))).life();

    assertThat(look(POSTPAID, open, LIVE, 0, true).next().reason())
        .isEqualTo(SendReason.SAME_TOKEN);
    assertThat(looks(look(POSTPAID, open, LIVE, 0, false))).isTrue();
    assertThat(looks(look(POSTPAID, open, LEAVING, 0, true))).isTrue();
    assertThat(looks(look(BMC, second, LIVE, 0, true))).isTrue();
  }

  @Test
  void thatItRunsUntilItExpiresIsKeptAsLongAsItIsShown() {
    InstanceLife ending = look(BMC_PREPAID, InstanceLife.NEW, ENDING, 0).life();

    assertThat(ending.runsOn()).isTrue();
    assertThat(look(BMC_PREPAID, ending.at(Standing.LOOKING), LIVE, 1).life().runsOn()).isFalse();
  }

  @Test
  void whatRunsUntilItExpiresAlreadyIsRejectedWithThat() {
    Next next = look(BMC_PREPAID, InstanceLife.NEW, ENDING, 0).next();

    assertThat(next.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(next.error().orElseThrow().code()).isEqualTo(OwnCodes.ENDS_LATER);
  }

  @Test
  void whatWasAcknowledgedAndRunsUntilItExpiresIsAccepted() {
    Next next = look(BMC_PREPAID, accepted(BMC_PREPAID).life(), ENDING, 0).next();

    assertThat(next.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(next.hint()).isEqualTo("it runs until it expires");
  }

  @Test
  void whatMayHaveEndedSoBeforeItsFirstSendIsUnknown() {
    InstanceLife open = lost(BMC_PREPAID, sendingUnseen(BMC_PREPAID)).life();

    assertThat(look(BMC_PREPAID, open, ENDING, 1).next().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatIsTakenUpIsLookedAtWhereItStands() {
    Decision taken = AfterLook.takenUp(lost(PREPAID).life());

    assertThat(taken.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(looksIn(taken, 0)).isTrue();
  }

  @Test
  void withoutLooksItIsSentUnlessTheProviderRefuses() {
    Assessment step = POSTPAID.cloud().assess(LIVE, Goal.RELEASE);
    Decision unseen = AfterLook.unseen(InstanceLife.NEW, step);
    Decision refused = AfterLook.unseen(InstanceLife.NEW, Assessment.refused(WHY));

    assertThat(unseen.next().reason()).isEqualTo(SendReason.FIRST);
    assertThat(unseen.life().step()).isEqualTo(step.step());
    assertThat(refused.next().verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(refused.next().error()).contains(WHY);
  }

  // ---- not shown ----

  @Test
  void thatItWentByOtherHandsIsSaidUnlessARunBeforeSentIt() {
    InstanceLife seen = look(PREPAID, InstanceLife.NEW, LIVE, 0).life().at(Standing.LOOKING);
    InstanceLife named = InstanceLife.NEW.seen(Sightings.NONE.remembered(null, true));

    assertThat(twiceAbsent(seen).hint()).isEqualTo("it went by other hands, or by another run");
    assertThat(twiceAbsent(named).hint()).isEmpty();
    assertThat(twiceAbsent(named).verdict()).isEqualTo(Verdict.ALREADY_DONE);
  }

  private static Next twiceAbsent(InstanceLife life) {
    return absent(PREPAID, absent(PREPAID, life, 0).life(), 1).next();
  }

  @Test
  void theSecondLookWithoutItBeginsASettlingTimeAfterTheFirst() {
    Decision once = absent(PREPAID, InstanceLife.NEW, 0);

    assertThat(looksIn(once, 1)).isTrue();
    assertThat(once.next().exactly()).isTrue();
    assertThat(looks(absent(PREPAID, once.life(), 0))).isTrue();
  }

  @Test
  void oneLookWithoutItIsNotEnoughAfterARefusal() {
    InstanceLife refused = refused(POSTPAID, Answer.WRONG_STATE, 1, false).life();

    assertThat(looks(absent(POSTPAID, refused, 0))).isTrue();
  }

  @Test
  void oneLookWithoutItIsEnoughForWhatWasSeenLeavingWhereThereIsNoBin() {
    InstanceLife leaving = look(POSTPAID, lost(POSTPAID).life(), LEAVING, 1).life();

    assertThat(absent(POSTPAID, leaving, 2).next().verdict()).isEqualTo(Verdict.RELEASED);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({"NEW, LOOKING", "ASKING, LOOKING", "OPEN, OPEN", "WAITING, WAITING"})
  void aLookWithoutItLeavesOpenWhatWasOpen(Standing before, Standing after) {
    assertThat(absent(PREPAID, lost(PREPAID).life().at(before), 0).life().standing())
        .isEqualTo(after);
  }

  @Test
  void whatWasNeverShownAndMayBeCarriedOutIsUnknown() {
    InstanceLife open = lost(POSTPAID, sendingUnseen(POSTPAID)).life();
    Decision once = absent(POSTPAID, open, 0);

    assertThat(absent(POSTPAID, once.life(), 1).next().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  // ---- its call was refused ----

  @Test
  void refusedAloneForWhatPassesItIsSentAgainOnceALookShowsItReady() {
    Decision again =
        look(POSTPAID, refused(POSTPAID, Answer.WRONG_STATE, 1, false).life(), LIVE, 0);

    assertThat(again.next().reason()).isEqualTo(SendReason.OWN_STATE_PASSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"WRONG_STATE", "BUSY"})
  void whatPassesIsSentAgainHoweverOftenItWasRefused(Answer answer) {
    InstanceLife life = refused(POSTPAID, answer, 1, false).life();
    for (int i = 1; i < 20; i++) {
      life = life.efforts(life.efforts().refused(true));
    }

    assertThat(sends(look(POSTPAID, life, LIVE, 9))).isTrue();
  }

  @ParameterizedTest(name = "refused {0} times: sent again {1}")
  @CsvSource({"5, true", "6, false"})
  void whereASendTooManyGoesTooFarAStateThatNoLookShowsIsTriedSixTimes(int times, boolean again) {
    InstanceLife life = refused(PREPAID, Answer.WRONG_STATE, 1, false).life();
    for (int i = 1; i < times; i++) {
      life = life.efforts(life.efforts().refused(true));
    }
    Decision shown = look(PREPAID, life, LIVE, 9);

    assertThat(sends(shown)).isEqualTo(again);
    if (!again) {
      assertThat(shown.next().verdict()).isEqualTo(Verdict.REJECTED);
    }
  }

  @Test
  void anAnswerThatSaysItIsGoneIsBelievedForAsLongAsLooksMayBeBehind() {
    ErrorRule inBin =
        ErrorRule.of(ErrorCategory.WRONG_STATE, Applied.NO, Remedy.ALREADY_DONE).proves(Proof.OWN);
    ErrorRule gone = ErrorRule.of(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.LOOK_FIRST);
    for (ErrorRule rule : List.of(inBin, gone)) {
      InstanceLife life = refusedWith(rule);
      Decision early = look(POSTPAID, life, LIVE, Asked.LAG - 1);

      assertThat(looks(early)).isTrue();
      assertThat(early.life().standing()).isEqualTo(Standing.ASKING);
      assertThat(look(POSTPAID, life, LIVE, Asked.LAG).next().verdict())
          .isEqualTo(Verdict.REJECTED);
    }
  }

  @Test
  void aRefusalThatNeitherPassesNorSpeaksAgainstTheLookStands() {
    ErrorRule quota = ErrorRule.of(ErrorCategory.QUOTA, Applied.NO, Remedy.LOOK_FIRST);

    assertThat(look(POSTPAID, refusedWith(quota.scope(Scope.INSTANCE)), LIVE, 0).next().verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  private static InstanceLife refusedWith(ErrorRule rule) {
    return AfterAnswer.refused(sending(POSTPAID), answered(rule, 1), false, POSTPAID.terms(false))
        .life();
  }

  @Test
  void whatWasRefusedOnItsFirstStepAndGotFurtherTakesTheSecond() {
    InstanceLife alone = refused(BMC, Answer.WRONG_STATE, 1, false).life();
    InstanceLife together = refused(BMC, Answer.WRONG_STATE, 4, false).life();

    assertThat(look(BMC, alone, BIN, 0).next().reason()).isEqualTo(SendReason.OWN_STATE_PASSED);
    Decision moved = look(BMC, together, BIN, 0);
    assertThat(moved.next().reason()).isEqualTo(SendReason.NEXT_STEP);
    assertThat(moved.life().sent().acknowledged()).isEqualTo(1);
  }

  @Test
  void whatNobodySawBeforeItsBatchWasRefusedMayHaveStoodInTheBinAlready() {
    InstanceLife unseen =
        AfterAnswer.refused(
                sendingUnseen(BMC), Answer.WRONG_STATE.end(4, false), false, BMC.terms(false))
            .life();
    Decision moved = look(BMC, unseen, BIN, 0);

    assertThat(moved.next().reason()).isEqualTo(SendReason.CANNOT_GO_TOO_FAR);
    assertThat(moved.life().sent().state()).isEqualTo(SendRecord.State.FIRST_OPEN);
  }

  @Test
  void ofARefusedBatchOnlyALookThatCannotBeBehindProvesItUntouched() {
    InstanceLife member = refused(POSTPAID, Answer.WRONG_STATE, 4, false).life();

    Decision early = look(POSTPAID, member, LIVE, Asked.LAG - 1);
    assertThat(early.next().kind()).isEqualTo(Next.Kind.ASK_BATCH);
    assertThat(early.life().sent().openness()).isEqualTo(Openness.TOGETHER);
    Decision clear = look(POSTPAID, member, LIVE, Asked.LAG);
    assertThat(clear.next().kind()).isEqualTo(Next.Kind.ASK_BATCH);
    assertThat(clear.life().sent().openness()).isEqualTo(Openness.CLOSED);
  }

  @Test
  void sentOnceForbidsASecondCallOnlyWhereOneMayGoTooFarAndOnlyAfterAnOpenOne() {
    InstanceLife harmless = refused(POSTPAID, Answer.WRONG_STATE, 4, false).life();
    InstanceLife untouched = refused(PREPAID, Answer.MALFORMED, 4, false).life();

    assertThat(look(POSTPAID.sentOnce(), harmless, LIVE, Asked.LAG).next().kind())
        .isEqualTo(Next.Kind.ASK_BATCH);
    assertThat(look(PREPAID.sentOnce(), untouched, LIVE, Asked.LAG).next().kind())
        .isEqualTo(Next.Kind.ASK_BATCH);
  }

  // ---- a send may have been carried out ----

  @Test
  void whatLeavesAfterALostCallIsTakenForOurs() {
    InstanceLife leaving = look(PREPAID, lost(PREPAID).life(), LEAVING, 1).life();

    assertThat(leaving.standing()).isEqualTo(Standing.WAITING);
    assertThat(leaving.sent().state()).isEqualTo(SendRecord.State.FIRST_ACKNOWLEDGED);
  }

  @Test
  void whatLeavesAfterARefusalMayBeAnothersWork() {
    InstanceLife leaving =
        look(PREPAID, refused(PREPAID, Answer.BUSY, 1, false).life(), LEAVING, 1).life();

    assertThat(leaving.standing()).isEqualTo(Standing.OPEN);
    assertThat(leaving.sent().state()).isEqualTo(SendRecord.State.FIRST_OPEN);
  }

  @Test
  void whatNobodySawBeforeMayHaveBeenLeavingAlready() {
    InstanceLife open = lost(PREPAID, sendingUnseen(PREPAID)).life();

    assertThat(look(PREPAID, open, LEAVING, 1).life().standing()).isEqualTo(Standing.OPEN);
  }

  @Test
  void whatLeavesAfterALostSecondStepWasLeavingAlready() {
    InstanceLife second = lost(BMC, sendingAgain(look(BMC, accepted(BMC).life(), BIN, 1))).life();

    InstanceLife early = look(BMC, second, LEAVING, 1).life();
    assertThat(early.standing()).isEqualTo(Standing.OPEN);
    // Seen so all the time: from then on no look is old enough to show the first step.
    InstanceLife late = look(BMC, early, LEAVING, Asked.LAG + Asked.DELAY).life();
    assertThat(late.standing()).isEqualTo(Standing.WAITING);
    assertThat(late.sent().state()).isEqualTo(SendRecord.State.LAST_ACKNOWLEDGED);
  }

  /**
   * It was looked at once more, since it stood too long after the look that proved it untouched.
   */
  @Test
  void whatLeavesWhenItWasToBeSentAgainIsTakenForOursToo() {
    InstanceLife again =
        look(POSTPAID, lost(POSTPAID).life().at(Standing.LOOKING), LEAVING, 1).life();
    assertThat(again.standing()).isEqualTo(Standing.WAITING);
    assertThat(again.sent().state()).isEqualTo(SendRecord.State.FIRST_ACKNOWLEDGED);

    // What is proven not to have been carried out sets nothing going.
    InstanceLife lost = lost(POSTPAID).life().at(Standing.LOOKING);
    InstanceLife closed = look(POSTPAID, lost.sent(lost.sent().closed()), LEAVING, 1).life();
    assertThat(closed.standing()).isEqualTo(Standing.LOOKING);
    assertThat(closed.sent().state()).isEqualTo(SendRecord.State.UNTOUCHED);

    InstanceLife refused = refused(PREPAID, Answer.BUSY, 1, false).life().at(Standing.LOOKING);
    assertThat(look(PREPAID, refused, LEAVING, 1).life().standing()).isEqualTo(Standing.LOOKING);
  }

  @Test
  void whatIsLockedAfterALostCallIsRejectedOnceThatIsProvenToBeUntouched() {
    InstanceLife open = lost(PREPAID).life();

    Decision early = look(PREPAID, open, LOCKED, 1);
    assertThat(looks(early)).isTrue();
    assertThat(early.life().trouble().stands()).isTrue();
    assertThat(look(PREPAID, open, LOCKED, Asked.LAG + Asked.DELAY).next().verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  // ---- in the bin, and perhaps on its way out of it by our own hand ----

  @Test
  void sentTwiceWhileTheFirstMayStillBeCarriedOutItIsInTheBinOnlyOnceThatIsProven() {
    Asked granted = PREPAID.withGrant();
    Decision repeated = look(granted, lost(granted).life(), LIVE, 1);
    assertThat(repeated.next().reason()).isEqualTo(SendReason.GRANTED);
    InstanceLife twice = lost(granted, sendingAgain(repeated)).life();

    Decision early = look(granted, twice, BIN, Asked.LAG + Asked.DELAY - 1);
    assertThat(looks(early)).isTrue();
    assertThat(early.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(look(granted, twice, BIN, Asked.LAG + Asked.DELAY).next().verdict())
        .isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void whereABinShowedUpAfterItsCallWasRefusedAsUnderWayWhoSendsOnceDoesNotSendAgain() {
    InstanceLife refused = refused(POSTPAID.sentOnce(), Answer.BUSY, 1, false).life();
    // From now on it is taken as what goes into a bin first.
    Asked known = PREPAID.sentOnce();

    assertThat(looks(look(known, refused, LIVE, Asked.LAG - 1))).isTrue();
    assertThat(look(known, refused, LIVE, Asked.LAG).next().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(sends(look(PREPAID, refused, LIVE, Asked.LAG))).isTrue();
  }

  @Test
  void sentTwiceAndAnsweredBothTimesItIsInTheBinOnceLooksCannotBeBehind() {
    InstanceLife once = refused(PREPAID, Answer.BUSY, 1, false).life();
    InstanceLife twice =
        AfterAnswer.open(
                once.at(Standing.SENDING), Answer.OUTAGE.end(1, false), PREPAID.terms(false))
            .life();

    assertThat(looks(look(PREPAID, twice, BIN, Asked.LAG - 1))).isTrue();
    assertThat(look(PREPAID, twice, BIN, Asked.LAG).next().verdict()).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void acknowledgedAfterALostCallItIsInTheBinOnceThatCannotBeCarriedOutAnyMore() {
    Asked granted = PREPAID.withGrant();
    Decision repeated = look(granted, lost(granted).life(), LIVE, 1);
    Terms terms = granted.terms(false);
    InstanceLife done =
        AfterAnswer.accepted(sendingAgain(repeated), Answer.ACCEPTED.end(1, false), terms).life();

    assertThat(looks(look(granted, done, BIN, Asked.LAG + Asked.DELAY - 1))).isTrue();
    assertThat(look(granted, done, BIN, Asked.LAG + Asked.DELAY).next().verdict())
        .isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void whatWasRefusedUnseenBeforeTheCallWasLostIsNoSecondSend() {
    CallEnd lost = Answer.NONE.end(1, false);
    CallEnd afterClock =
        new CallEnd(lost.at(), 1, 2, 0, 1, false, lost.requestIds(), lost.error(), lost.rule());
    InstanceLife open = AfterAnswer.open(sending(PREPAID), afterClock, PREPAID.terms(false)).life();

    assertThat(look(PREPAID, open, BIN, 0).next().verdict()).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void aLeaveThatNothingLeftByIsStillThere() {
    Asked granted = PREPAID.withGrant();
    Decision repeated = look(granted, lost(granted).life(), LIVE, 1);
    InstanceLife keptBack = AfterAnswer.lookFirst(repeated.life()).life();
    assertThat(look(granted, keptBack, LIVE, 1).next().reason()).isEqualTo(SendReason.GRANTED);

    InstanceLife left = lost(granted, sendingAgain(repeated)).life();
    assertThat(looks(look(granted, left, LIVE, 1))).isTrue();
  }

  @ParameterizedTest(name = "{0}, {1}: in the bin after {2}")
  @CsvSource({"NONE,        OPEN,    3", "WRONG_STATE, ASKING,  2", "ACCEPTED,    WAITING, 2"})
  void whatNobodySawBeforeItWasSentIsInTheBinOnceNothingOfItsOwnCanMoveIt(
      Answer answer, Standing standing, int units) {
    InstanceLife unseen = sendingUnseen(PREPAID);
    CallEnd end = answer.end(1, false);
    Terms terms = PREPAID.terms(false);
    InstanceLife life =
        switch (answer) {
          case NONE -> AfterAnswer.open(unseen, end, terms).life();
          case ACCEPTED -> AfterAnswer.accepted(unseen, end, terms).life();
          default -> AfterAnswer.refused(unseen, end, false, terms).life();
        };
    assertThat(life.standing()).isEqualTo(standing);

    Decision early = look(PREPAID, life, BIN, units - 1);
    assertThat(looks(early)).isTrue();
    assertThat(early.life().standing()).isEqualTo(standing);
    assertThat(look(PREPAID, life, BIN, units).next().verdict()).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void whereASecondCallDoesNoHarmTheBinIsTheEndAtOnce() {
    Asked aliyun = Asked.of(ModelledCloud.ALIYUN, Goal.RELEASE);
    InstanceLife open = lost(aliyun, sendingUnseen(aliyun)).life();

    assertThat(look(aliyun, open, BIN, 0).next().verdict()).isEqualTo(Verdict.RECYCLED);
  }

  // ---- acknowledged ----

  @Test
  void whatIsLockedAfterItWasAcknowledgedIsAcceptedWithThat() {
    InstanceLife waiting = accepted(PREPAID).life();

    assertThat(looks(look(PREPAID, waiting, LOCKED, 0))).isTrue();
    Next locked = look(PREPAID, waiting, LOCKED, 1).next();
    assertThat(locked.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(locked.error().orElseThrow().code()).isEqualTo("Protected");
  }

  @Test
  void whatWasAcknowledgedAndIsInTheBinIsRecycled() {
    assertThat(look(PREPAID, accepted(PREPAID).life(), BIN, 0).next().verdict())
        .isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void theNextStepGoesWithoutTheLimitOfABatchThatWasTakenApart() {
    Decision next = look(BMC, accepted(BMC).life().together(1), BIN, 1);

    assertThat(next.next().reason()).isEqualTo(SendReason.NEXT_STEP);
    assertThat(next.life().efforts().together()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whatIsShownReadyForTheStepThatIsOpenHasNotTakenIt() {
    InstanceLife second = look(BMC, InstanceLife.NEW, BIN, 0).life().at(Standing.SENDING);
    InstanceLife open =
        AfterAnswer.refused(second, Answer.UNPAID.end(4, false), false, BMC.terms(false)).life();
    // By a look that was behind, the first step was sent once more, and refused as well.
    InstanceLife behind = open.next(new Assessment.Step("first", 1, "", false), "");

    Decision shown = look(BMC, behind.at(Standing.ASKING), BIN, 0);
    assertThat(shown.life().sent().open()).isEqualTo(2);
    assertThat(shown.life().sent().acknowledged()).isZero();
    assertThat(shown.life().standing()).isEqualTo(Standing.OPEN);
  }
}
