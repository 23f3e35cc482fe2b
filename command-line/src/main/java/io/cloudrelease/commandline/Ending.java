package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.commandline.report.HeardEvents;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The end of a run: waited for, brought about by Ctrl-C if need be, printed and kept. */
final class Ending {
  /** The last entry of evidence, and more bytes than its line has. */
  private static final String ENDED = "\"kind\":\"ended\"";

  private static final int LONGEST_END = 4096;

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

  /** What broke off, as on a full disk, proves less than whoever keeps it believes. */
  private void tellOf(Path evidence) {
    if (isWhole(evidence)) {
      session.note("evidence.file", evidence);
    } else {
      session.warn(Message.of("evidence.cut", evidence));
    }
  }

  /** By its last line alone: a large one is not read again. */
  static boolean isWhole(Path evidence) {
    try (RandomAccessFile file = new RandomAccessFile(evidence.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(file.length(), LONGEST_END)];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      String text = new String(tail, StandardCharsets.UTF_8);
      return text.endsWith("\n")
          && text.substring(text.lastIndexOf('\n', text.length() - 2) + 1).contains(ENDED);
    } catch (IOException unreadable) {
      return false;
    }
  }

  int print(ReleaseInstancesResult result) {
    progress.rest();
    boolean whole =
        session.print(output.json() ? result.toJson() + '\n' : ResultShown.of(result, session));
    result.evidence().file().ifPresent(this::tellOf);
    output.report().ifPresent(file -> RunReport.write(file, result, heard.all(), session));
    next.say(result, session);
    return ExitCode.printed(whole, ExitCode.of(result.verdicts(), result.intent().goal()));
  }
}
