package io.cloudrelease.examples;

import io.cloudrelease.examples.cli.Surroundings;
import io.cloudrelease.examples.cli.Tool;
import io.cloudrelease.testkit.http.Simulate;
import java.util.Arrays;
import java.util.List;

/** Starts the command-line tool, or the simulated clouds alone. */
public final class Main {

  private Main() {}

  /** Runs the tool and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("simulate")) {
      Simulate.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.exit(new Tool(Surroundings.ofProcess()).run(List.of(args)));
  }
}
