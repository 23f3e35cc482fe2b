package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One sentence for each rule, on the clouds and answers of the checker. */
class RulesTest {
  private static final ReleaseError WHY =
      ReleaseError.of(ErrorCategory.DEADLINE, "DeadlinePassed", "the deadline has passed");
  private static final Shown LIVE = new Shown(Stage.LIVE, false, false);
  private static final Shown LOCKED = new Shown(Stage.LIVE, true, false);
  private static final Shown LEAVING = new Shown(Stage.TO_BIN, false, false);
  private static final Shown BIN = new Shown(Stage.BIN, false, false);

  /** Escalating: a second send takes it out of the bin. */
  private static final Asked PREPAID = Asked.of(ModelledCloud.TENCENT_PREPAID, Goal.RELEASE);

  private static final Asked POSTPAID = Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE);
  private static final Asked BMC = Asked.of(ModelledCloud.BMC, Goal.DESTROY);

  private static Instant in(int units) {
    return LifeForm.ago(-units);
  }

  /** Looked at, and in a call now. */
  private static InstanceLife sending(Asked asked) {
    return look(asked, InstanceLife.NEW, LIVE, 0).life().at(Standing.SENDING);
  }

  private static Decision look(Asked asked, InstanceLife life, Shown shown, int when) {
    return AfterLook.shown(
        life,
        io.cloudrelease.model.Snapshot.builder(LifeForm.REF, in(when), asked.cloud().phase(shown))
            .build(),
        asked.cloud().assess(shown, asked.goal()),
        in(when),
        false,
        asked.terms(false));
  }

  private static Decision absent(Asked asked, InstanceLife life, int when) {
    return AfterLook.absent(
        life,
        io.cloudrelease.model.Snapshot.absent(LifeForm.REF, in(when)),
        in(when),
        asked.terms(false));
  }

  private static Decision refused(Asked asked, Answer answer, int size, boolean named) {
    return AfterAnswer.refused(sending(asked), answer.end(size, false), named, asked.terms(false));
  }

  private static Decision lost(Asked asked) {
    return AfterAnswer.open(sending(asked), Answer.NONE.end(1, false), asked.terms(false));
  }

  private static Decision accepted(Asked asked) {
    return AfterAnswer.accepted(sending(asked), Answer.ACCEPTED.end(1, false), asked.terms(false));
  }

  private static Verdict ended(Asked asked, Decision before) {
    return EndRules.ended(before.life(), WHY, in(1), asked.terms(false)).next().verdict();
  }

  private static boolean looks(Decision decision) {
    return decision.next().kind() == Next.Kind.LOOK;
  }

  private static boolean sends(Decision decision) {
    return decision.next().kind() == Next.Kind.SEND;
  }

  @Nested
  class OfALook {
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

    @Test
    void sentOnceIsNeverSentAgain() {
      Decision proven =
          look(PREPAID.sentOnce(), lost(PREPAID).life(), LIVE, Asked.DELAY + Asked.LAG);

      assertThat(proven.next().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aGrantAllowsOneRepeatAfterTheSettlingTime() {
      InstanceLife open = lost(PREPAID.withGrant()).life();

      assertThat(looks(look(PREPAID.withGrant(), open, LIVE, 0))).isTrue();
      assertThat(look(PREPAID.withGrant(), open, LIVE, 1).next().reason())
          .isEqualTo(SendReason.GRANTED);
      InstanceLife used = open.efforts(open.efforts().resent());
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
      assertThat(look(PREPAID, open, LOCKED, Asked.LAG).next().verdict())
          .isEqualTo(Verdict.REJECTED);
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
          AfterLook.failed(InstanceLife.NEW, WHY, Scope.ACCOUNT, in(0), PREPAID.terms(false));

      assertThat(failed.next().verdict()).isEqualTo(Verdict.NOT_SENT);
    }

    @Test
    void whatWasAcknowledgedIsWaitedForOnlySoLong() {
      Decision waiting = accepted(PREPAID);

      assertThat(
              AfterLook.withinWait(waiting, in(Asked.WAIT), PREPAID.terms(false)).next().verdict())
          .isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Nested
  class OfAnAnswer {
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
      assertThat(AfterAnswer.heldBack(ready, WHY, in(0), PREPAID.terms(false)).next().verdict())
          .isEqualTo(Verdict.NOT_SENT);

      InstanceLife open = lost(POSTPAID).life().at(Standing.READY);
      assertThat(looks(AfterAnswer.heldBack(open, WHY, in(9), POSTPAID.terms(false)))).isTrue();
    }

    @Test
    void whatAnotherRunHasIsLookedAt() {
      InstanceLife ready = look(PREPAID, InstanceLife.NEW, LIVE, 0).life();
      Decision claimed =
          AfterAnswer.claimed(ready, WHY, Optional.of(Duration.ZERO), PREPAID.terms(false));

      assertThat(claimed.life().standing()).isEqualTo(Standing.LOOKING);
    }
  }

  @Nested
  class OfTheEnd {
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
    void whatOthersAreReleasingIsAlreadyDone() {
      assertThat(ended(PREPAID, look(PREPAID, InstanceLife.NEW, LEAVING, 0)))
          .isEqualTo(Verdict.ALREADY_DONE);
    }

    @Test
    void aRepeatedStepOfTheSameActionMayHaveLeftTheBin() {
      Asked destroy = Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.DESTROY);
      InstanceLife again = lost(destroy).life().at(Standing.SENDING);
      InstanceLife accepted =
          AfterAnswer.accepted(again, Answer.ACCEPTED.end(1, false), destroy.terms(false)).life();

      assertThat(ended(destroy, look(destroy, accepted, BIN, 1))).isNotEqualTo(Verdict.RECYCLED);
    }
  }

  @Nested
  class OfARefusedBatch {
    private final InstanceLife member = refused(PREPAID, Answer.WRONG_STATE, 9, false).life();

    @Test
    void itsMembersWaitForOneLagTogether() {
      assertThat(looks(look(PREPAID, member, LIVE, Asked.LAG - 1))).isTrue();
      assertThat(look(PREPAID, member, LIVE, Asked.LAG).next().kind())
          .isEqualTo(Next.Kind.ASK_BATCH);
    }

    @Test
    void theyGoInGroupsOfTheSquareRootThenSingly() {
      Division.Refused nine = new Division.Refused(9, 9, 1, 0);

      assertThat(Division.together(member, nine, false)).isEqualTo(3);
      assertThat(Division.together(member.together(3), nine, false)).isEqualTo(1);
    }

    @Test
    void theLastOneGoesAlone() {
      assertThat(Division.together(member, new Division.Refused(9, 1, 1, 0), false)).isEqualTo(1);
    }

    @Test
    void whereASecondCallDoesNoHarmItIsHalved() {
      InstanceLife harmless = refused(POSTPAID, Answer.WRONG_STATE, 8, false).life();

      assertThat(Division.together(harmless, new Division.Refused(8, 8, 1, 0), false)).isEqualTo(4);
      assertThat(Division.together(harmless, new Division.Refused(8, 7, 1, 0), false)).isEqualTo(8);
      assertThat(Division.together(harmless, new Division.Refused(8, 8, 1, 1), true)).isEqualTo(1);
    }

    @Test
    void sentOnceHoldsForItsMembersToo() {
      assertThat(look(PREPAID.sentOnce(), member, LIVE, Asked.LAG).next().verdict())
          .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void fourteenRefusalsAreEnough() {
      InstanceLife tired = member;
      for (int i = 0; i < 13; i++) {
        tired = tired.efforts(tired.efforts().refused());
      }

      assertThat(Division.isOver(tired)).isTrue();
      assertThat(Division.isOver(member)).isFalse();
    }
  }
}
