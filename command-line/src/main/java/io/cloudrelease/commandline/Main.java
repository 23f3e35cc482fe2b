package io.cloudrelease.commandline;

import java.util.List;

/** Starts the command-line tool. */
public final class Main {

  private Main() {}

  /** Runs the tool and ends the process with its exit code. */
  public static void main(String[] args) {
    List<String> all = List.of(args);
    if (all.contains("--verbose")) {
      // Read once, when the first logger is made.
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    System.exit(new Tool(Surroundings.ofProcess()).run(all));
  }
}
