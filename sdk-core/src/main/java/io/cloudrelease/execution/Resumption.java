package io.cloudrelease.execution;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.RunVoice;
import io.cloudrelease.execution.record.PastRun;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.outcome.FinishedResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Completes the run of a process that died. */
final class Resumption {
  private final ClientParts parts;
  private final Accounts accounts;
  private final Function<RunControl, Crew> crews;
  private final Builders builders;

  /** Makes the run anew. */
  interface Builders {
    RunBuilder of(
        RunContext context,
        ReleaseInstancesRequest request,
        String runId,
        Optional<PlanCheck> plan);
  }

  Resumption(
      ClientParts parts, Accounts accounts, Function<RunControl, Crew> crews, Builders builders) {
    this.parts = parts;
    this.accounts = accounts;
    this.crews = crews;
    this.builders = builders;
  }

  ReleaseInstancesResult resume(
      ReleaseJournal journal,
      boolean renewedKeys,
      Function<ReleaseInstancesRequest, RunControl> controls) {
    RunLog log;
    try {
      log = journal.resume();
    } catch (JournalException e) {
      throw new ConfigurationException(RunRecord.unusable(e).summary(), e);
    }
    List<JournalEntry> entries = log.history();
    try (RunRecord record = new RunRecord(parts.clock(), log, entries)) {
      if (entries.isEmpty() || !(entries.get(0) instanceof JournalEntry.RunStarted started)) {
        throw new ConfigurationException("the journal holds no run");
      }
      PastRun past = PastRun.of(entries);
      return past.finished()
          ? again(started.request(), past, record)
          : goOn(started, renewedKeys, controls.apply(started.request()), past, record);
    }
  }

  private ReleaseInstancesResult goOn(
      JournalEntry.RunStarted started,
      boolean renewedKeys,
      RunControl control,
      PastRun past,
      RunRecord record) {
    Map<InstanceRef, ReleaseError> problems = accounts.check(started.request());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "the run cannot be resumed: " + problems.values().iterator().next().summary());
    }
    if (!renewedKeys && !accounts.marks(started.request()).equals(started.accounts())) {
      throw new ConfigurationException(
          "the run was made with another access key: in another account its instances would seem"
              + " to be gone; use the key of then, or vouch for the accounts if keys were renewed");
    }
    record.resumed();
    Optional<PlanCheck> plan =
        started.fromPlan() ? Optional.of(new PlanCheck(started.planned())) : Optional.empty();
    ReleaseInstancesRequest request = started.request().toBuilder().lookFirst(true).build();
    try (Crew crew = crews.apply(control)) {
      ClientParts own = parts.heardBy(new RunVoice(started.runId(), control, parts.listener()));
      RunContext context = new RunContext(own, control, request.intent(), crew, record);
      return builders.of(context, request, started.runId(), plan).resumed(past).resume();
    }
  }

  private ReleaseInstancesResult again(
      ReleaseInstancesRequest request, PastRun past, RunRecord record) {
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      verdicts.add(
          past.verdict(ref)
              .orElseThrow(
                  () -> new ConfigurationException("the journal holds no verdict for " + ref)));
    }
    return new FinishedResult(
        request.intent(), verdicts, parts.clock().instant(), Duration.ZERO, record.evidence());
  }
}
