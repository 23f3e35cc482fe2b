package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.commandline.report.HeardEvents;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The end of a run: waited for, brought about by Ctrl-C if need be, printed and kept. */
final class Ending {
  private final Session session;
  private final OutputOptions output;
  private final List<String> again;
  private final Recording recording;
  private final Progress progress;
  private final HeardEvents heard = new HeardEvents();

  /**
   * The end of a run that has not begun.
   *
   * @param again what has to be typed again in a command that goes on with it
   * @param recording where it is written down
   */
  Ending(
      Session session,
      OutputOptions output,
      List<String> again,
      Recording recording,
      Progress progress) {
    this.session = session;
    this.output = output;
    this.again = again;
    this.recording = recording;
    this.progress = progress;
  }

  /** Has the client tell what is shown and kept later. */
  void tell(ReleaseClientBuilder client) {
    output.tell(client);
    if (output.leftovers()) {
      progress.afterwards(session.say("progress.leftovers"));
    }
    ReleaseListener both =
        event -> {
          progress.onEvent(event);
          heard.onEvent(event);
        };
    client.listener(output.report().filter(RunReport::isHtml).isPresent() ? both : progress);
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
    output.evidenceFile().ifPresent(file -> keepEvidence(file, result));
    result.evidence().file().ifPresent(file -> session.note("evidence.file", file));
    output.report().ifPresent(file -> RunReport.write(file, result, heard.all(), session));
    NextStep.say(result, again, recording, session);
    return ExitCode.of(result.verdicts(), result.intent().goal());
  }

  private void keepEvidence(Path file, ReleaseInstancesResult result) {
    try {
      ReportFile.write(file, result.evidence().toJsonLines(), session);
    } catch (UncheckedIOException lost) {
      session.warn(Message.of("file.not-written", file, String.valueOf(lost.getMessage())));
    }
  }
}
