package io.cloudrelease.fuzz;

/** Something that reads what others wrote, and what must hold whatever they wrote. */
@FunctionalInterface
public interface Target {

  /**
   * Feeds it one input; all that is drawn is drawn from its bytes.
   *
   * @throws AssertionError when what must hold does not
   */
  void feed(byte[] input) throws Exception;

  /** Says what must hold. */
  static void must(boolean holds, String what, Object... details) {
    if (!holds) {
      StringBuilder said = new StringBuilder(what);
      for (Object detail : details) {
        said.append("\n  ").append(detail);
      }
      throw new AssertionError(said);
    }
  }
}
