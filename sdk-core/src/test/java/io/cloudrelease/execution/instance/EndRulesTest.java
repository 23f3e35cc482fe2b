package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.BIN;
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
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
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
}
