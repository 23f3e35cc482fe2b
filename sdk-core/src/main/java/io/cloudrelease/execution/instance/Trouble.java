package io.cloudrelease.execution.instance;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import java.util.Optional;

/**
 * The last that went wrong with an instance.
 *
 * @param error in words
 * @param rule what the provider's table says of it
 * @param together how many stood in the call that was refused; 1 for it alone
 * @param stands whether it is what remains to be said, once it is settled that nothing was carried
 *     out
 */
public record Trouble(ReleaseError error, ErrorRule rule, int together, boolean stands) {
  private static final ErrorRule NO_RULE =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.GIVE_UP);

  private static final ErrorRule CLAIMED =
      ErrorRule.of(ErrorCategory.GUARDED, Applied.NO, Remedy.LOOK_FIRST);

  /** Nothing went wrong. */
  public static final Trouble NONE =
      new Trouble(ReleaseError.of(ErrorCategory.UNKNOWN, "", ""), NO_RULE, 1, false);

  public static Trouble of(ReleaseError error, ErrorRule rule, int together) {
    return new Trouble(error, rule, together, false);
  }

  /** Another run has it under way. */
  public static Trouble claimed(ReleaseError claim) {
    return new Trouble(claim, CLAIMED, 1, false);
  }

  boolean isClaim() {
    return rule.equals(CLAIMED);
  }

  /** This trouble, and why no look can tell what came of it. */
  Trouble andLooksFail(ReleaseError look) {
    String why = "looks fail: " + look.summary();
    if (error.message().endsWith(why)) {
      return this;
    }
    ReleaseError both =
        known().isEmpty()
            ? look
            : ReleaseError.of(error.category(), error.code(), error.message() + "; " + why)
                .hint(error.hint());
    return new Trouble(both, rule, together, stands);
  }

  /** This trouble as the last word, in these words. */
  Trouble standing(ReleaseError lastWord) {
    return new Trouble(lastWord, rule, together, true);
  }

  Optional<ReleaseError> known() {
    return error.code().isEmpty() && error.message().isEmpty()
        ? Optional.empty()
        : Optional.of(error);
  }

  ReleaseError or(ReleaseError fallback) {
    return known().orElse(fallback);
  }

  /** Whether the refusal proves that its call did not touch an instance that it named alone. */
  boolean provesUntouched() {
    return rule.proves() == Proof.ALL || rule.proves() == Proof.OWN;
  }

  /** Refused for a reason that passes by itself. */
  boolean passes() {
    boolean looked = rule.remedy() == Remedy.LOOK_FIRST || rule.remedy() == Remedy.RETRY;
    return looked
        && (rule.category() == ErrorCategory.BUSY
            || rule.category() == ErrorCategory.WRONG_STATE
            || rule.category() == ErrorCategory.DEPENDENCY
            || rule.category() == ErrorCategory.UNAVAILABLE
            || rule.category() == ErrorCategory.THROTTLED);
  }
}
