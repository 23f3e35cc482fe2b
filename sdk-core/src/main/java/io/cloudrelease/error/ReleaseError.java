package io.cloudrelease.error;

import io.cloudrelease.text.TerminalText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an instance did not get where it was meant to go. Its texts are {@link TerminalText}: on one
 * line, without anything that a terminal would obey. Immutable.
 */
public final class ReleaseError {
  private final ErrorCategory category;
  private final String code;
  private final String message;
  private final String hint;

  private ReleaseError(ErrorCategory category, String code, String message, String hint) {
    this.category = Objects.requireNonNull(category, "category");
    this.code = TerminalText.of(code);
    this.message = TerminalText.of(message);
    this.hint = TerminalText.of(hint);
  }

  public static ReleaseError of(ErrorCategory category, String code, String message) {
    return new ReleaseError(category, code, message, "");
  }

  /** This error with a hint for people. */
  public ReleaseError hint(String newHint) {
    return new ReleaseError(category, code, message, newHint);
  }

  /** The unified kind; branch on this. */
  public ErrorCategory category() {
    return category;
  }

  /** The cloud's own code, or ours for our own checks; empty when there is none. */
  public String code() {
    return code;
  }

  /** What came back or what was found, for people. */
  public String message() {
    return message;
  }

  /** What to do next, for people; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }

  /** One line for people: code, message, hint. */
  public String summary() {
    // Without a code the category says what it is; UNKNOWN would be read as the verdict.
    boolean telling = !code.isEmpty() || category != ErrorCategory.UNKNOWN || message.isEmpty();
    StringBuilder line = new StringBuilder();
    if (telling) {
      line.append(code.isEmpty() ? category.name() : code);
    }
    if (!message.isEmpty()) {
      line.append(telling ? ": " : "").append(message);
    }
    if (!hint.isEmpty()) {
      line.append(" (").append(hint).append(')');
    }
    return line.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReleaseError o
        && category == o.category
        && code.equals(o.code)
        && message.equals(o.message)
        && hint.equals(o.hint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(category, code, message, hint);
  }

  @Override
  public String toString() {
    return category + " " + summary();
  }
}
