package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
import static io.cloudrelease.execution.instance.Rules.BMC;
import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.accepted;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.refused;
import static io.cloudrelease.execution.instance.Rules.sending;
import static io.cloudrelease.execution.instance.Rules.sendingAgain;
import static io.cloudrelease.execution.instance.Rules.sendingUnseen;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import org.junit.jupiter.api.Test;

/** A verdict is that which is true after what was sent, and after what the last look shows. */
class DecisionTest {

  /** The last look began so many units after the call ended, and shows that. */
  private static InstanceLife seen(InstanceLife life, Shown shown, int when) {
    LifecyclePhase phase = PREPAID.cloud().phase(shown);
    Snapshot snapshot = Snapshot.builder(LifeForm.REF, Rules.in(when), phase).build();
    return life.seen(life.seen().shown(snapshot, false, false, Rules.in(when)));
  }

  private static Verdict told(InstanceLife life, Verdict wanted) {
    return Decision.verdict(life, wanted).next().verdict();
  }

  @Test
  void whatTheLastLookShowsInTheBinIsNotCalledUnknown() {
    InstanceLife open = lost(PREPAID).life();

    assertThat(told(seen(open, BIN, 0), Verdict.UNKNOWN)).isEqualTo(Verdict.RECYCLED);
    assertThat(told(seen(open, LIVE, 0), Verdict.UNKNOWN)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aLookFromBeforeTheCallProvesNothing() {
    assertThat(told(seen(lost(PREPAID).life(), BIN, -1), Verdict.UNKNOWN))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatNobodySawBeforeMayHaveBeenInTheBinAlready() {
    InstanceLife open = lost(PREPAID, sendingUnseen(PREPAID)).life();

    assertThat(told(seen(open, BIN, 0), Verdict.UNKNOWN)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void ofTwoCallsOneMayTakeItOutOfTheBinAgain() {
    InstanceLife twice = lost(PREPAID, sendingAgain(lost(PREPAID))).life();
    InstanceLife acknowledged =
        AfterAnswer.accepted(
                sendingAgain(lost(PREPAID)), Answer.ACCEPTED.end(1, false), PREPAID.terms(false))
            .life();

    assertThat(told(seen(twice, BIN, 0), Verdict.UNKNOWN)).isEqualTo(Verdict.UNKNOWN);
    assertThat(told(seen(acknowledged, BIN, 0), Verdict.UNKNOWN)).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void ofCallsThatAreProvenUntouchedNoneCan() {
    InstanceLife once = refused(PREPAID, Answer.WRONG_STATE, 1, false).life();
    InstanceLife twice =
        AfterAnswer.refused(
                once.at(Standing.SENDING),
                Answer.WRONG_STATE.end(1, false),
                false,
                PREPAID.terms(false))
            .life();

    assertThat(twice.sent().mayCount()).isZero();
    assertThat(told(seen(twice, BIN, 0), Verdict.REJECTED)).isEqualTo(Verdict.RECYCLED);
  }

  @Test
  void whereTheStepOutOfTheBinIsRefusedItIsStillThere() {
    // By a look from before that call, which is why it was sent.
    InstanceLife second = look(BMC, accepted(BMC).life(), BIN, -1).life().at(Standing.SENDING);
    InstanceLife refused =
        AfterAnswer.refused(second, Answer.PROTECTED.end(1, false), false, BMC.terms(false)).life();

    assertThat(told(refused, Verdict.REJECTED)).isEqualTo(Verdict.RECYCLED);
    assertThat(told(refused, Verdict.ACCEPTED)).isEqualTo(Verdict.RECYCLED);
    assertThat(told(accepted(BMC).life(), Verdict.ACCEPTED)).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void afterTheStepOutOfTheBinItIsNotSaidToBeThere() {
    InstanceLife second = look(BMC, accepted(BMC).life(), BIN, 0).life().at(Standing.SENDING);

    assertThat(told(seen(lost(BMC, second).life(), BIN, 0), Verdict.UNKNOWN))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatWasOnlyThrottledDidNotPutItThere() {
    InstanceLife throttled =
        AfterAnswer.lookFirst(sending(PREPAID), Answer.THROTTLED.end(1, false)).life();

    assertThat(told(seen(throttled, BIN, 0), Verdict.NOT_SENT)).isEqualTo(Verdict.NOT_SENT);
  }

  @Test
  void withItsVerdictAnInstanceIsDone() {
    InstanceLife life = Decision.verdict(InstanceLife.NEW, Verdict.NOT_SENT).life();

    assertThat(life.isDone()).isTrue();
    assertThat(InstanceLife.NEW.isDone()).isFalse();
    assertThat(InstanceLife.OVER.isDone()).isTrue();
  }

  @Test
  void whatIsToBeSentIsReady() {
    assertThat(Decision.send(InstanceLife.NEW, SendReason.FIRST).life().standing())
        .isEqualTo(Standing.READY);
  }
}
