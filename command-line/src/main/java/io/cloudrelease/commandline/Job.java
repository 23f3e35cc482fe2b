package io.cloudrelease.commandline;

import java.util.List;

/** A command with its arguments, as picocli filled them in. */
interface Job {

  /**
   * Adds one sentence for each thing that is wrong with the arguments taken together.
   *
   * @param problems those of the arguments taken one by one
   */
  default void check(List<String> problems) {}

  /**
   * Does it.
   *
   * @return the exit code, see {@link ExitCode}
   * @throws UsageException when something is wrong beforehand; nothing was sent
   */
  int run(Surroundings surroundings) throws UsageException;
}
