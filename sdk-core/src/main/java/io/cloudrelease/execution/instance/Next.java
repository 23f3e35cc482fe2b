package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be done next for an instance. Made by the static methods; immutable. */
public final class Next {
  private final Kind kind;
  private final @Nullable SendReason reason;
  private final Duration after;
  private final boolean exactly;
  private final @Nullable Verdict verdict;
  private final Optional<ReleaseError> error;
  private final String hint;

  /** The kinds of things to do. */
  public enum Kind {
    /** Send its step, for {@link #reason}. */
    SEND,
    /** Look at it {@link #after} that time. */
    LOOK,
    /** Give it its {@link #verdict}. */
    VERDICT,
    /** A look did not explain why its batch was refused: say so to the batch. */
    ASK_BATCH
  }

  private Next(
      Kind kind,
      @Nullable SendReason reason,
      Duration after,
      boolean exactly,
      @Nullable Verdict verdict,
      Optional<ReleaseError> error,
      String hint) {
    this.kind = kind;
    this.reason = reason;
    this.after = after;
    this.exactly = exactly;
    this.verdict = verdict;
    this.error = error;
    this.hint = hint;
  }

  /** The one way to have something sent. */
  static Next send(SendReason reason) {
    return new Next(Kind.SEND, reason, Duration.ZERO, false, null, Optional.empty(), "");
  }

  /** Look after about that time; a little earlier does no harm. */
  public static Next poll(Duration after) {
    return new Next(Kind.LOOK, null, after, false, null, Optional.empty(), "");
  }

  /** Look when that time has passed in full. */
  public static Next look(Duration after) {
    Duration positive = after.isNegative() ? Duration.ZERO : after;
    return new Next(Kind.LOOK, null, positive, true, null, Optional.empty(), "");
  }

  static Next askBatch() {
    return new Next(Kind.ASK_BATCH, null, Duration.ZERO, false, null, Optional.empty(), "");
  }

  public static Next verdict(Verdict verdict) {
    return verdict(verdict, Optional.empty(), "");
  }

  public static Next verdict(Verdict verdict, ReleaseError error) {
    return verdict(verdict, Optional.of(error), "");
  }

  public static Next verdict(Verdict verdict, Optional<ReleaseError> error, String hint) {
    return new Next(Kind.VERDICT, null, Duration.ZERO, false, verdict, error, hint);
  }

  public Kind kind() {
    return kind;
  }

  /** Why it may be sent, for {@link Kind#SEND}. */
  public SendReason reason() {
    return Objects.requireNonNull(reason, "reason");
  }

  /** How long from now, for {@link Kind#LOOK}. */
  public Duration after() {
    return after;
  }

  /** Whether {@link #after} is to pass in full. */
  public boolean exactly() {
    return exactly;
  }

  /** For {@link Kind#VERDICT}. */
  public Verdict verdict() {
    return Objects.requireNonNull(verdict, "verdict");
  }

  public Optional<ReleaseError> error() {
    return error;
  }

  public String hint() {
    return hint;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Next next
        && kind == next.kind
        && reason == next.reason
        && after.equals(next.after)
        && exactly == next.exactly
        && verdict == next.verdict
        && error.equals(next.error)
        && hint.equals(next.hint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, reason, after, exactly, verdict, error, hint);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case SEND -> "send: " + reason;
      case LOOK -> "look " + (exactly ? "in " : "in about ") + after;
      case VERDICT -> verdict + error.map(e -> " " + e.code()).orElse("");
      case ASK_BATCH -> "ask its batch";
    };
  }
}
