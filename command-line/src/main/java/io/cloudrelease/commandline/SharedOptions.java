package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of every command; {@link Manner} reads them. */
final class SharedOptions {
  private SharedOptions() {}

  /**
   * Adds them.
   *
   * @param hidden whether the help is silent on them
   */
  static void add(Grammar grammar, CommandSpec command, boolean hidden) {
    OptionSpec.Builder[] options = {
      grammar.option("--lang", "en|zh", String.class, Values::language),
      grammar.option(
          "--color",
          "auto|always|never",
          Manner.Color.class,
          text -> Values.oneOf(Manner.Color.values(), text)),
      grammar.flag("--quiet"),
      grammar.flag("--verbose"),
      grammar.help()
    };
    for (OptionSpec.Builder option : options) {
      command.addOption(option.order(100).hidden(hidden).build());
    }
  }
}
