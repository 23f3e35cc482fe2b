package io.cloudrelease;

import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.util.concurrent.CompletableFuture;

/** A request under way. Thread-safe. */
public final class ReleaseHandle {
  private final CompletableFuture<ReleaseInstancesResult> result;
  private final CompletableFuture<RunControl> control;

  ReleaseHandle(
      CompletableFuture<ReleaseInstancesResult> result, CompletableFuture<RunControl> control) {
    this.result = result;
    this.control = control;
  }

  /**
   * Completes with the whole result, also after {@link #stop} and after the deadline. Cancelling it
   * does not stop the run.
   */
  public CompletableFuture<ReleaseInstancesResult> result() {
    return result.copy();
  }

  /** Ends the sending at once; the result says what had left. May be called more than once. */
  public void stop() {
    control.thenAccept(run -> run.stop("stopped by the caller"));
  }
}
