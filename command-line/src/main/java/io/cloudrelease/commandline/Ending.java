package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.model.ReleaseInstancesResult;

/** The end of a run: waited for, brought about by Ctrl-C if need be, and printed. */
final class Ending {
  private final Session session;
  private final OutputOptions output;
  private final Progress progress;

  Ending(Session session, OutputOptions output, Progress progress) {
    this.session = session;
    this.output = output;
    this.progress = progress;
  }

  /**
   * Waits, and prints the result.
   *
   * @return the exit code
   */
  int of(ReleaseHandle handle) {
    // Closed after the printing: until then Ctrl-C must not cost the result.
    try (Interrupts.Watch watch =
        session.surroundings().interrupts().stopping(() -> stop(handle))) {
      return watch.exitCode(print(handle.result().join()));
    }
  }

  private void stop(ReleaseHandle handle) {
    // Before anything is written: a terminal that hangs must not hold up the stopping.
    handle.stop();
    progress.rest();
    session.surroundings().err().println(session.say("stopping"));
    session.surroundings().err().flush();
  }

  int print(ReleaseInstancesResult result) {
    progress.rest();
    session.print(output.json() ? result.toJson() + '\n' : ResultShown.of(result, session));
    output
        .evidence()
        .ifPresent(file -> ReportFile.write(file, result.evidence().toJsonLines(), session));
    NextStep.say(result, session);
    return ExitCode.of(result.verdicts(), result.intent().goal());
  }
}
