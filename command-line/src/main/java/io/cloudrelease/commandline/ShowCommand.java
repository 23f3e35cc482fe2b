package io.cloudrelease.commandline;

import java.nio.file.Path;
import java.util.Optional;
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
    command.addOption(grammar.option(KnownRun.RUN, "ID", String.class, Values::given).build());
    Recording.addPlace(grammar, command);
    CloudOptions.addConfig(grammar, command);
    return command
        .addOption(grammar.flag("--json").build())
        .addOption(grammar.flag("--all").build())
        .addOption(grammar.option(ShowForm.HTML, "FILE", Path.class, Values::written).build());
  }

  @Override
  public Task read(Given given) {
    Optional<String> run = given.optional(KnownRun.RUN);
    Recording place = Recording.of(given);
    if (run.isEmpty() && !place.isUsual()) {
      given.wrong("show.place", given.has(Recording.STORE) ? Recording.STORE : Recording.JOURNAL);
    }
    if (given.rest().size() + (run.isPresent() ? 1 : 0) != 1) {
      given.wrong("show.one");
      return session -> ExitCode.USAGE;
    }
    ShowForm form =
        new ShowForm(given.has("--json"), given.has("--all"), given.optional(ShowForm.HTML));
    return run.isPresent()
        ? new ShowRun(place, CloudOptions.ofConfig(given), run.get(), form)
        : new Show(Path.of(given.rest().get(0)), form, CloudOptions.ofConfig(given));
  }
}
