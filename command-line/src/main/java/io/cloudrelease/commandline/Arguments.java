package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Understands what is typed. */
final class Arguments {
  private static final String COMMANDS = "write release, resume or demo";
  private static final int WIDTH = 100;
  private static final int WIDEST_OPTION = 26;

  private Arguments() {}

  /**
   * What these arguments ask for.
   *
   * @throws UsageException naming everything that is wrong with them
   */
  static Job parse(List<String> args) throws UsageException {
    ParseResult tool = parser().parseArgs(withHyphens(args));
    if (!tool.unmatched().isEmpty()) {
      throw new UsageException("'" + tool.unmatched().get(0) + "' is not a command; " + COMMANDS);
    }
    ParseResult command = tool.hasSubcommand() ? tool.subcommand() : tool;
    if (tool.isUsageHelpRequested() || command.isUsageHelpRequested()) {
      return new Text(command.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
    }
    if (tool.isVersionHelpRequested()) {
      return new Text(Tool.version());
    }
    List<String> problems = new ArrayList<>(Complaints.of(tool));
    if (command == tool) {
      problems.add("no command; " + COMMANDS);
      throw new UsageException(problems);
    }
    problems.addAll(Complaints.of(command));
    Job job = (Job) command.commandSpec().userObject();
    job.check(problems);
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return job;
  }

  /** Collects what is wrong instead of ending at the first of it. */
  private static CommandLine parser() {
    CommandLine tool = new CommandLine(new CloudReleaseCommand());
    tool.setExpandAtFiles(false);
    tool.setPosixClusteredShortOptionsAllowed(false);
    tool.setUsageHelpWidth(WIDTH);
    tool.setUsageHelpLongOptionsMaxWidth(WIDEST_OPTION);
    collectErrors(tool);
    tool.getSubcommands().values().forEach(Arguments::collectErrors);
    return tool;
  }

  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
  }

  /** {@code help} and {@code version} may be written as words too. */
  private static String[] withHyphens(List<String> args) {
    String[] all = args.toArray(String[]::new);
    if (all.length > 0 && (all[0].equals("help") || all[0].equals("version"))) {
      all[0] = "--" + all[0];
    }
    return all;
  }

  /** An answer that needs no cloud. */
  record Text(String text) implements Job {
    @Override
    public int run(Surroundings surroundings) {
      surroundings.out().print(text);
      surroundings.out().flush();
      return ExitCode.GOOD;
    }
  }
}
