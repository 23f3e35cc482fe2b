package io.cloudrelease.commandline;

import io.cloudrelease.commandline.Command.Flag;
import io.cloudrelease.commandline.Safeguards.Tag;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Understands what is typed. Not thread-safe. */
final class Arguments {
  private static final String COMMANDS = "write release, resume or demo";

  private final ParseResult given;
  private final List<String> problems;

  private Arguments(ParseResult given, List<String> problems) {
    this.given = given;
    this.problems = problems;
  }

  /**
   * What these arguments ask for.
   *
   * @throws UsageException naming everything that is wrong with them
   */
  static Command parse(List<String> args) throws UsageException {
    ParseResult tool = Grammar.parser().parseArgs(withHyphens(args));
    if (!tool.unmatched().isEmpty()) {
      throw new UsageException("'" + tool.unmatched().get(0) + "' is not a command; " + COMMANDS);
    }
    ParseResult command = tool.hasSubcommand() ? tool.subcommand() : tool;
    if (tool.isUsageHelpRequested() || command.isUsageHelpRequested()) {
      return new Command.Show(command.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
    }
    if (tool.isVersionHelpRequested()) {
      return new Command.Show(Tool.version());
    }
    List<String> problems = new ArrayList<>(Complaints.of(tool));
    if (command == tool) {
      problems.add("no command; " + COMMANDS);
      throw new UsageException(problems);
    }
    problems.addAll(Complaints.of(command));
    return new Arguments(command, problems).command();
  }

  /** {@code help} and {@code version} may be written as words too. */
  private static String[] withHyphens(List<String> args) {
    String[] all = args.toArray(String[]::new);
    if (all.length > 0 && (all[0].equals("help") || all[0].equals("version"))) {
      all[0] = "--" + all[0];
    }
    return all;
  }

  private Command command() throws UsageException {
    Optional<Command> command =
        switch (given.commandSpec().name()) {
          case "release" -> Optional.of(release());
          case "resume" -> resume();
          case "demo" -> Optional.of(new Command.Demo(flags()));
          default -> Optional.of(new Command.Rehearse());
        };
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return command.orElseThrow();
  }

  private Command release() {
    Duration deadline =
        given.matchedOptionValue("--deadline", ReleaseInstancesRequest.DEFAULT_DEADLINE);
    Duration wait = given.matchedOptionValue("--wait", deadline);
    String file = given.matchedOptionValue("--file", "");
    Command.Release release =
        new Command.Release(
            flags(),
            intent(),
            given.hasMatchedOption("--no-wait") ? Duration.ZERO : wait,
            deadline,
            given.matchedOptionValue(
                "--max-instances", ReleaseInstancesRequest.DEFAULT_MAX_INSTANCES),
            safeguards(),
            journal(),
            endpoints(),
            file,
            references());
    checkTogether(release);
    return release;
  }

  private void checkTogether(Command.Release release) {
    if (given.hasMatchedOption("--wait") && given.hasMatchedOption("--no-wait")) {
      problems.add("--wait and --no-wait exclude each other; give one of them");
    }
    Set<Power> powers = release.intent().powers();
    if (powers.contains(Power.FORCE_STOP) && !powers.contains(Power.FORCE)) {
      problems.add("--force-stop needs --force; give both, or --force alone to shut down in order");
    }
    if (release.has(Flag.PLAN) && release.has(Flag.JSON)) {
      problems.add("--plan prints a table; leave out --json");
    }
    if (release.has(Flag.NO_LOOK) && given.hasMatchedOption("--deny-tag")) {
      problems.add("--deny-tag has to read the tags; leave out --no-look");
    }
    if (release.refs().isEmpty() && release.file().isEmpty() && problems.isEmpty()) {
      problems.add(
          "no instance is named; give references (tencent-cvm:ap-guangzhou:ins-1a2b3c4d) or"
              + " --file FILE");
    }
  }

  /** Empty when there is no journal, which is among the problems then. */
  private Optional<Command> resume() {
    if (given.hasMatchedPositional(0)) {
      problems.add("resume takes no references: the journal names the instances; leave them out");
    }
    Map<String, Endpoint> endpoints = endpoints();
    Optional<Path> journal = journal();
    if (journal.isEmpty() && problems.isEmpty()) {
      problems.add("resume needs --journal FILE: the journal of the run that broke off");
    }
    return journal.map(file -> new Command.Resume(flags(), file, safeguards(), endpoints));
  }

  private Set<Flag> flags() {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (Flag flag : Flag.values()) {
      if (has(flag)) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private Intent intent() {
    Set<Power> powers = EnumSet.noneOf(Power.class);
    for (Power power : Power.values()) {
      if (has(power)) {
        powers.add(power);
      }
    }
    return new Intent(
        given.matchedOptionValue("--goal", Goal.RELEASE),
        given.matchedOptionValue("--collateral", Collateral.KEEP),
        powers,
        false);
  }

  /** Switches are called as what they switch on. */
  private boolean has(Enum<?> what) {
    return given.hasMatchedOption("--" + what.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private Safeguards safeguards() {
    List<Tag> denied = given.matchedOptionValue("--deny-tag", List.of());
    return new Safeguards(given.hasMatchedOption("--waves"), denied);
  }

  private Optional<Path> journal() {
    OptionSpec journal = given.matchedOption("--journal");
    return journal == null ? Optional.empty() : Optional.of(journal.getValue());
  }

  private Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    List<Map.Entry<String, Endpoint>> all = given.matchedOptionValue("--endpoint", List.of());
    for (Map.Entry<String, Endpoint> one : all) {
      if (endpoints.put(one.getKey(), one.getValue()) != null) {
        problems.add("--endpoint is given twice for " + one.getKey() + "; give it once");
      }
    }
    return endpoints;
  }

  private List<InstanceRef> references() {
    List<InstanceRef> references = new ArrayList<>();
    List<String> texts = given.matchedPositionalValue(0, List.of());
    for (String text : texts) {
      try {
        references.add(InstanceRef.parse(text));
      } catch (InvalidRequestException wrong) {
        problems.add(String.valueOf(wrong.getMessage()));
      }
    }
    return references;
  }
}
