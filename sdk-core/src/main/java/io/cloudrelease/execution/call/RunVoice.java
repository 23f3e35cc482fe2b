package io.cloudrelease.execution.call;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.outcome.ToldEvent;

/**
 * Tells what happens in one run, to the log, to the client's listener and to the one of the
 * request, with the run's name and how far it has come. Thread-safe.
 */
public final class RunVoice implements ReleaseListener {
  private final String runId;
  private final RunControl control;
  private final ReleaseListener client;
  private final RunDiary diary;

  public RunVoice(String runId, RunControl control, ReleaseListener client) {
    this.runId = runId;
    this.control = control;
    this.client = client;
    this.diary = new RunDiary(runId);
  }

  @Override
  public void onEvent(ReleaseEvent event) {
    if (event.progress().total() > 0) {
      control.progress(event.progress());
    }
    ReleaseEvent told =
        event instanceof ToldEvent own ? own.inRun(runId, control.progress()) : event;
    write(told);
    try {
      client.onEvent(told);
    } finally {
      control.listener().onEvent(told);
    }
  }

  private void write(ReleaseEvent event) {
    LogContext here = LogContext.here();
    LogContext own =
        event.account().isEmpty()
            ? new LogContext(runId, here.account(), here.batch())
            : new LogContext(runId, event.account(), here.batch());
    own.around(
        () -> {
          diary.write(event);
          return event;
        });
  }
}
