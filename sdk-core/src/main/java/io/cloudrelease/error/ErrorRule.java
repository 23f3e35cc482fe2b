package io.cloudrelease.error;

import java.util.Objects;

/**
 * One row of a provider's error table: what a failure means and what to do about it.
 *
 * @param category the unified kind
 * @param applied whether the call may have been carried out although it failed
 * @param remedy what to do next
 * @param proves what a refusal proves of the instances its call named; {@link Proof#NOTHING} where
 *     the call may have been carried out
 * @param scope whom it speaks of
 * @param hint one short sentence for people on what to do, or empty
 */
public record ErrorRule(
    ErrorCategory category,
    Applied applied,
    Remedy remedy,
    Proof proves,
    Scope scope,
    String hint) {

  public ErrorRule {
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(applied, "applied");
    Objects.requireNonNull(remedy, "remedy");
    Objects.requireNonNull(proves, "proves");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(hint, "hint");
    if (applied == Applied.MAYBE && proves != Proof.NOTHING) {
      throw new IllegalArgumentException(
          "what may have been carried out proves nothing, not " + proves);
    }
  }

  /** A rule with the proof and the scope that are usual for its category, and no hint. */
  public static ErrorRule of(ErrorCategory category, Applied applied, Remedy remedy) {
    Proof proves = applied == Applied.MAYBE ? Proof.NOTHING : usualProof(category, remedy);
    return new ErrorRule(category, applied, remedy, proves, usualScope(category), "");
  }

  /** This rule with another proof. */
  public ErrorRule proves(Proof newProof) {
    return new ErrorRule(category, applied, remedy, newProof, scope, hint);
  }

  /** This rule with another scope. */
  public ErrorRule scope(Scope newScope) {
    return new ErrorRule(category, applied, remedy, proves, newScope, hint);
  }

  /** This rule with a hint for people. */
  public ErrorRule hint(String newHint) {
    return new ErrorRule(category, applied, remedy, proves, scope, newHint);
  }

  private static Proof usualProof(ErrorCategory category, Remedy remedy) {
    if (remedy == Remedy.ALREADY_DONE) {
      return Proof.UNDER_WAY;
    }
    return switch (category) {
      case THROTTLED, UNAUTHENTICATED, CLOCK_SKEW, INVALID_REQUEST, DRY_RUN_PASSED, GUARDED ->
          Proof.ALL;
      case FORBIDDEN, WRONG_STATE, PROTECTED, BILLING, DEPENDENCY, QUOTA -> Proof.OWN;
      case BUSY, NOT_FOUND -> Proof.UNDER_WAY;
      default -> Proof.NOTHING;
    };
  }

  private static Scope usualScope(ErrorCategory category) {
    return switch (category) {
      case UNAUTHENTICATED, FORBIDDEN -> Scope.ACCOUNT;
      case THROTTLED, UNAVAILABLE, CLOCK_SKEW, QUOTA, DRY_RUN_PASSED -> Scope.REQUEST;
      default -> Scope.INSTANCE;
    };
  }
}
