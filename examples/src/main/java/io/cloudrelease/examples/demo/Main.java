package io.cloudrelease.examples.demo;

import io.cloudrelease.commandline.Surroundings;
import io.cloudrelease.commandline.Tool;
import java.util.ArrayList;
import java.util.List;

/** Starts the demo: the tool's own {@code demo}, in a jar that has the clouds for it. */
public final class Main {

  private Main() {}

  /** Runs it with {@code --json} or {@code --all}, and ends the process with its exit code. */
  public static void main(String[] args) {
    List<String> command = new ArrayList<>(List.of("demo"));
    command.addAll(List.of(args));
    System.exit(new Tool(Surroundings.ofProcess()).run(command));
  }
}
