package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
import static io.cloudrelease.execution.instance.Rules.BMC;
import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.WHY;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.answered;
import static io.cloudrelease.execution.instance.Rules.dryRun;
import static io.cloudrelease.execution.instance.Rules.ended;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.looksIn;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.refused;
import static io.cloudrelease.execution.instance.Rules.sending;
import static io.cloudrelease.execution.instance.Rules.sendingAgain;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the end of a call: a sentence for each rule. */
class AfterAnswerTest {
  @Test
  void aRefusalBeforeAnyInstanceWasLookedAtLeavesNothingOpen() {
    assertThat(refused(PREPAID, Answer.MALFORMED, 4, false).life().sent().openness())
        .isEqualTo(Openness.CLOSED);
  }

  @Test
  void aRefusedBatchMayHaveReachedTheOthers() {
    assertThat(refused(PREPAID, Answer.WRONG_STATE, 4, false).life().sent().openness())
        .isEqualTo(Openness.TOGETHER);
    assertThat(refused(PREPAID, Answer.WRONG_STATE, 4, true).life().sent().openness())
        .isEqualTo(Openness.CLOSED);
  }

  @Test
  void underWayIsHeardAndLeavesAnEscalatingSendOpen() {
    InstanceLife busy = refused(PREPAID, Answer.BUSY, 1, false).life();

    assertThat(busy.seen().movingAt()).isEqualTo(LifeForm.NOW);
    assertThat(busy.sent().openness()).isEqualTo(Openness.ANSWERED);
    assertThat(refused(POSTPAID, Answer.BUSY, 1, false).life().sent().openness())
        .isEqualTo(Openness.CLOSED);
  }

