package io.cloudrelease.commandline;

import io.cloudrelease.text.TerminalText;
import java.util.List;

/**
 * The command line cannot be understood or carried out; nothing was sent. The problems may quote
 * whatever was typed or stands in a file, as text that a terminal shows and does not obey.
 */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * Reports problems.
   *
   * @param problems one sentence each: what is wrong, and what would be right
   */
  UsageException(List<String> problems) {
    super(TerminalText.of(String.join("; ", problems)));
    this.problems = problems.stream().map(TerminalText::of).toList();
  }

  UsageException(String problem) {
    this(List.of(problem));
  }

  List<String> problems() {
    return problems;
  }
}
