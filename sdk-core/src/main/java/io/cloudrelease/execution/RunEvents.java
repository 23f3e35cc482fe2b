package io.cloudrelease.execution;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.outcome.ToldEvent;
import java.time.Instant;

/** What is told of a run as a whole before it does anything. */
final class RunEvents {
  private RunEvents() {}

  static ToldEvent begins(ReleaseInstancesRequest request, Instant at) {
    String dryRun = request.intent().dryRun() ? ", dry run" : "";
    return of(ReleaseEvent.Kind.STARTED, request, at).detail(request.intent().goal() + dryRun);
  }

  static ToldEvent planned(ReleaseInstancesRequest request, Instant at) {
    return of(ReleaseEvent.Kind.PLANNED, request, at);
  }

  /** That a run is over which had ended before. */
  static ToldEvent finished(
      ReleaseInstancesRequest request, ReleaseInstancesResult result, Instant at) {
    return of(ReleaseEvent.Kind.FINISHED, request, at)
        .progress(RunProgress.after(result.took(), request.instances().size(), result.counts()));
  }

  private static ToldEvent of(ReleaseEvent.Kind kind, ReleaseInstancesRequest request, Instant at) {
    return ToldEvent.of(kind, at)
        .about(request.instances())
        .progress(RunProgress.begun(request.instances().size()));
  }
}
