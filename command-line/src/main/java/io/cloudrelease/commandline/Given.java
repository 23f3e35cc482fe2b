package io.cloudrelease.commandline;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What was given with a command, and what is wrong with it. Not thread-safe. */
final class Given {
  private final ParseResult parsed;
  private final List<Message> problems;

  /**
   * What was given.
   *
   * @param problems what is wrong so far; more is added
   */
  Given(ParseResult parsed, List<Message> problems) {
    this.parsed = parsed;
    this.problems = problems;
  }

  boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  /** The option's value; that one when it was not given, or given wrongly. */
  <T> T value(String option, T otherwise) {
    OptionSpec spec = parsed.matchedOption(option);
    T value = spec == null ? null : spec.getValue();
    return value == null ? otherwise : value;
  }

  /** The values of an option that may be given several times. */
  <T> List<T> values(String option) {
    return value(option, List.<T>of());
  }

  /** What is neither an option nor the value of one. */
  List<String> rest() {
    return parsed.matchedPositionalValue(0, List.<String>of());
  }

  void wrong(String key, Object... args) {
    problems.add(Message.of(key, args));
  }

  void wrong(Message problem) {
    problems.add(problem);
  }

  /** Whether nothing is wrong so far. */
  boolean isRight() {
    return problems.isEmpty();
  }
}