  @Test
  void whatProvesNothingLeavesItOpen() {
    assertThat(ended(PREPAID, refused(PREPAID, Answer.UNLISTED_CODE, 1, false)))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aStateExplainsNoEarlierSend() {
    InstanceLife open = refused(POSTPAID, Answer.UNPAID, 4, false).life().at(Standing.SENDING);
    Decision again =
        AfterAnswer.refused(open, Answer.WRONG_STATE.end(1, false), false, POSTPAID.terms(false));

    assertThat(again.life().sent().openness()).isEqualTo(Openness.TOGETHER);
  }

  @Test
  void whatItIsItselfExplainsARefusedBatchButOtherRunsStillWait() {
    InstanceLife open = refused(PREPAID, Answer.BUSY, 4, false).life().at(Standing.SENDING);
    for (boolean alone : new boolean[] {true, false}) {
      CallEnd end = Answer.UNPAID.end(alone ? 1 : 2, false);
      InstanceLife after = AfterAnswer.refused(open, end, true, PREPAID.terms(false)).life();

      assertThat(after.sent().openness()).isEqualTo(Openness.CLOSED);
      assertThat(after.seen().movingAt()).isEqualTo(open.sent().openUntil());
    }
  }

  @Test
  void namedAmongOthersItExplainsNoSendOfItsOwn() {
    InstanceLife open = lost(PREPAID).life().at(Standing.SENDING);
    CallEnd end = Answer.UNPAID.end(2, false);

    assertThat(AfterAnswer.refused(open, end, true, PREPAID.terms(false)).life().sent().openness())
        .isEqualTo(Openness.UNANSWERED);
  }

  @Test
  void listedAsFailedIsOpenWhereASecondSendGoesFurther() {
    CallEnd end = Answer.ACCEPTED.end(4, false);

    assertThat(
            AfterAnswer.listedAsFailed(sending(PREPAID), end, PREPAID.terms(false))
                .life()
                .sent()
                .openness())
        .isEqualTo(Openness.ANSWERED);
  }

  @Test
  void whatOnlyALookExplainsDoesNotCloseAnEarlierCall() {
    InstanceLife again = sendingAgain(lost(PREPAID));
    CallEnd unpaid = Answer.UNPAID.end(1, false);
    CallEnd ended = Answer.ENDED.end(1, false);

    assertThat(AfterAnswer.refused(again, unpaid, false, PREPAID.terms(false)).next().kind())
        .isEqualTo(Next.Kind.VERDICT);
    Decision looks = AfterAnswer.refused(again, ended, false, PREPAID.terms(false));
    assertThat(looks.next().kind()).isEqualTo(Next.Kind.LOOK);
    assertThat(looks.life().sent().openness()).isEqualTo(Openness.ANSWERED);
    // Whatever ended it: a call that arrives later is refused as this one was.
    assertThat(looks.life().sent().openUntil()).isEqualTo(ended.at());
    // But others may make it one that may go, and send it, before that call arrives.
    Instant arrives = again.sent().openUntil();
    assertThat(arrives).isAfter(ended.at());
    assertThat(looks.life().sent().closed().reachesUntil()).isEqualTo(arrives);
    assertThat(AfterAnswer.refused(sending(PREPAID), ended, false, PREPAID.terms(false)))
        .extracting(said -> said.next().verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  @Test
  void namedAmongOthersItDoesNotCloseOneEither() {
    InstanceLife open = sendingAgain(refused(POSTPAID, Answer.UNPAID, 4, false));

    assertThat(
            AfterAnswer.refused(open, Answer.ENDED.end(2, false), true, POSTPAID.terms(false))
                .life()
                .sent()
                .openness())
        .isEqualTo(Openness.TOGETHER);
  }

  @Test
  void withoutLooksALostCallIsUnknown() {
    assertThat(lost(PREPAID.blind()).next().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void withoutLooksARefusedBatchThatEscalatesIsOpenAllTheSame() {
    assertThat(refused(PREPAID.blind(), Answer.WRONG_STATE, 4, false).life().sent().openness())
        .isEqualTo(Openness.TOGETHER);
  }

  @Test
  void withoutWaitingAnAcknowledgementIsAccepted() {
    assertThat(accepted(PREPAID.withoutWaiting()).next().verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aGuardEndsWhatIsUnsentAndLooksAtWhatIsOpen() {
    InstanceLife ready = look(PREPAID, InstanceLife.NEW, LIVE, 0).life();
    assertThat(HeldBack.by(ready, WHY, in(0), PREPAID.terms(false)).next().verdict())
        .isEqualTo(Verdict.NOT_SENT);

    InstanceLife open = lost(POSTPAID).life().at(Standing.READY);
    assertThat(looks(HeldBack.by(open, WHY, in(9), POSTPAID.terms(false)))).isTrue();
  }

  @Test
  void whatAnotherRunHasIsLookedAt() {
    InstanceLife ready = look(PREPAID, InstanceLife.NEW, LIVE, 0).life();
    Decision claimed =
        HeldBack.claimed(ready, WHY, Optional.of(Duration.ZERO), PREPAID.terms(false));

    assertThat(claimed.life().standing()).isEqualTo(Standing.LOOKING);
  }

  // ---- accepted ----

  @Test
  void whatMayStayInTheBinIsSaidWhereNobodyWaits() {
    Asked destroy = BMC.withoutWaiting();
    InstanceLife first = sending(destroy);
    CallEnd end = Answer.ACCEPTED.end(1, false);
    String own = "it runs until it expires";

    assertThat(accepted(destroy).next().hint()).contains("recycle bin");
    assertThat(
            AfterAnswer.accepted(first.next(first.step(), own), end, destroy.terms(false))
                .next()
                .hint())
        .isEqualTo(own);
    assertThat(accepted(PREPAID.withoutWaiting()).next().hint()).isEmpty();
    InstanceLife second = look(destroy, InstanceLife.NEW, BIN, 0).life().at(Standing.SENDING);
    assertThat(AfterAnswer.accepted(second, end, destroy.terms(false)).next().hint()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedForgetsItsTrouble() {
    InstanceLife again = sendingAgain(refused(POSTPAID, Answer.BUSY, 1, false));
    Decision done =
        AfterAnswer.accepted(again, Answer.ACCEPTED.end(1, false), POSTPAID.terms(false));

    assertThat(done.life().trouble()).isEqualTo(Trouble.NONE);
    assertThat(done.life().standing()).isEqualTo(Standing.WAITING);
    assertThat(done.next().after()).isEqualTo(LifeForm.UNIT.dividedBy(48));
    assertThat(done.next().exactly()).isTrue();
  }

  @Test
  void listedAsFailedWithoutLooksIsRejectedAsWhatItIs() {
    CallEnd end = Answer.ACCEPTED.end(4, false);
    Asked blind = PREPAID.blind();
    Next next = AfterAnswer.listedAsFailed(sending(blind), end, blind.terms(false)).next();

    assertThat(next.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(next.error().orElseThrow().code()).isEqualTo(OwnCodes.LISTED_AS_FAILED);
  }

  @Test
  void listedAsFailedIsLookedAtAtOnceWhereASecondSendDoesNoHarm() {
    CallEnd end = Answer.ACCEPTED.end(4, false);
    Decision listed = AfterAnswer.listedAsFailed(sending(POSTPAID), end, POSTPAID.terms(false));

    assertThat(listed.life().standing()).isEqualTo(Standing.ASKING);
    assertThat(looksIn(listed, 0)).isTrue();
    assertThat(listed.life().sent().state()).isEqualTo(SendRecord.State.UNTOUCHED);
  }

  // ---- refused ----

  @Test
  void refusalsAreCountedThoseOfItAloneApart() {
    Efforts alone = refused(PREPAID, Answer.WRONG_STATE, 1, false).life().efforts();
    Efforts together = refused(PREPAID, Answer.WRONG_STATE, 4, false).life().efforts();

    assertThat(List.of(alone.refusals(), alone.alone())).containsExactly(1, 1);
    assertThat(List.of(together.refusals(), together.alone())).containsExactly(1, 0);
  }

  @Test
  void aDryRunPassesByItsAnswerAndOnlyWhereOneWasAskedFor() {
    ErrorRule passed = ErrorRule.of(ErrorCategory.DRY_RUN_PASSED, Applied.NO, Remedy.GIVE_UP);
    InstanceLife life = sending(PREPAID);

    assertThat(
            AfterAnswer.refused(life, answered(passed, 1), false, dryRun(PREPAID)).next().verdict())
        .isEqualTo(Verdict.DRY_RUN_PASSED);
    assertThat(
            AfterAnswer.refused(life, answered(passed, 1), false, PREPAID.terms(false))
                .next()
                .verdict())
        .isEqualTo(Verdict.REJECTED);
    assertThat(
            AfterAnswer.refused(life, Answer.UNPAID.end(1, false), false, dryRun(PREPAID))
                .next()
                .verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  @Test
  void aDryRunThatWasTakenForNoneIsLeftOpenAndNotSaidToBeOtherHands() {
    ErrorRule taken =
        ErrorRule.of(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.LOOK_FIRST).scope(Scope.ACCOUNT);
    Terms terms = dryRun(PREPAID);
    InstanceLife open = AfterAnswer.open(sending(PREPAID), answered(taken, 1), terms).life();

    assertThat(open.sent().openness()).isEqualTo(Openness.ANSWERED);
    Decision gone = AfterAbsence.absent(open, absent(1), in(1), terms);
    Decision again = AfterAbsence.absent(gone.life(), absent(9), in(9), terms);
    assertThat(again.next().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(again.next().error()).get().asString().contains("Code");
  }

  private static Snapshot absent(int when) {
    return Snapshot.builder(LifeForm.REF, in(when), LifecyclePhase.ABSENT).build();
  }

  @Test
  void aDryRunLeavesNothingOpen() {
    CallEnd lost = Answer.NONE.end(1, false);
    CallEnd strange = Answer.UNLISTED_CODE.end(4, false);

    assertThat(AfterAnswer.open(sending(PREPAID), lost, dryRun(PREPAID)).life().sent().openness())
        .isEqualTo(Openness.CLOSED);
    assertThat(
            AfterAnswer.refused(sending(PREPAID), strange, false, dryRun(PREPAID))
                .life()
                .sent()
                .openness())
        .isEqualTo(Openness.CLOSED);
  }

  @Test
  void whatStandsAgainstItAloneIsSaidAtOnceAndWhatStandsAgainstABatchIsLookedAt() {
    assertThat(refused(PREPAID, Answer.UNPAID, 1, false).next().verdict())
        .isEqualTo(Verdict.REJECTED);
    Decision batch = refused(PREPAID, Answer.UNPAID, 4, false);
    assertThat(looks(batch)).isTrue();
    assertThat(batch.life().standing()).isEqualTo(Standing.ASKING);
  }

  @Test
  void underWayIsHeardOfThoseThatAreNamedOnly() {
    assertThat(refused(PREPAID, Answer.BUSY, 4, true).life().seen().movingAt())
        .isEqualTo(LifeForm.NOW);
    assertThat(refused(PREPAID, Answer.BUSY, 4, false).life().seen().movingAt())
        .isEqualTo(Instant.EPOCH);
    assertThat(refused(PREPAID, Answer.WRONG_STATE, 1, false).life().seen().movingAt())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void withoutLooksARefusedBatchMayMoveWhatOthersSend() {
    Asked blind = POSTPAID.blind();

    assertThat(refused(blind, Answer.WRONG_STATE, 4, false).life().seen().movingAt())
        .isEqualTo(LifeForm.NOW);
    assertThat(refused(blind, Answer.WRONG_STATE, 1, false).life().seen().movingAt())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void whatIsRefusedToTheAccountTouchedNoneOfABatch() {
    Decision denied = refused(PREPAID, Answer.KEY_DENIED, 4, false);

    assertThat(denied.next().verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(denied.life().sent().state()).isEqualTo(SendRecord.State.UNTOUCHED);
  }

  @Test
  void aRequestThatProvesNothingIsSettledByLooks() {
    ErrorRule unproven = ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.GIVE_UP);
    Decision open =
        AfterAnswer.refused(sending(PREPAID), answered(unproven, 4), false, PREPAID.terms(false));

    assertThat(open.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(open.life().sent().openness()).isEqualTo(Openness.ANSWERED);
    assertThat(open.life().trouble().stands()).isTrue();
  }

  @Test
  void refusedAloneItIsLookedAtAtOnceOrWhenTheTroubleMayHavePassed() {
    Decision gone = refused(POSTPAID, Answer.GONE_ALREADY, 1, false);
    Decision busy = refused(POSTPAID, Answer.BUSY, 1, false);

    assertThat(gone.life().standing()).isEqualTo(Standing.ASKING);
    assertThat(looksIn(gone, 0)).isTrue();
    assertThat(busy.life().standing()).isEqualTo(Standing.ASKING);
    assertThat(looksIn(busy, 1)).isTrue();
    assertThat(busy.next().exactly()).isTrue();
  }

  @Test
  void refusedAloneWhileItMayBeCarriedOutItIsSettledFirst() {
    Decision busy = refused(PREPAID, Answer.BUSY, 1, false);

    assertThat(busy.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(looksIn(busy, 1)).isTrue();
  }

  @Test
  void refusedAloneAfterABatchItIsStillAsked() {
    InstanceLife open = sendingAgain(refused(POSTPAID, Answer.UNPAID, 4, false));
    Decision again =
        AfterAnswer.refused(open, Answer.WRONG_STATE.end(1, false), false, POSTPAID.terms(false));

    assertThat(again.life().sent().openness()).isEqualTo(Openness.TOGETHER);
    assertThat(again.life().standing()).isEqualTo(Standing.ASKING);
  }

  @ParameterizedTest(name = "{1} to {0}, without looks: {2}")
  @CsvSource({
    "RELEASE, WRONG_STATE,    REJECTED",
    "RELEASE, GONE_ALREADY,   NOT_FOUND",
    "RELEASE, IN_BIN_ALREADY, ALREADY_DONE",
    "DESTROY, IN_BIN_ALREADY, REJECTED",
    "DESTROY, GONE_ALREADY,   NOT_FOUND",
    "DESTROY, WRONG_STATE,    REJECTED"
  })
  void withoutLooksARefusalIsTakenAtItsWord(Goal goal, Answer answer, Verdict verdict) {
    Asked blind = Asked.of(ModelledCloud.TENCENT_POSTPAID, goal).blind();
    Next next = refused(blind, answer, 1, false).next();

    assertThat(next.verdict()).isEqualTo(verdict);
    assertThat(next.error().orElseThrow().code()).isEqualTo(answer.name());
  }

  @Test
  void withoutLooksARefusedBatchIsTakenApartUnlessThatMayGoTooFar() {
    assertThat(refused(POSTPAID.blind(), Answer.WRONG_STATE, 4, false).next().kind())
        .isEqualTo(Next.Kind.ASK_BATCH);
    assertThat(refused(POSTPAID, Answer.WRONG_STATE, 4, false).next().kind())
        .isEqualTo(Next.Kind.LOOK);
    assertThat(refused(PREPAID.blind(), Answer.WRONG_STATE, 4, false).next().kind())
        .isEqualTo(Next.Kind.LOOK);
  }

  @Test
  void aBatchOfDifferentKindsIsLookedAtAlsoWithoutLooks() {
    assertThat(refused(POSTPAID.blind(), Answer.MIXED_BATCH, 4, false).next().kind())
        .isEqualTo(Next.Kind.LOOK);
  }

  @ParameterizedTest(name = "{1} to {0}: looked at after {2}")
  @CsvSource({
    "TENCENT_PREPAID,  MALFORMED,   0",
    "TENCENT_PREPAID,  WRONG_STATE, 1",
    "TENCENT_POSTPAID, WRONG_STATE, 0",
    "TENCENT_POSTPAID, BUSY,        1"
  })
  void aRefusedBatchIsLookedAtAtOnceUnlessTimeTellsMore(
      ModelledCloud cloud, Answer answer, int units) {
    Decision batch = refused(Asked.of(cloud, Goal.RELEASE), answer, 4, false);

    assertThat(batch.life().standing()).isEqualTo(Standing.ASKING);
    assertThat(looksIn(batch, units)).isTrue();
  }

  // ---- without a clear answer ----

  @Test
  void aLostCallIsLookedAtAtTheUsualTime() {
    Decision lost = lost(PREPAID);

    assertThat(lost.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(looksIn(lost, 1)).isTrue();
  }

  @Test
  void withoutLooksALostCallSaysWhatToDo() {
    assertThat(lost(PREPAID.blind()).next().error().orElseThrow().hint())
        .startsWith("looks are switched off");
    assertThat(lost(PREPAID.blind()).life().sent().openness()).isEqualTo(Openness.UNANSWERED);
  }

  @Test
  void whatWasAnsweredSoIsHalvedTheSecondTime() {
    assertThat(together(Answer.OUTAGE, 8, sending(POSTPAID))).isEqualTo(8);
    assertThat(together(Answer.OUTAGE, 8, sending(POSTPAID).together(9))).isEqualTo(8);
    assertThat(together(Answer.OUTAGE, 8, sending(POSTPAID).together(8))).isEqualTo(4);
  }

  @Test
  void whatIsNotUnderstoodIsHalvedAtOnce() {
    assertThat(together(Answer.GARBAGE, 8, sending(POSTPAID))).isEqualTo(4);
  }

  @Test
  void aCallWithoutAnswerAndACallForOneAreNotDivided() {
    assertThat(together(Answer.NONE, 8, sending(POSTPAID))).isEqualTo(Integer.MAX_VALUE);
    assertThat(together(Answer.OUTAGE, 1, sending(POSTPAID))).isEqualTo(Integer.MAX_VALUE);
  }

  private static int together(Answer answer, int size, InstanceLife life) {
    return AfterAnswer.open(life, answer.end(size, false), POSTPAID.terms(false))
        .life()
        .efforts()
        .together();
  }

  // ---- not sent ----

  @Test
  void whatDidNotLeaveAndNeverLeftIsNotSent() {
    Next next = notSent(sending(POSTPAID), true, POSTPAID).next();

    assertThat(next.verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(next.error().orElseThrow().code()).isEqualTo("STOPPED");
  }

  @Test
  void whatLeftOnceAndDidNotLeaveAgainIsLookedAtWhereThatPasses() {
    InstanceLife before = sendingAgain(refused(POSTPAID, Answer.WRONG_STATE, 1, false));
    Decision passing = notSent(before, true, POSTPAID);

    assertThat(passing.life().standing()).isEqualTo(Standing.LOOKING);
    assertThat(looksIn(passing, 2)).isTrue();
    assertThat(notSent(before, false, POSTPAID).next().verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(notSent(before, true, POSTPAID.blind()).next().verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  private static Decision notSent(InstanceLife life, boolean passing, Asked asked) {
    return AfterAnswer.notSent(life, Answer.STOPPED.end(1, false), passing, asked.terms(false));
  }

  @Test
  void thatAnotherRunHasItIsSaidWhenTimeIsUpBeforeItWasSent() {
    ReleaseError claim = ReleaseError.of(ErrorCategory.GUARDED, "Claimed", "another run has it");
    InstanceLife fresh = sending(POSTPAID);
    InstanceLife held = fresh.trouble(Trouble.claimed(claim));
    InstanceLife sent =
        sendingAgain(refused(POSTPAID, Answer.WRONG_STATE, 1, false))
            .trouble(Trouble.claimed(claim));

    assertThat(late(held, WHY)).isEqualTo("Claimed");
    assertThat(late(fresh, WHY)).isEqualTo("DeadlinePassed");
    assertThat(late(sent, WHY)).isEqualTo("DeadlinePassed");
    ReleaseError stop = ReleaseError.of(ErrorCategory.STOPPED, "Stopped", "enough");
    assertThat(late(held, stop)).isEqualTo("Stopped");
  }

  private static String late(InstanceLife life, ReleaseError why) {
    CallEnd end =
        new CallEnd(LifeForm.NOW, 1, 0, 0, 0, true, List.of(), why, Answer.STOPPED.rule());
    Next next = AfterAnswer.notSent(life, end, false, POSTPAID.terms(false)).next();
    return next.error().orElseThrow().code();
  }

  @Test
  void whatIsToBeLookedAtFirstKeepsWhatItsAttemptsLeft() {
    InstanceLife life = sending(POSTPAID);
    Decision unsent = AfterAnswer.lookFirst(life, Answer.CONNECTION_REFUSED.end(1, false));
    Decision throttled = AfterAnswer.lookFirst(life, Answer.THROTTLED.end(1, false));

    assertThat(unsent.life()).isEqualTo(life.at(Standing.LOOKING));
    assertThat(looksIn(unsent, 0)).isTrue();
    assertThat(throttled.life().sent().state()).isEqualTo(SendRecord.State.TURNED_AWAY);
    assertThat(throttled.life().trouble().error().code()).isEqualTo("THROTTLED");
  }

  @Test
  void theCallOfADeadProcessIsSettledAtOnce() {
    Decision settle = AfterAnswer.settleFirst(lost(PREPAID).life());

    assertThat(settle.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(looksIn(settle, 0)).isTrue();
  }

  // ---- held back ----

  @Test
  void whatTheAccountIsRefusedIsNotSentOrRejectedByWhatLeft() {
    InstanceLife ready = look(PREPAID, InstanceLife.NEW, LIVE, 0).life();
    InstanceLife left =
        ready.sent(ready.sent().left(1, 0, 0, LifeForm.NOW, List.of())).at(Standing.READY);

    assertThat(accountRefused(ready)).isEqualTo(Verdict.NOT_SENT);
    assertThat(accountRefused(left)).isEqualTo(Verdict.REJECTED);
  }

  private static Verdict accountRefused(InstanceLife life) {
    return HeldBack.accountRefused(life, WHY, in(0), PREPAID.terms(false)).next().verdict();
  }

  @Test
  void whatIsHeldBackWhileOpenIsLookedAtAtOnceWhenLooksProveMoreBefore() {
    InstanceLife open = lost(PREPAID).life().at(Standing.READY);

    assertThat(looksIn(HeldBack.by(open, WHY, in(1), PREPAID.terms(false)), 0)).isFalse();
    assertThat(looksIn(HeldBack.by(open, WHY, in(9), PREPAID.terms(false)), 0)).isTrue();
  }

  @Test
  void whatIsHeldBackAfterALookThatCannotBeBehindHasItsVerdict() {
    InstanceLife open = lost(PREPAID).life();
    InstanceLife seen = look(PREPAID, open, LIVE, 9).life().at(Standing.READY);
    InstanceLife openStill = seen.sent(open.sent());
    Next known = HeldBack.by(openStill, WHY, in(9), PREPAID.terms(false)).next();
    InstanceLife before = openStill.seen(seenOnlySince(openStill));
    Next unknown = HeldBack.by(before, WHY, in(9), PREPAID.terms(false)).next();

    assertThat(known.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(known.error().orElseThrow().code()).isEqualTo(WHY.code());
    assertThat(unknown.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private static Sightings seenOnlySince(InstanceLife life) {
    Sightings seen = life.seen();
    return new Sightings(seen.before(), seen.last(), false, false, null, null, null, 1);
  }

  @Test
  void whatAnotherRunHasIsLookedAtWhenItIsFreeOrAtTheUsualTime() {
    InstanceLife ready = look(PREPAID, InstanceLife.NEW, LIVE, 0).life();
    Duration soon = Duration.ofSeconds(5);

    assertThat(claimed(ready, Optional.of(soon)).next().after()).isEqualTo(soon);
    assertThat(looksIn(claimed(ready, Optional.of(Duration.ofHours(1))), 1)).isTrue();
    assertThat(looksIn(claimed(ready, Optional.empty()), 1)).isTrue();
    assertThat(claimed(ready, Optional.empty()).life().trouble().error()).isEqualTo(WHY);
  }

  private static Decision claimed(InstanceLife life, Optional<Duration> freeIn) {
    return HeldBack.claimed(life, WHY, freeIn, PREPAID.terms(false));
  }

  @Test
  void withoutLooksAnAnswerThatProvesNothingKeepsOthersOff() {
    InstanceLife unclear = refused(PREPAID.blind(), Answer.UNLISTED_CODE, 1, false).life();
    InstanceLife clear = refused(PREPAID.blind(), Answer.UNPAID, 1, false).life();

    assertThat(unclear.seen().movingAt()).isEqualTo(in(0));
    assertThat(clear.seen().movingAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void withoutLooksWhatAnotherRunHasIsNotSent() {
    Asked blind = PREPAID.blind();
    Next next = HeldBack.claimed(sending(blind), WHY, Optional.empty(), blind.terms(false)).next();

    assertThat(next.verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(next.error()).contains(WHY);
  }
}
