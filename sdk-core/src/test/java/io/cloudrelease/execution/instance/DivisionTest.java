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
}
