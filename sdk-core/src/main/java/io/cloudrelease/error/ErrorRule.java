package io.cloudrelease.error;

import java.util.Objects;

/**
 * One row of a provider's error table: what a failure means and what to do about it.
 *
 * @param category the unified kind
 * @param applied whether an instance may have been touched
 * @param remedy what to do next
 * @param scope whom it speaks of
 * @param hint one short sentence for people on what to do, or empty
 */
public record ErrorRule(
    ErrorCategory category, Applied applied, Remedy remedy, Scope scope, String hint) {

  public ErrorRule {
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(applied, "applied");
    Objects.requireNonNull(remedy, "remedy");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(hint, "hint");
  }

  /** A rule with the scope that is usual for its category and no hint. */
  public static ErrorRule of(ErrorCategory category, Applied applied, Remedy remedy) {
    return new ErrorRule(category, applied, remedy, usualScope(category), "");
  }

  /** This rule with another scope. */
  public ErrorRule scope(Scope newScope) {
    return new ErrorRule(category, applied, remedy, newScope, hint);
  }

  /** This rule with a hint for people. */
  public ErrorRule hint(String newHint) {
    return new ErrorRule(category, applied, remedy, scope, newHint);
  }

  private static Scope usualScope(ErrorCategory category) {
    return switch (category) {
      case UNAUTHENTICATED, FORBIDDEN -> Scope.ACCOUNT;
      case THROTTLED, UNAVAILABLE, CLOCK_SKEW, QUOTA, DRY_RUN_PASSED -> Scope.REQUEST;
      default -> Scope.INSTANCE;
    };
  }
}
