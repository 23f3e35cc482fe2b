package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
import static io.cloudrelease.execution.instance.Rules.BMC;
import static io.cloudrelease.execution.instance.Rules.LEAVING;
import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.answered;
import static io.cloudrelease.execution.instance.Rules.garbled;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.sending;
import static io.cloudrelease.execution.instance.Rules.sendingAgain;
import static io.cloudrelease.execution.instance.Rules.sendingUnseen;
import static io.cloudrelease.execution.instance.Rules.sends;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a step may leave again, and for what reason: a sentence for each rule. */
class SendRulesTest {
  private static final int CLEAR = Asked.LAG + Asked.DELAY;

  /** Lost, and then held back: looked at before it may be sent. */
  private static InstanceLife looking(InstanceLife open) {
    return AfterAnswer.lookFirst(open).life();
  }

  // ---- a look shows it ready ----

  @Test
  void whatIsOpenIsClosedByALookThatCannotBeBehind() {
    InstanceLife open = looking(lost(POSTPAID).life());

    Decision early = look(POSTPAID, open, LIVE, CLEAR - 1);
    assertThat(early.next().reason()).isEqualTo(SendReason.CANNOT_GO_TOO_FAR);
    assertThat(early.life().sent().openness()).isEqualTo(Openness.UNANSWERED);
    Decision clear = look(POSTPAID, open, LIVE, CLEAR);
    assertThat(clear.next().reason()).isEqualTo(SendReason.PROVEN_UNTOUCHED);
    assertThat(clear.life().sent().openness()).isEqualTo(Openness.CLOSED);
  }

  @Test
  void whatNobodySawBeforeIsProvenToStandWhereItStoodAsWell() {
    InstanceLife open = looking(lost(POSTPAID, sendingUnseen(POSTPAID)).life());

    assertThat(look(POSTPAID, open, LIVE, CLEAR).next().reason())
        .isEqualTo(SendReason.PROVEN_UNTOUCHED);
  }

  @Test
  void readyForTheSecondStepItTookTheFirstWhereItWasSeenBefore() {
    Decision seen = look(BMC, looking(lost(BMC).life()), BIN, 0);

    assertThat(seen.next().reason()).isEqualTo(SendReason.NEXT_STEP);
    assertThat(seen.life().sent().state()).isEqualTo(SendRecord.State.FIRST_ACKNOWLEDGED);
  }

  @Test
  void readyForTheSecondStepTheFirstStaysOpenWhereNobodySawItBefore() {
    InstanceLife open = looking(lost(BMC, sendingUnseen(BMC)).life());
    for (int when : new int[] {0, CLEAR}) {
      Decision unseen = look(BMC, open, BIN, when);

      assertThat(unseen.next().reason()).isEqualTo(SendReason.CANNOT_GO_TOO_FAR);
      assertThat(unseen.life().sent().state()).isEqualTo(SendRecord.State.FIRST_OPEN);
    }
  }

