package io.cloudrelease.commandline;

import picocli.CommandLine.Model.CommandSpec;

/** A command of the tool: what may be typed, and what is understood by it. */
interface ToolCommand {

  /** What it is called by. */
  String name();

  /** What may be typed, and its help. */
  CommandSpec spec(Grammar grammar);

  /** What was typed; what is wrong with it is noted there. */
  Task read(Given given);

  /** Whether the help speaks of it. */
  default boolean isShown() {
    return true;
  }
}
