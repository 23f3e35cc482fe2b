package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What is printed and kept of a run.
 *
 * @param json whether as JSON
 * @param all whether every row
 * @param leftovers whether clouds are asked what the instances leave behind
 * @param evidence a file for the evidence, or a folder for a file of each run
 * @param report a file for a report, whose form its name says
 */
record OutputOptions(
    boolean json, boolean all, boolean leftovers, Optional<Path> evidence, Optional<Path> report) {
  static final String JSON = "--json";
  private static final String ALL = "--all";
  private static final String EVIDENCE = "--evidence";
  static final String LEFTOVERS = "--check-leftovers";
  static final String REPORT = "--report";

  OutputOptions {
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(report, "report");
  }

  /** Without leftovers and report. */
  OutputOptions(boolean json, boolean all, Optional<Path> evidence) {
    this(json, all, false, evidence, Optional.empty());
  }

  static void add(Grammar grammar, CommandSpec command) {
    addPrinted(grammar, command);
    command
        .addOption(grammar.flag(LEFTOVERS).build())
        .addOption(grammar.option(REPORT, "FILE", Path.class, RunReport::path).build())
        .addOption(grammar.option(EVIDENCE, "FILE", Path.class, Values::written).build());
  }

  /** Of what makes no run. */
  static void addPrinted(Grammar grammar, CommandSpec command) {
    command.addOption(grammar.flag(JSON).build()).addOption(grammar.flag(ALL).build());
  }

  static OutputOptions of(Given given) {
    return new OutputOptions(
        given.has(JSON),
        given.has(ALL),
        given.has(LEFTOVERS),
        given.optional(EVIDENCE),
        given.optional(REPORT));
  }

  /** The option that is of a run and was given; empty text when none was. */
  String ofRun() {
    return evidence.isPresent()
        ? EVIDENCE
        : report.isPresent() ? REPORT : leftovers ? LEFTOVERS : "";
  }

  /**
   * Makes sure that all of it can be written, before anything is sent.
   *
   * @throws UsageException when it cannot
   */
  void check() throws UsageException {
    if (evidenceFolder().isPresent()) {
      if (!ReportFile.canBeMade(evidenceFolder().get())) {
        throw new UsageException(Message.of("file.unwritable", EVIDENCE, evidenceFolder().get()));
      }
    } else if (evidence.isPresent()) {
      ReportFile.check(EVIDENCE, evidence.get());
    }
    if (report.isPresent()) {
      ReportFile.check(REPORT, report.get());
    }
  }

  /** Names what is written. */
  void name(NamedFiles files) {
    files
        .once(EVIDENCE, evidence)
        .written(REPORT, report, report.map(RunReport::form).orElse(OwnForm.HTML));
  }

  void tell(ReleaseClientBuilder client) {
    client.checkLeftovers(leftovers);
    evidence.ifPresent(
        place -> {
          if (Files.isDirectory(place)) {
            client.evidenceIn(place);
          } else {
            client.evidenceAt(place);
          }
        });
  }

  private Optional<Path> evidenceFolder() {
    return evidence.filter(file -> Files.isDirectory(file));
  }
}
