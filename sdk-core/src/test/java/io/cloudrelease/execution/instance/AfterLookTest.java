package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
import static io.cloudrelease.execution.instance.Rules.BMC;
import static io.cloudrelease.execution.instance.Rules.LEAVING;
import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.LOCKED;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.WHY;
import static io.cloudrelease.execution.instance.Rules.absent;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.refused;
import static io.cloudrelease.execution.instance.Rules.sends;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import org.junit.jupiter.api.Test;

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
}
