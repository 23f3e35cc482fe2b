package io.cloudrelease.journal;

import io.cloudrelease.text.TerminalText;
import java.io.IOException;
import java.util.Objects;

/**
 * A journal cannot be written or read; nothing destructive is sent without it. Its message is on
 * one line, and holds nothing that a terminal would obey.
 */
public final class JournalException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * What is wrong, and what to do.
   *
   * @param message names the journal
   * @param hint what to do next; may be empty
   */
  public JournalException(String message, String hint) {
    super(TerminalText.of(String.valueOf(message)));
    this.hint = Objects.requireNonNull(hint, "hint");
  }

  public JournalException(String message, String hint, IOException cause) {
    super(TerminalText.of(String.valueOf(message)), cause);
    this.hint = Objects.requireNonNull(hint, "hint");
  }

  /** What to do next, for people; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }
}
