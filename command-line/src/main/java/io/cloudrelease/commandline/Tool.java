package io.cloudrelease.commandline;

import io.cloudrelease.error.TerminalText;
import java.util.List;
import java.util.Optional;
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
      return Arguments.parse(args).run(surroundings);
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

  /** Which version it is, as a line. */
  static String version() {
    String built = Tool.class.getPackage().getImplementationVersion();
    return NAME + " " + Optional.ofNullable(built).orElse("(not packaged)") + '\n';
  }
}
