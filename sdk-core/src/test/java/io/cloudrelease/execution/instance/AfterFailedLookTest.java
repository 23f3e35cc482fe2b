package io.cloudrelease.execution.instance;

import static io.cloudrelease.execution.instance.Rules.LIVE;
import static io.cloudrelease.execution.instance.Rules.POSTPAID;
import static io.cloudrelease.execution.instance.Rules.PREPAID;
import static io.cloudrelease.execution.instance.Rules.in;
import static io.cloudrelease.execution.instance.Rules.look;
import static io.cloudrelease.execution.instance.Rules.looks;
import static io.cloudrelease.execution.instance.Rules.looksIn;
import static io.cloudrelease.execution.instance.Rules.lost;
import static io.cloudrelease.execution.instance.Rules.sending;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows when looks fail: a sentence for each rule. */
class AfterFailedLookTest {
  private static final ReleaseError BROKEN =
      ReleaseError.of(ErrorCategory.UNAVAILABLE, "Broken", "the cloud is down");

  private static Decision failed(InstanceLife life, Scope scope) {
    return AfterFailedLook.failed(life, BROKEN, scope, in(1), PREPAID.terms(false));
  }

  /** A life after so many looks that failed in a row. */
  private static InstanceLife after(InstanceLife life, int failures) {
    return life.efforts(life.efforts().lookFailures(failures));
  }

  @ParameterizedTest
  @EnumSource(
      value = Scope.class,
      names = {"ACCOUNT", "INSTANCE"})
  void aFirstLookThatCannotSucceedLeavesItUnsentAtOnce(Scope scope) {
    Next next = failed(InstanceLife.NEW, scope).next();

    assertThat(next.verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(next.error().orElseThrow().code()).isEqualTo("Broken");
    assertThat(next.error().orElseThrow().hint()).contains("nothing was sent for it");
  }

  @Test
  void theHintOfAFailedLookIsKept() {
    ReleaseError hinted = BROKEN.hint("call them");
    Next next =
        AfterFailedLook.failed(InstanceLife.NEW, hinted, Scope.ACCOUNT, in(1), PREPAID.terms(false))
            .next();

    assertThat(next.error()).contains(hinted);
  }

  @Test
  void aFirstLookMayFailThreeTimesForReasonsThatPass() {
    Decision third = failed(after(InstanceLife.NEW, 2), Scope.REQUEST);

    assertThat(looks(third)).isTrue();
    assertThat(third.life().efforts().lookFailures()).isEqualTo(3);
    assertThat(failed(after(InstanceLife.NEW, 3), Scope.REQUEST).next().verdict())
        .isEqualTo(Verdict.NOT_SENT);
  }

  @ParameterizedTest(name = "after {0} failures")
  @ValueSource(ints = {0, 1, 4, 99})
  void howeverManyLooksFailItIsLookedAtAgainAfterAPause(int before) {
    assertThat(looksIn(failed(after(lost(PREPAID).life(), before), Scope.REQUEST), 1)).isTrue();
  }

  @Test
  void whatMayBeCarriedOutIsLookedAtFourTimesAlsoWhereTheAccountIsRefused() {
    InstanceLife open = lost(PREPAID).life();
    Decision third = failed(after(open, 2), Scope.ACCOUNT);
    Decision fourth = failed(after(open, 3), Scope.ACCOUNT);

    assertThat(looks(third)).isTrue();
    assertThat(third.life().standing()).isEqualTo(Standing.OPEN);
    assertThat(fourth.next().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(fourth.next().error().orElseThrow().code()).isEqualTo("NONE");
  }

  @Test
  void whatMayBeCarriedOutIsLookedAtOnAndOnWhereTheReasonPasses() {
    assertThat(looks(failed(after(lost(PREPAID).life(), 30), Scope.REQUEST))).isTrue();
  }

  @Test
  void whereNothingElseWentWrongTheFailedLookIsTold() {
    InstanceLife open = after(lost(PREPAID).life().trouble(Trouble.NONE), 3);

    assertThat(failed(open, Scope.ACCOUNT).next().error().orElseThrow().code()).isEqualTo("Broken");
  }

  @Test
  void whyNoLookTellsMoreIsKeptForThoseThatAreAskedForIt() {
    InstanceLife looking = look(POSTPAID, InstanceLife.NEW, LIVE, 0).life().at(Standing.LOOKING);
    InstanceLife open = lost(PREPAID).life();

    assertThat(failed(InstanceLife.NEW, Scope.REQUEST).life().trouble().error()).isEqualTo(BROKEN);
    assertThat(failed(looking, Scope.REQUEST).life().trouble()).isEqualTo(Trouble.NONE);
    assertThat(failed(open, Scope.ACCOUNT).life().trouble().error().message())
        .isEqualTo("the cloud says so; looks fail: Broken: the cloud is down");
    assertThat(failed(open, Scope.REQUEST).life().trouble()).isEqualTo(open.trouble());
  }

  @Test
  void aLookThatSucceedsForgetsThoseThatFailed() {
    assertThat(look(PREPAID, after(InstanceLife.NEW, 3), LIVE, 0).life().efforts().lookFailures())
        .isZero();
    assertThat(Rules.absent(PREPAID, after(InstanceLife.NEW, 3), 0).life().efforts())
        .isEqualTo(Efforts.NONE);
    assertThat(lost(PREPAID, after(sending(PREPAID), 3)).life().efforts().lookFailures()).isZero();
  }

  @Test
  void othersWaitForWhatItShowsUntilItsLooksFailedFourTimes() {
    InstanceLife asked = lost(PREPAID).life().at(Standing.ASKING);
    assertThat(failed(after(asked, 2), Scope.REQUEST).life().standing()).isEqualTo(Standing.ASKING);
    assertThat(failed(after(asked, 3), Scope.REQUEST).life().standing()).isEqualTo(Standing.OPEN);
    assertThat(failed(after(lost(PREPAID).life(), 3), Scope.REQUEST).life().standing())
        .isEqualTo(lost(PREPAID).life().standing());
    assertThat(AfterFailedLook.isWaitedForInVain(after(asked, 3))).isFalse();
    assertThat(AfterFailedLook.isWaitedForInVain(after(asked, 4))).isTrue();
  }
}
