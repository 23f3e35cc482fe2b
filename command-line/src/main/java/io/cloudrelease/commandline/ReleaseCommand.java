package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;

/** {@code release}. */
final class ReleaseCommand implements ToolCommand {

  @Override
  public String name() {
    return "release";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    Wish.add(grammar, command);
    command.addOption(grammar.flag("--plan").build()).addOption(grammar.flag("--yes").build());
    Safeguards.add(grammar, command);
    Recording.add(grammar, command);
    CloudOptions.add(grammar, command);
    OutputOptions.add(grammar, command);
    return command;
  }

  @Override
  public Task read(Given given) {
    Release release =
        new Release(
            Wish.of(given),
            given.has("--plan"),
            given.has("--yes"),
            Safeguards.of(given),
            Recording.of(given),
            CloudOptions.of(given),
            OutputOptions.of(given));
    if (release.planOnly() && release.output().evidence().isPresent()) {
      given.wrong("evidence.plan");
    }
    if (release.wish().isEmpty() && given.isRight()) {
      given.wrong("nothing-named");
    }
    return release;
  }
}
