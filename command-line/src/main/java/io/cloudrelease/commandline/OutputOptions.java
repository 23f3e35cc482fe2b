package io.cloudrelease.commandline;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What is printed of a run.
 *
 * @param json whether as JSON
 * @param all whether every row
 * @param evidence a file for the evidence
 */
record OutputOptions(boolean json, boolean all, Optional<Path> evidence) {
  static final String JSON = "--json";
  private static final String ALL = "--all";
  private static final String EVIDENCE = "--evidence";

  OutputOptions {
    Objects.requireNonNull(evidence, "evidence");
  }

  static void add(Grammar grammar, CommandSpec command) {
    command
        .addOption(grammar.flag(JSON).build())
        .addOption(grammar.flag(ALL).build())
        .addOption(grammar.option(EVIDENCE, "FILE", Path.class, Values::path).build());
  }

  static OutputOptions of(Given given) {
    return new OutputOptions(given.has(JSON), given.has(ALL), given.optional(EVIDENCE));
  }

  /**
   * Makes sure that all of it can be written, before anything is sent.
   *
   * @throws UsageException when it cannot
   */
  void check() throws UsageException {
    if (evidence.isPresent()) {
      ReportFile.check(EVIDENCE, evidence.get());
    }
  }
}
