package io.cloudrelease.commandline;

/** A command line, understood, and ready to be carried out. */
interface Task {

  /**
   * Carries it out.
   *
   * @return the exit code, see {@link ExitCode}
   * @throws UsageException when it cannot be; nothing was sent
   */
  int run(Session session) throws UsageException;

  /**
   * Prints a text: help, or which version it is.
   *
   * @param text what
   */
  record Print(String text) implements Task {
    @Override
    public int run(Session session) throws UsageException {
      session.list(text);
      return ExitCode.GOOD;
    }
  }
}
