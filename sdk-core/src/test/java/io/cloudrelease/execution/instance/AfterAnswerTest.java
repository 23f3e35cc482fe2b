package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.WHY;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.ended;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.refused;
import static io.cloudrelease.execution.instance.Rules.sending;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
      assertThat(after.seen().movingAt()).isEqualTo(open.sent().openedAt());
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
}
