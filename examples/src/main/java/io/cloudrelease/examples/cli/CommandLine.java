package io.cloudrelease.examples.cli;

import io.cloudrelease.examples.cli.Command.Flag;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Understands command lines. A pure function of the arguments. */
final class CommandLine {

  private CommandLine() {}

  /**
   * What these arguments ask for.
   *
   * @throws UsageException naming everything that is wrong with them
   */
  static Command parse(List<String> args) throws UsageException {
    if (args.isEmpty()) {
      throw new UsageException("no command; write release, resume or demo");
    }
    List<String> rest = args.subList(1, args.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      return new Command.Help();
    }
    return switch (args.get(0)) {
      case "release" -> ReleaseArguments.ofRelease(rest).release();
      case "resume" -> ReleaseArguments.ofResume(rest).resume();
      case "demo" -> demo(rest);
      case "--help", "-h", "help" -> new Command.Help();
      case "--version", "version" -> new Command.Version();
      default ->
          throw new UsageException(
              "'" + args.get(0) + "' is not a command; write release, resume or demo");
    };
  }

  private static Command demo(List<String> args) throws UsageException {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (String arg : args) {
      switch (arg) {
        case "--json" -> flags.add(Flag.JSON);
        case "--all" -> flags.add(Flag.ALL);
        default -> throw new UsageException("demo takes --json or --all, not '" + arg + "'");
      }
    }
    return new Command.Demo(flags);
  }
}
