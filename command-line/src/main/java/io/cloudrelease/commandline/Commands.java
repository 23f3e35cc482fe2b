package io.cloudrelease.commandline;

import io.cloudrelease.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All commands, in the order of the help. A new one is added here, and nowhere else. */
final class Commands {
  private static final List<ToolCommand> ALL =
      List.of(
          new FindCommand(),
          new PlanCommand(),
          new ApplyCommand(),
          new ReleaseCommand(),
          new ResumeCommand(),
          new RunsCommand(),
          new ShowCommand(),
          new WhoAmICommand(),
          new CompletionCommand(),
          new DemoCommand(),
          new RehearseCommand());

  private Commands() {}

  static List<ToolCommand> all() {
    return ALL;
  }

  static Optional<ToolCommand> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /** Their names, as the end of a sentence. */
  static Message choice() {
    List<String> names = new ArrayList<>();
    ALL.stream().filter(ToolCommand::isShown).map(ToolCommand::name).forEach(names::add);
    String last = names.remove(names.size() - 1);
    return Message.of("commands.choice", String.join(", ", names), last);
  }

  /** The command that somebody may have meant. */
  static Optional<String> nearest(String typed) {
    return Nearest.to(
        typed, ALL.stream().filter(ToolCommand::isShown).map(ToolCommand::name).toList());
  }
}
