package io.cloudrelease.commandline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where runs are written down: at most one of a journal and a store; neither is the default.
 *
 * @param journal a file, or a folder with a file for each run
 * @param store a store of several machines
 * @param off whether nothing is written down
 * @param said where that was said, for messages: the option, or file, line and key
 */
record Recording(Optional<Path> journal, Optional<Store> store, boolean off, String said) {
  static final String JOURNAL = "--journal";
  private static final String NONE = "--no-journal";
  static final String STORE = "--store";
  static final String DRIVER = "--driver-path";

  Recording {
    Objects.requireNonNull(journal, "journal");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(said, "said");
  }

  /** As options say it. */
  Recording(Optional<Path> journal, Optional<Store> store, boolean off) {
    this(journal, store, off, JOURNAL);
  }

  static Recording usual() {
    return new Recording(Optional.empty(), Optional.empty(), false);
  }

  /** Whether nothing was said. */
  boolean isUsual() {
    return journal.isEmpty() && store.isEmpty() && !off;
  }

  static Recording none() {
    return new Recording(Optional.empty(), Optional.empty(), true);
  }

  static Recording at(Path journal) {
    return at(journal, JOURNAL);
  }

  static Recording at(Path journal, String said) {
    return new Recording(Optional.of(journal), Optional.empty(), false, said);
  }

  static Recording in(Store store) {
    return new Recording(Optional.empty(), Optional.of(store), false);
  }

  /**
   * What has to be typed again to be beside the same runs: the store of other machines, or the
   * journal that was typed; nothing for what the configuration names.
   */
  List<String> again() {
    if (store.isPresent()) {
      return store.get().args();
    }
    return journal
        .filter(file -> said.equals(JOURNAL))
        .map(file -> List.of(JOURNAL, file.toString()))
        .orElse(List.of());
  }

  /** As {@link #again}, of all runs that lie there: beside a file that was typed, its folder's. */
  List<String> around() {
    return journal
        .filter(Files::isRegularFile)
        .map(file -> file.toAbsolutePath().getParent())
        .map(folder -> at(folder, said).again())
        .orElseGet(this::again);
  }

  /** Adds the options that say where to look for runs. */
  static void addPlace(Grammar grammar, CommandSpec command) {
    command
        .addOption(grammar.option(JOURNAL, "FILE", Path.class, Values::written).build())
        .addOption(grammar.option(STORE, "URL", String.class, Values::store).build())
        .addOption(grammar.option(DRIVER, "FILES", List.class, Values::paths).build());
  }

  /** Adds the options that say where to write a run down. */
  static void add(Grammar grammar, CommandSpec command) {
    addPlace(grammar, command);
    command.addOption(grammar.flag(NONE).build());
  }

  static Recording of(Given given) {
    Optional<List<Path>> drivers = given.optional(DRIVER);
    Recording recording =
        new Recording(
            given.optional(JOURNAL),
            given.<String>optional(STORE).map(url -> new Store(url, drivers.orElse(List.of()))),
            given.has(NONE));
    List<String> places = List.of(JOURNAL, STORE, NONE).stream().filter(given::has).toList();
    if (places.size() > 1) {
      given.wrong("options.exclude", places.get(0), places.get(1));
    }
    if (drivers.isPresent() && !given.has(STORE)) {
      given.wrong("driver-path.alone");
    }
    return recording;
  }
}
