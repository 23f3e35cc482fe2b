package io.cloudrelease.commandline;

import io.cloudrelease.commandline.Command.Flag;
import io.cloudrelease.text.TerminalText;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;

/** The command-line tool, from arguments to exit code. */
public final class Tool {
  private static final String NAME = "cloudrelease";

  private final Surroundings surroundings;

  /** A tool that touches nothing but these. */
  public Tool(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Does what the arguments ask for.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public int run(List<String> args) {
    try {
      return run(Arguments.parse(args));
    } catch (UsageException wrong) {
      wrong.problems().forEach(problem -> surroundings.err().println(NAME + ": " + problem));
      surroundings.err().println(NAME + ": nothing was sent (" + NAME + " --help says more)");
      return ExitCode.USAGE;
    } catch (CompletionException broken) {
      surroundings
          .err()
          .println(
              NAME
                  + ": the run broke off ("
                  + TerminalText.of(String.valueOf(broken.getMessage()))
                  + "); requests may have left: look at the instances before you try again");
      return ExitCode.UNKNOWN;
    }
  }

  private int run(Command command) throws UsageException {
    if (command instanceof Command.Release release) {
      return new ReleaseRun(surroundings, release).run();
    }
    if (command instanceof Command.Resume resume) {
      return new ResumeRun(surroundings, resume).run();
    }
    if (command instanceof Command.Demo demo) {
      return demonstration().run(surroundings, demo.has(Flag.JSON), demo.has(Flag.ALL));
    }
    if (command instanceof Command.Show show) {
      surroundings.out().print(show.text());
      surroundings.out().flush();
      return ExitCode.GOOD;
    }
    return Rehearsal.run();
  }

  private static Demonstration demonstration() throws UsageException {
    return ServiceLoader.load(Demonstration.class)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "the simulated clouds of the demo are not in this jar; in a copy of the"
                        + " repository run mvn -q -Pdemo, and java -jar examples/target/demo.jar"
                        + " from then on"));
  }

  /** Which version it is, as a line. */
  static String version() {
    String built = Tool.class.getPackage().getImplementationVersion();
    return NAME + " " + Optional.ofNullable(built).orElse("(not packaged)") + '\n';
  }
}
