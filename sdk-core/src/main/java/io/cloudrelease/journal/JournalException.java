package io.cloudrelease.journal;

import java.io.IOException;
import java.util.Objects;

/** A journal cannot be written or read; nothing destructive is sent without it. */
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
    super(message);
    this.hint = Objects.requireNonNull(hint, "hint");
  }

  public JournalException(String message, String hint, IOException cause) {
    super(message, cause);
    this.hint = Objects.requireNonNull(hint, "hint");
  }

  /** What to do next, for people; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }
}