  @Test
  void whatMayGoTooFarWaitsForTheProofAndIsThenSentUnlessOnceIsEnough() {
    InstanceLife open = looking(lost(PREPAID).life());

    Decision early = look(PREPAID, open, LIVE, CLEAR - 1);
    assertThat(looks(early)).isTrue();
    assertThat(early.life().standing()).isEqualTo(Standing.LOOKING);
    assertThat(look(PREPAID, open, LIVE, CLEAR).next().reason())
        .isEqualTo(SendReason.PROVEN_UNTOUCHED);
    assertThat(look(PREPAID.sentOnce(), open, LIVE, CLEAR).next().verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void sentOnceHoldsOnlyForWhatMayGoTooFarAndOnlyAfterAnOpenSend() {
    assertThat(sends(look(POSTPAID.sentOnce(), looking(lost(POSTPAID).life()), LIVE, CLEAR)))
        .isTrue();
    assertThat(sends(look(PREPAID.sentOnce(), InstanceLife.NEW, LIVE, CLEAR))).isTrue();
  }

  @Test
  void aGrantAllowsASecondSendAfterTheSettlingTimeUnlessItMoved() {
    InstanceLife open = looking(lost(PREPAID.withGrant()).life());
    InstanceLife moved =
        look(PREPAID.withGrant(), lost(PREPAID.withGrant()).life(), LEAVING, 0)
            .life()
            .at(Standing.LOOKING)
            .sent(open.sent());

    assertThat(look(PREPAID.withGrant(), open, LIVE, 1).next().reason())
        .isEqualTo(SendReason.GRANTED);
    assertThat(looks(look(PREPAID.withGrant(), moved, LIVE, 1))).isTrue();
    assertThat(looks(look(PREPAID, open, LIVE, 1))).isTrue();
  }

  @Test
  void refusedBeforeAnyInstanceWasLookedAtItIsSentForThat() {
    ErrorRule unseen =
        ErrorRule.of(ErrorCategory.WRONG_STATE, Applied.NO, Remedy.LOOK_FIRST).proves(Proof.ALL);
    InstanceLife life =
        AfterAnswer.refused(sending(POSTPAID), answered(unseen, 1), false, POSTPAID.terms(false))
            .life();

    assertThat(look(POSTPAID, life, LIVE, 0).next().reason()).isEqualTo(SendReason.REFUSED_UNSEEN);
  }

  @Test
  void anAcknowledgedStepIsNotTheNextOne() {
    InstanceLife acknowledged = looking(accepted(POSTPAID).life());

    assertThat(look(POSTPAID, acknowledged, LIVE, CLEAR).next().reason())
        .isEqualTo(SendReason.OWN_STATE_PASSED);
  }

  // ---- unchanged after a send that may have been carried out ----

  @Test
  void whatNobodyUnderstandsIsNotSentAgainAndRejectedOnceItIsProvenUntouched() {
    InstanceLife open = garbled(POSTPAID, sending(POSTPAID), 1).life();

    assertThat(looks(look(POSTPAID, open, LIVE, Asked.LAG - 1))).isTrue();
    assertThat(look(POSTPAID, open, LIVE, Asked.LAG).next().verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(
            look(PREPAID, garbled(PREPAID, sending(PREPAID), 1).life(), LIVE, Asked.LAG)
                .next()
                .verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  @Test
  void whatNobodySawBeforeAndNeverChangedIsUnknown() {
    InstanceLife open = garbled(POSTPAID, sendingUnseen(POSTPAID), 1).life();

    assertThat(look(POSTPAID, open, LIVE, Asked.LAG).next().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void sentOnceWhatNobodyUnderstandsIsUnknownWhereASecondCallMayGoTooFar() {
    Asked prepaid = PREPAID.sentOnce();
    Asked postpaid = POSTPAID.sentOnce();

    assertThat(
            look(prepaid, garbled(prepaid, sending(prepaid), 1).life(), LIVE, Asked.LAG)
                .next()
                .verdict())
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(
            look(postpaid, garbled(postpaid, sending(postpaid), 1).life(), LIVE, Asked.LAG)
                .next()
                .verdict())
        .isEqualTo(Verdict.REJECTED);
  }

  @Test
  void ofABatchThatNobodyUnderstandsTheOneToBlameIsSearchedFor() {
    InstanceLife harmless = garbled(POSTPAID, sending(POSTPAID), 4).life();
    InstanceLife further = garbled(PREPAID, sending(PREPAID), 4).life();
    InstanceLife granted = garbled(PREPAID.withGrant(), sending(PREPAID.withGrant()), 4).life();

    assertThat(look(POSTPAID, harmless, LIVE, 1).next().reason())
        .isEqualTo(SendReason.CANNOT_GO_TOO_FAR);
    assertThat(look(PREPAID, further, LIVE, Asked.LAG).next().reason())
        .isEqualTo(SendReason.PROVEN_UNTOUCHED);
    assertThat(looks(look(PREPAID.withGrant(), granted, LIVE, 1))).isTrue();
  }

  @Test
  void aSecondRepetitionWaitsTwiceAsLong() {
    Duration settling = Duration.ofSeconds(10);
    Terms usual = POSTPAID.terms(false);
    Terms quick =
        new Terms(
            usual.intent(),
            true,
            usual.waitAtMost(),
            false,
            usual.facts().settlingTime(settling).longestDelay(Duration.ZERO),
            any -> true);
    InstanceLife open = lost(POSTPAID).life();
    InstanceLife once = open.efforts(open.efforts().resent());

    Decision early = SendRules.again(once, assessed(), LifeForm.NOW.plusSeconds(15), quick);
    assertThat(looks(early)).isTrue();
    assertThat(early.next().after()).isEqualTo(Duration.ofSeconds(5));
    assertThat(early.life().standing()).isEqualTo(Standing.OPEN);
    Decision then = SendRules.again(once, assessed(), LifeForm.NOW.plusSeconds(20), quick);
    assertThat(sends(then)).isTrue();
    assertThat(then.life().efforts().resends()).isEqualTo(2);
    assertThat(sends(SendRules.again(open, assessed(), LifeForm.NOW.plus(settling), quick)))
        .isTrue();
  }

  private static Assessment assessed() {
    return POSTPAID.cloud().assess(LIVE, POSTPAID.goal());
  }

  @Test
  void aLookThatIsBehindSendsNoEarlierStepAgain() {
    InstanceLife second = lost(BMC, sendingAgain(look(BMC, accepted(BMC).life(), BIN, 1))).life();

    assertThat(looks(look(BMC, second, LIVE, CLEAR - 1))).isTrue();
    assertThat(look(BMC, second, LIVE, CLEAR).next().reason())
        .isEqualTo(SendReason.PROVEN_UNTOUCHED);
  }

  // ---- from when on a look proves something ----

  @Test
  void aLookProvesSomethingOnceNeitherMovesNorSendsCanHideBehindIt() {
    Terms terms = PREPAID.terms(false);
    InstanceLife open = lost(PREPAID).life();
    InstanceLife moved = open.seen(open.seen().underWay(in(4)));

    assertThat(SendRules.clearFrom(InstanceLife.NEW, terms)).isEqualTo(Instant.EPOCH);
    assertThat(SendRules.clearFrom(open, terms)).isEqualTo(in(CLEAR));
    assertThat(SendRules.clearFrom(moved, terms)).isEqualTo(in(4 + Asked.LAG));
  }
}
