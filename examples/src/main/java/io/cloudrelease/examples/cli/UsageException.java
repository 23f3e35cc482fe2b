package io.cloudrelease.examples.cli;

import java.util.List;

/** The command line cannot be understood or carried out; nothing was sent. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * Reports problems.
   *
   * @param problems one sentence each: what is wrong, and what would be right
   */
  UsageException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  UsageException(String problem) {
    this(List.of(problem));
  }

  List<String> problems() {
    return problems;
  }
}
