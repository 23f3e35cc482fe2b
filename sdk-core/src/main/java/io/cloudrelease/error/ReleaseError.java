package io.cloudrelease.error;

import java.util.Objects;

/**
 * Why an instance did not get where it was meant to go. Its texts are {@link TerminalText}: on one
 * line, without anything that a terminal would obey.
 *
 * @param category the unified kind; branch on this
 * @param code the cloud's own code, or ours for our own checks; empty when there is none
 * @param message what came back or what was found, for people
 * @param hint what to do next, for people; empty when there is nothing to say
 */
public record ReleaseError(ErrorCategory category, String code, String message, String hint) {

  public ReleaseError {
    Objects.requireNonNull(category, "category");
    code = TerminalText.of(code);
    message = TerminalText.of(message);
    hint = TerminalText.of(hint);
  }

  public static ReleaseError of(ErrorCategory category, String code, String message) {
    return new ReleaseError(category, code, message, "");
  }

  /** This error with a hint for people. */
  public ReleaseError hint(String newHint) {
    return new ReleaseError(category, code, message, newHint);
  }

  /** One line for people: code, message, hint. */
  public String summary() {
    StringBuilder line = new StringBuilder(code.isEmpty() ? category.name() : code);
    if (!message.isEmpty()) {
      line.append(": ").append(message);
    }
    if (!hint.isEmpty()) {
      line.append(" (").append(hint).append(')');
    }
    return line.toString();
  }
}
