package io.cloudrelease.commandline;

import java.util.List;

/** Starts the command-line tool. */
public final class Main {

  private Main() {}

  /** Runs the tool and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new Tool(Surroundings.ofProcess()).run(List.of(args)));
  }
}
