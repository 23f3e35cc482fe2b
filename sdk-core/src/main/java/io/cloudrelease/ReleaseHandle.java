package io.cloudrelease;

import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.execution.Runs;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.outcome.RunProgress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request under way. Thread-safe. */
public final class ReleaseHandle {
  private final Runs.Started run;
  private final int total;

  /**
   * The handle of that run.
   *
   * @param total how many instances it is about, as far as that is known before it begins
   */
  ReleaseHandle(Runs.Started run, int total) {
    this.run = run;
    this.total = total;
  }

  /**
   * Completes with the whole result, also after {@link #stop} and after the deadline; exceptionally
   * where the plain method throws, as {@link ReleaseClient#resume} does when there is nothing to
   * resume. Cancelling it does not stop the run.
   */
  public CompletableFuture<ReleaseInstancesResult> result() {
    return run.result().copy();
  }

  /** How far it has come by now: done, of how many, with which verdicts, and the time left. */
  public ReleaseProgress progress() {
    @Nullable RunControl begun = run.control().getNow(null);
    return begun == null ? RunProgress.begun(total) : begun.progress();
  }

  /** Ends the sending at once; the result says what had left. May be called more than once. */
  public void stop() {
    run.control().thenAccept(control -> control.stop("stopped by the caller"));
  }
}
