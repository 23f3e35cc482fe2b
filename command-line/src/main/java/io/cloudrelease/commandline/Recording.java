package io.cloudrelease.commandline;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where runs are written down.
 *
 * @param journal a file, or a folder with a file for each run; empty for the default
 * @param off whether nothing is written down
 */
record Recording(Optional<Path> journal, boolean off) {
  private static final String JOURNAL = "--journal";
  private static final String NONE = "--no-journal";

  Recording {
    Objects.requireNonNull(journal, "journal");
  }

  static Recording usual() {
    return new Recording(Optional.empty(), false);
  }

  static Recording none() {
    return new Recording(Optional.empty(), true);
  }

  /** Adds the options that say where to look for runs. */
  static void addPlace(Grammar grammar, CommandSpec command) {
    command.addOption(grammar.option(JOURNAL, "FILE", Path.class, Values::path).build());
  }

  /** Adds the options that say where to write a run down. */
  static void add(Grammar grammar, CommandSpec command) {
    addPlace(grammar, command);
    command.addOption(grammar.flag(NONE).build());
  }

  static Recording of(Given given) {
    Path journal = given.value(JOURNAL, Path.of(""));
    Recording recording =
        new Recording(
            journal.toString().isEmpty() ? Optional.empty() : Optional.of(journal),
            given.has(NONE));
    if (recording.off() && recording.journal().isPresent()) {
      given.wrong("options.exclude", JOURNAL, NONE);
    }
    return recording;
  }
}
