package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.commandline.report.HeardEvents;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The end of a run: waited for, brought about by Ctrl-C if need be, printed and kept. */
final class Ending {
  private final Session session;
  private final OutputOptions output;
  private final NextStep next;
  private final Progress progress;
  private final HeardEvents heard = new HeardEvents();

  /**
   * The end of a run that has not begun.
   *
   * @param next what may be typed after it
   */
  Ending(Session session, OutputOptions output, NextStep next, Progress progress) {
    this.session = session;
    this.output = output;
    this.next = next;
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
   * Begins it, waits, and prints the result.
   *
   * @param begin begins the run: not before a signal would stop it
   * @return the exit code
   */
  int of(Supplier<ReleaseHandle> begin) {
    CompletableFuture<ReleaseHandle> begun = new CompletableFuture<>();
    // Closed after the printing: until then Ctrl-C must not cost the result.
    try (Interrupts.Watch watch = session.surroundings().interrupts().stopping(() -> stop(begun))) {
      ReleaseHandle handle = begin.get();
      begun.complete(handle);
      return watch.exitCode(print(handle.result().join()));
    }
  }

  private void stop(CompletableFuture<ReleaseHandle> begun) {
    // Before anything is written: a terminal that hangs must not hold up the stopping. A run that
    // is only just beginning is stopped as soon as it can be.
    begun.thenAccept(ReleaseHandle::stop);
    progress.rest();
    session.surroundings().err().println(session.say("stopping"));
    session.surroundings().err().flush();
  }

  int print(ReleaseInstancesResult result) {
    progress.rest();
    boolean whole =
        session.print(output.json() ? result.toJson() + '\n' : ResultShown.of(result, session));
    result.evidence().file().ifPresent(file -> session.note("evidence.file", file));
    output.report().ifPresent(file -> RunReport.write(file, result, heard.all(), session));
    next.say(result, session);
    return ExitCode.printed(whole, ExitCode.of(result.verdicts(), result.intent().goal()));
  }
}
