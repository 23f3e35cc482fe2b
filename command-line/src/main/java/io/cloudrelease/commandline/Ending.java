package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.io.PrintStream;

/** The end of a run: waited for, brought about by Ctrl-C if need be, and printed. */
final class Ending {
  private final Surroundings surroundings;
  private final boolean json;
  private final Progress progress;

  Ending(Surroundings surroundings, boolean json, Progress progress) {
    this.surroundings = surroundings;
    this.json = json;
    this.progress = progress;
  }

  /**
   * Waits, and prints the result.
   *
   * @return the exit code
   */
  int of(ReleaseHandle handle) {
    // Closed after the printing: until then Ctrl-C must not cost the result.
    try (Interrupts.Watch watch = surroundings.interrupts().stopping(() -> stop(handle))) {
      return print(handle.result().join());
    }
  }

  private void stop(ReleaseHandle handle) {
    // Before anything is written: a terminal that hangs must not hold up the stopping.
    handle.stop();
    progress.rest();
    PrintStream err = surroundings.err();
    err.println("stopping: nothing more is sent, the result follows; Ctrl-C again leaves at once");
    err.flush();
  }

  int print(ReleaseInstancesResult result) {
    progress.rest();
    surroundings.print(json ? result.toJson() + '\n' : result.toTable());
    return ExitCode.of(result.verdicts(), result.intent().goal());
  }
}
