package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last that went wrong with an instance, and what that says. */
class TroubleTest {
  private static final ReleaseError WHY =
      ReleaseError.of(ErrorCategory.UNAVAILABLE, "Down", "the cloud is down").hint("wait");
  private static final ReleaseError LOOK =
      ReleaseError.of(ErrorCategory.FORBIDDEN, "Denied", "not yours");

  private static Trouble of(ErrorCategory category, Remedy remedy) {
    return Trouble.of(WHY, ErrorRule.of(category, Applied.NO, remedy), 1);
  }

  @ParameterizedTest
  @EnumSource(ErrorCategory.class)
  void statesTasksDependenciesOutagesAndThrottlingPassByThemselves(ErrorCategory category) {
    Set<ErrorCategory> passing =
        EnumSet.of(
            ErrorCategory.BUSY,
            ErrorCategory.WRONG_STATE,
            ErrorCategory.DEPENDENCY,
            ErrorCategory.UNAVAILABLE,
            ErrorCategory.THROTTLED);
    Set<Remedy> helping = EnumSet.of(Remedy.LOOK_FIRST, Remedy.RETRY);
    for (Remedy remedy : Remedy.values()) {
      assertThat(of(category, remedy).passes())
          .as("%s", remedy)
          .isEqualTo(passing.contains(category) && helping.contains(remedy));
    }
  }

  @ParameterizedTest
  @EnumSource(Proof.class)
  void aRefusalOfTheCallOrOfItsOwnProvesItUntouched(Proof proof) {
    ErrorRule rule = ErrorRule.of(ErrorCategory.QUOTA, Applied.NO, Remedy.RETRY).proves(proof);

    assertThat(Trouble.of(WHY, rule, 1).provesUntouched())
        .isEqualTo(proof == Proof.ALL || proof == Proof.OWN);
  }

  @Test
  void onlyWhatAnotherRunHasIsAClaim() {
    assertThat(Trouble.claimed(WHY).isClaim()).isTrue();
    assertThat(Trouble.claimed(WHY).error()).isEqualTo(WHY);
    assertThat(of(ErrorCategory.GUARDED, Remedy.GIVE_UP).isClaim()).isFalse();
  }

  @Test
  void nothingIsKnownWhereNothingWentWrong() {
    assertThat(Trouble.NONE.known()).isEmpty();
    assertThat(Trouble.NONE.or(WHY)).isEqualTo(WHY);
    ReleaseError codeOnly = ReleaseError.of(ErrorCategory.UNKNOWN, "Odd", "");
    ReleaseError wordsOnly = ReleaseError.of(ErrorCategory.UNKNOWN, "", "odd");
    for (ReleaseError some : new ReleaseError[] {WHY, codeOnly, wordsOnly}) {
      assertThat(Trouble.of(some, Trouble.NONE.rule(), 1).or(LOOK)).isEqualTo(some);
    }
  }

  @Test
  void thatLooksFailIsAddedOnce() {
    Trouble both = of(ErrorCategory.BUSY, Remedy.RETRY).andLooksFail(LOOK);

    assertThat(both.error().code()).isEqualTo("Down");
    assertThat(both.error().message())
        .isEqualTo("the cloud is down; looks fail: Denied: not yours");
    assertThat(both.error().hint()).isEqualTo("wait");
    assertThat(both.andLooksFail(LOOK)).isEqualTo(both);
    assertThat(Trouble.NONE.andLooksFail(LOOK).error()).isEqualTo(LOOK);
  }

  @Test
  void theLastWordStandsInItsOwnWords() {
    Trouble last = of(ErrorCategory.BUSY, Remedy.RETRY).standing(LOOK);

    assertThat(last.stands()).isTrue();
    assertThat(last.error()).isEqualTo(LOOK);
    assertThat(last.rule().category()).isEqualTo(ErrorCategory.BUSY);
  }
}
