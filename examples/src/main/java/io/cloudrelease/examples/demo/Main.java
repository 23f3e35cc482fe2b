package io.cloudrelease.examples.demo;

import io.cloudrelease.commandline.Surroundings;
import io.cloudrelease.commandline.Tool;
import io.cloudrelease.testkit.http.Simulate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts the demo: the tool's own {@code demo}, in a jar that has the clouds for it. With {@code
 * simulate} it starts these clouds alone, for whoever wants to send requests of their own.
 */
public final class Main {

  private Main() {}

  /** Runs it with {@code --json} or {@code --all}, and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("simulate")) {
      Simulate.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    List<String> command = new ArrayList<>(List.of("demo"));
    command.addAll(List.of(args));
    System.exit(new Tool(Surroundings.ofProcess()).run(command));
  }
}
