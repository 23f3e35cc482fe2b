package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;

/** {@code runs}. */
final class RunsCommand implements ToolCommand {

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    Recording.addPlace(grammar, command);
    CloudOptions.addConfig(grammar, command);
    command.addOption(grammar.flag("--all").build()).addOption(grammar.flag("--json").build());
    return command;
  }

  @Override
  public Task read(Given given) {
    return new Runs(
        Recording.of(given), CloudOptions.ofConfig(given), given.has("--all"), given.has("--json"));
  }
}
