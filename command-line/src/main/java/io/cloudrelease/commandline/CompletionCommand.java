package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}. */
final class CompletionCommand implements ToolCommand {

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    command.addPositional(grammar.only("bash|zsh|fish", "rest.shell").build());
    return command;
  }

  @Override
  public Task read(Given given) {
    String shell = given.rest().size() == 1 ? given.rest().get(0) : "";
    if (!Completion.SHELLS.contains(shell)) {
      given.wrong("completion.shell");
    }
    return session -> {
      session.list(new Completion(session.words()).script(shell));
      return ExitCode.GOOD;
    };
  }
}
