package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Verdict;
import org.junit.jupiter.api.Test;

/** How a refused batch is taken apart. */
class DivisionTest {
  private final InstanceLife member = refused(PREPAID, Answer.WRONG_STATE, 9, false).life();

  @Test
  void itsMembersWaitForOneLagTogether() {
    assertThat(looks(look(PREPAID, member, LIVE, Asked.LAG - 1))).isTrue();
    assertThat(look(PREPAID, member, LIVE, Asked.LAG).next().kind()).isEqualTo(Next.Kind.ASK_BATCH);
  }

  @Test
  void theyGoInGroupsOfTheSquareRootThenSingly() {
    Division.Refused nine = new Division.Refused(9, 9, 1, 0);

    assertThat(Division.together(member, nine, false)).isEqualTo(3);
    assertThat(Division.together(member.together(3), nine, false)).isEqualTo(1);
  }

  @Test
  void neverDoesTheWholeGoAgain() {
    Division.Refused two = new Division.Refused(2, 2, 1, 0);
    Division.Refused three = new Division.Refused(3, 3, 1, 0);

    assertThat(Division.together(member, two, false)).isEqualTo(1);
    assertThat(Division.together(member, three, false)).isEqualTo(1);
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
      tired = tired.efforts(tired.efforts().refused(false));
    }

    assertThat(Division.isOver(tired)).isTrue();
    assertThat(Division.isOver(member)).isFalse();
  }

  private static int together(Answer answer, int size, int survivors, int groups, int named) {
    InstanceLife life = refused(POSTPAID, answer, size, false).life();
    return Division.together(life, new Division.Refused(size, survivors, groups, named), false);
  }

  @Test
  void whereNoInstanceWasLookedAtItIsHalvedAlsoWhereASecondCallMayGoTooFar() {
    InstanceLife unseen = refused(PREPAID, Answer.MALFORMED, 9, false).life();

    assertThat(Division.together(unseen, new Division.Refused(9, 9, 1, 0), false)).isEqualTo(4);
  }

  @Test
  void aBatchOfDifferentKindsIsSentByKinds() {
    assertThat(together(Answer.MIXED_BATCH, 8, 8, 2, 0)).isEqualTo(8);
    assertThat(together(Answer.MIXED_BATCH, 8, 8, 1, 0)).isEqualTo(4);
    assertThat(together(Answer.WRONG_STATE, 8, 8, 2, 0)).isEqualTo(4);
  }

  @Test
  void whatIsBusyIsTriedAsAWholeThreeTimes() {
    InstanceLife third = refused(POSTPAID, Answer.BUSY, 8, false).life();
    third = third.efforts(third.efforts().refused(false).refused(false));
    InstanceLife fourth = third.efforts(third.efforts().refused(false));
    Division.Refused eight = new Division.Refused(8, 8, 1, 0);

    assertThat(Division.together(third, eight, false)).isEqualTo(8);
    assertThat(Division.together(fourth, eight, false)).isEqualTo(4);
  }

  @Test
  void thoseThatAreBlamedGoAloneAndTheOthersTogether() {
    InstanceLife harmless = refused(POSTPAID, Answer.WRONG_STATE, 8, false).life();

    assertThat(Division.together(harmless, new Division.Refused(8, 8, 1, 3), true)).isEqualTo(1);
    assertThat(Division.together(harmless, new Division.Refused(8, 8, 1, 3), false)).isEqualTo(8);
    assertThat(Division.together(harmless, new Division.Refused(8, 8, 1, 8), true)).isEqualTo(4);
  }

  @Test
  void aSurvivorIsSentForWhatItsRefusalProves() {
    Decision unseen = Division.send(refused(PREPAID, Answer.MALFORMED, 8, false).life(), 4);
    InstanceLife open = refused(POSTPAID, Answer.WRONG_STATE, 8, false).life();

    assertThat(unseen.next().reason()).isEqualTo(SendReason.REFUSED_UNSEEN);
    assertThat(unseen.life().efforts().together()).isEqualTo(4);
    assertThat(Division.send(open, 4).next().reason()).isEqualTo(SendReason.CANNOT_GO_TOO_FAR);
    assertThat(Division.send(open.sent(open.sent().closed()), 4).next().reason())
        .isEqualTo(SendReason.PROVEN_UNTOUCHED);
  }
}
