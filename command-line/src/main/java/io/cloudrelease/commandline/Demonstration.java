package io.cloudrelease.commandline;

/**
 * What {@code demo} shows. It needs clouds to show it on, which are no part of the tool: whoever
 * has them on the class path offers one of these as a service.
 */
public interface Demonstration {

  /**
   * Shows it.
   *
   * @param json print the result as JSON, and everything else to the other stream
   * @param all print every verdict
   * @return the exit code
   */
  int run(Surroundings surroundings, boolean json, boolean all);
}
