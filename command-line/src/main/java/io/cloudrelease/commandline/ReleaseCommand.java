package io.cloudrelease.commandline;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code release}. */
final class ReleaseCommand implements ToolCommand {

  private static final String PLAN = "--plan";

  @Override
  public String name() {
    return "release";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    Wish.add(grammar, command);
    command.addOption(grammar.flag(PLAN).build()).addOption(grammar.flag("--yes").build());
    Safeguards.add(grammar, command);
    Recording.add(grammar, command);
    CloudOptions.add(grammar, command);
    OutputOptions.add(grammar, command);
    return command;
  }

  @Override
  public Task read(Given given) {
    if (given.has(PLAN)) {
      return planned(given);
    }
    Release release =
        new Release(
            Wish.of(given),
            given.has("--yes"),
            Safeguards.of(given),
            Recording.of(given),
            CloudOptions.of(given),
            OutputOptions.of(given));
    if (release.wish().isEmpty() && given.isRight()) {
      given.wrong("nothing-named");
    }
    return release;
  }

  /** As {@code plan} that keeps nothing. */
  private static Task planned(Given given) {
    OutputOptions output = OutputOptions.of(given);
    if (!output.ofRun().isEmpty()) {
      given.wrong("run.plan", output.ofRun());
    }
    Recording.of(given);
    Wish wish = Wish.of(given);
    if (wish.isEmpty() && given.isRight()) {
      given.wrong("nothing-named");
    }
    return new Plan(
        wish,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Safeguards.of(given),
        CloudOptions.of(given),
        output);
  }
}
