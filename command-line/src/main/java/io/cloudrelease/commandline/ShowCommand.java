package io.cloudrelease.commandline;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** {@code show}. */
final class ShowCommand implements ToolCommand {

  @Override
  public String name() {
    return "show";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    command.addPositional(grammar.only("FILE", "rest.show").build());
    return command
        .addOption(grammar.flag("--json").build())
        .addOption(grammar.flag("--all").build())
        .addOption(grammar.option(Show.HTML, "FILE", Path.class, Values::path).build());
  }

  @Override
  public Task read(Given given) {
    if (given.rest().size() != 1) {
      given.wrong("show.one");
      return session -> ExitCode.USAGE;
    }
    return new Show(
        Path.of(given.rest().get(0)),
        given.has("--json"),
        given.has("--all"),
        given.optional(Show.HTML));
  }
}
