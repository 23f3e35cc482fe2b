package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
    return this.<T>optional(option).orElse(otherwise);
  }

  /** The option's value; empty when it was not given, or given wrongly. */
  <T> Optional<T> optional(String option) {
    OptionSpec spec = parsed.matchedOption(option);
    return spec == null ? Optional.empty() : Optional.ofNullable(spec.<T>getValue());
  }

  /** The values of an option that may be given several times. */
  <T> List<T> values(String option) {
    return value(option, List.<T>of());
  }

  /** What is neither an option nor the value of one. */
  List<String> rest() {
    List<String> rest = new ArrayList<>(parsed.matchedPositionalValue(0, List.<String>of()));
    strays().forEach(rest::remove);
    return rest;
  }

  /** What follows a mistyped option is its value, and not wrong a second time. */
  private List<String> strays() {
    List<String> strays = new ArrayList<>();
    List<String> all = parsed.originalArgs();
    for (Exception error : parsed.errors()) {
      if (error instanceof UnmatchedArgumentException unmatched) {
        for (String option : unmatched.getUnmatched()) {
          int at = all.indexOf(option);
          boolean takesValue =
              Complaints.nearest(option, parsed.commandSpec())
                  .filter(nearest -> nearest.arity().max() > 0)
                  .isPresent();
          if (takesValue && at >= 0 && at + 1 < all.size() && !all.get(at + 1).startsWith("-")) {
            strays.add(all.get(at + 1));
          }
        }
      }
    }
    return strays;
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
