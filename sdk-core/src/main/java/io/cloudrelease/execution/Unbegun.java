package io.cloudrelease.execution;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.outcome.ToldEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A run of which nothing is sent: each instance gets NOT_SENT, and listeners hear of it. */
record Unbegun(ClientParts parts, RunControl control, JournalEntry.RunStarted started) {

  ReleaseInstancesResult because(Function<InstanceRef, ReleaseError> why) {
    RunRecord record = RunRecord.inMemory(parts.clock(), List.of(started));
    ReleaseInstancesRequest request = started.request();
    tell(RunEvents.begins(request, now()));
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      InstanceVerdict verdict =
          GivenVerdict.builder(ref, Verdict.NOT_SENT).error(Optional.of(why.apply(ref))).build();
      verdicts.add(verdict);
      record.verdict(verdict);
      tell(
          ToldEvent.of(ReleaseEvent.Kind.VERDICT, now())
              .in(ref.provider(), ref.provider())
              .about(List.of(ref))
              .verdict(verdict)
              .detail(ref + " " + Verdict.NOT_SENT)
              .progress(progress(verdicts.size())));
    }
    record.ended();
    tell(
        ToldEvent.of(ReleaseEvent.Kind.FINISHED, now())
            .about(request.instances())
            .progress(progress(verdicts.size())));
    return new FinishedResult(request.intent(), verdicts, now(), running(), record.evidence())
        .ofRun(started.runId());
  }

  private void tell(ToldEvent event) {
    LastResort.run(() -> parts.tell(event));
  }

  private ReleaseProgress progress(int done) {
    return RunProgress.after(
        running(), started.request().instances().size(), Map.of(Verdict.NOT_SENT, done));
  }

  private Duration running() {
    return Duration.between(control.startedAt(), control.now());
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
