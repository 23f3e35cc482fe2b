package io.cloudrelease.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row of a provider's error table: what a failure means and what to do about it. Immutable. */
public final class ErrorRule {
  private final ErrorCategory category;
  private final Applied applied;
  private final Remedy remedy;
  private final Proof proves;
  private final Scope scope;
  private final String hint;

  private ErrorRule(
      ErrorCategory category,
      Applied applied,
      Remedy remedy,
      Proof proves,
      Scope scope,
      String hint) {
    this.category = Objects.requireNonNull(category, "category");
    this.applied = Objects.requireNonNull(applied, "applied");
    this.remedy = Objects.requireNonNull(remedy, "remedy");
    this.proves = Objects.requireNonNull(proves, "proves");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.hint = Objects.requireNonNull(hint, "hint");
    if (applied == Applied.MAYBE && proves != Proof.NOTHING) {
      throw new IllegalArgumentException(
          "what may have been carried out proves nothing, not " + proves);
    }
  }

  /** The unified kind. */
  public ErrorCategory category() {
    return category;
  }

  /** Whether the call may have been carried out although it failed. */
  public Applied applied() {
    return applied;
  }

  /** What to do next. */
  public Remedy remedy() {
    return remedy;
  }

  /**
   * What a refusal proves of the instances its call named; {@link Proof#NOTHING} where the call may
   * have been carried out.
   */
  public Proof proves() {
    return proves;
  }

  /** Whom it speaks of. */
  public Scope scope() {
    return scope;
  }

  /** One short sentence for people on what to do, or empty. */
  public String hint() {
    return hint;
  }

  /** A rule with the proof and the scope that are usual for its category, and no hint. */
  public static ErrorRule of(ErrorCategory category, Applied applied, Remedy remedy) {
    Proof proves = applied == Applied.MAYBE ? Proof.NOTHING : usualProof(category, remedy);
    return new ErrorRule(category, applied, remedy, proves, usualScope(category), "");
  }

  /**
   * This rule with another proof.
   *
   * @throws IllegalArgumentException when the call may have been carried out, unless it is {@link
   *     Proof#NOTHING}
   */
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ErrorRule o
        && category == o.category
        && applied == o.applied
        && remedy == o.remedy
        && proves == o.proves
        && scope == o.scope
        && hint.equals(o.hint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(category, applied, remedy, proves, scope, hint);
  }

  @Override
  public String toString() {
    return category + " " + applied + " " + remedy + " " + proves + " " + scope;
  }
}
