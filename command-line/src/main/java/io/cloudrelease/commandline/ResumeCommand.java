package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;

/** {@code resume}. */
final class ResumeCommand implements ToolCommand {
  private static final String RENEWED_KEYS = "--renewed-keys";

  @Override
  public String name() {
    return "resume";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    command.addPositional(grammar.rest("REF", "rest.ref").hidden(true).build());
    Recording.addPlace(grammar, command);
    command.addOption(grammar.option(KnownRun.RUN, "ID", String.class, Values::given).build());
    command.addOption(grammar.flag(RENEWED_KEYS).build());
    Safeguards.add(grammar, command);
    CloudOptions.add(grammar, command);
    OutputOptions.add(grammar, command);
    return command;
  }

  @Override
  public Task read(Given given) {
    if (!given.rest().isEmpty()) {
      given.wrong("resume.refs");
    }
    return new Resume(
        Recording.of(given),
        given.optional(KnownRun.RUN),
        given.has(RENEWED_KEYS),
        Safeguards.of(given),
        CloudOptions.of(given),
        OutputOptions.of(given));
  }
}
