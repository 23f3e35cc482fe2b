package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Understands what is typed. */
final class Arguments {
  private static final int USUAL_COLUMNS = 80;

  private Arguments() {}

  /** As the other, in English. */
  static Task parse(List<String> args) throws UsageException {
    return parse(args, Words.english(), USUAL_COLUMNS);
  }

  /**
   * What these arguments ask for.
   *
   * @param words for help
   * @param columns how wide help may be
   * @throws UsageException naming everything that is wrong with them
   */
  static Task parse(List<String> args, Words words, int columns) throws UsageException {
    // All that follows a command is the command's: the others need not be known then.
    List<ToolCommand> known =
        args.stream().findFirst().flatMap(Commands::named).map(List::of).orElse(Commands.all());
    ParseResult tool =
        new Grammar(words)
            .parser(columns, known, command -> args.contains(command.name()))
            .parseArgs(withHyphens(args));
    if (!tool.unmatched().isEmpty()) {
      throw new UsageException(unknown(tool.unmatched().get(0)));
    }
    ParseResult command = tool.hasSubcommand() ? tool.subcommand() : tool;
    if (tool.isUsageHelpRequested() || command.isUsageHelpRequested()) {
      return new Task.Print(command.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
    }
    if (tool.isVersionHelpRequested()) {
      return new Task.Print(Tool.version());
    }
    List<Message> problems = new ArrayList<>(Complaints.of(tool));
    if (command == tool) {
      problems.add(Message.of("commands.none", Commands.choice()));
      throw new UsageException(problems);
    }
    problems.addAll(Complaints.of(command));
    String name = command.commandSpec().name();
    Task task = Commands.named(name).orElseThrow().read(new Given(command, problems));
    if (!problems.isEmpty()) {
      throw new UsageException(problems, name);
    }
    return task;
  }

  private static Message unknown(String typed) {
    Optional<String> nearest = Commands.nearest(typed);
    return typed.startsWith("-")
        ? Message.of("commands.option-first", typed)
        : nearest.isPresent()
            ? Message.of("commands.nearly", typed, nearest.get())
            : Message.of("commands.unknown", typed, Commands.choice());
  }

  /** {@code help} and {@code version} may be written as words too. */
  private static String[] withHyphens(List<String> args) {
    String[] all = args.toArray(String[]::new);
    if (all.length > 0 && (all[0].equals("help") || all[0].equals("version"))) {
      all[0] = "--" + all[0];
    }
    return all;
  }
}
