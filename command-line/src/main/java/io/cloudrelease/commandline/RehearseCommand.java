package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;

/** {@code rehearse}: goes through a release without a cloud, see {@link Rehearsal}. */
final class RehearseCommand implements ToolCommand {

  @Override
  public String name() {
    return "rehearse";
  }

  @Override
  public boolean isShown() {
    return false;
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    return CommandSpec.create().name(name());
  }

  @Override
  public Task read(Given given) {
    return session -> Rehearsal.run();
  }
}
