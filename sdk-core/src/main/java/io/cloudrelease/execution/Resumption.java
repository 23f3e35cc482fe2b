package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.AccountCheck;
import io.cloudrelease.execution.call.BrokenKeysException;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LogContext;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.RunVoice;
import io.cloudrelease.execution.find.ShownLeftovers;
import io.cloudrelease.execution.find.UnknownLeftovers;
import io.cloudrelease.execution.record.NotWritten;
import io.cloudrelease.execution.record.PastRun;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.execution.record.StrangersLog;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
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
  private final Safety safety;

  /** Makes the run anew. */
  interface Builders {
    RunBuilder of(
        RunContext context,
        ReleaseInstancesRequest request,
        String runId,
        Optional<PlanCheck> plan);
  }

  Resumption(
      ClientParts parts,
      Accounts accounts,
      Function<RunControl, Crew> crews,
      Builders builders,
      Safety safety) {
    this.safety = safety;
    this.parts = parts;
    this.accounts = accounts;
    this.crews = crews;
    this.builders = builders;
  }

  ReleaseInstancesResult resume(
      ReleaseJournal journal,
      boolean renewedKeys,
      Function<ReleaseInstancesRequest, RunControl> controls) {
    try {
      RunLog log = StrangersLog.resumed(journal);
      List<JournalEntry> entries = StrangersLog.history(log);
      if (entries.isEmpty() || !(entries.get(0) instanceof JournalEntry.RunStarted started)) {
        StrangersLog.shut(log);
        throw new ConfigurationException("the journal holds no run");
      }
      try (RunRecord record =
          RunRecord.of(parts.clock(), log, safety.evidence(), started.runId(), entries)) {
        PastRun past = PastRun.of(entries);
        RunControl control = controls.apply(started.request());
        return past.endedAt().isPresent()
            ? again(started, control, past, past.endedAt().get(), record)
            : goOn(started, renewedKeys, control, past, record);
      }
    } catch (JournalException e) {
      throw new ConfigurationException(NotWritten.unusable(e).summary(), e);
    }
  }

  private ReleaseInstancesResult goOn(
      JournalEntry.RunStarted started,
      boolean renewedKeys,
      RunControl control,
      PastRun past,
      RunRecord record) {
    Optional<ConfigurationException> refused =
        new Beside(crews)
            .ask(
                control,
                () -> refused(started, renewedKeys, control),
                why -> Optional.of(refusal(started, why.summary())));
    if (refused.isPresent()) {
      record.discardEvidence();
      throw refused.get();
    }
    record.resumed();
    Optional<PlanCheck> plan =
        started.fromPlan() ? Optional.of(new PlanCheck(started.planned())) : Optional.empty();
    ReleaseInstancesRequest request = started.request().toBuilder().lookFirst(true).build();
    return LogContext.ofRun(started.runId())
        .around(() -> carryOut(started.runId(), request, control, plan, past, record));
  }

  private Optional<ConfigurationException> refused(
      JournalEntry.RunStarted started, boolean renewedKeys, RunControl control) {
    try {
      refuseOthers(started, renewedKeys, control);
      return Optional.empty();
    } catch (BrokenKeysException noKeys) {
      return Optional.of(refusal(started, noKeys.error().message()));
    } catch (ConfigurationException refused) {
      return Optional.of(refused);
    }
  }

  /** Nothing is resumed with other accounts, or with keys that may be of others. */
  private void refuseOthers(
      JournalEntry.RunStarted started, boolean renewedKeys, RunControl control) {
    Map<InstanceRef, ReleaseError> problems = accounts.check(started.request());
    if (!problems.isEmpty()) {
      throw refusal(started, problems.values().iterator().next().summary());
    }
    AccountCheck check = new AccountCheck(parts, control);
    Map<InstanceRef, ReleaseError> unexpected = accounts.unexpected(started.request(), check);
    if (!unexpected.isEmpty()) {
      throw refusal(started, unexpected.values().iterator().next().summary());
    }
    accounts
        .otherCloud(started.clouds())
        .ifPresent(
            other -> {
              throw refusal(started, other.summary());
            });
    started
        .accounts()
        .forEach(
            (name, mark) -> {
              String id = started.accountIds().getOrDefault(name, "");
              accounts
                  .changed(name, mark, id, check)
                  .filter(changed -> !renewedKeys || isProven(id, changed))
                  .ifPresent(changed -> refuse(id, changed));
            });
  }

  /** Says which run it is: a folder may hold others, each to be resumed by its own file. */
  private static ConfigurationException refusal(JournalEntry.RunStarted started, String why) {
    return new ConfigurationException(
        "the run cannot be resumed: " + why + " [run " + started.runId() + "]");
  }

  private ReleaseInstancesResult carryOut(
      String runId,
      ReleaseInstancesRequest request,
      RunControl control,
      Optional<PlanCheck> plan,
      PastRun past,
      RunRecord record) {
    try (Crew crew = crews.apply(control)) {
      ClientParts own = parts.heardBy(new RunVoice(runId, control, parts.listener()));
      RunContext context = new RunContext(own, control, request.intent(), crew, record);
      LastResort.run(() -> own.tell(RunEvents.begins(request, parts.clock().instant())));
      return builders.of(context, request, runId, plan).resumed(past).resume().ofRun(runId);
    }
  }

  /** A word is taken for what nobody knows, not against what the cloud says. */
  private static boolean isProven(String id, ReleaseError changed) {
    return !id.isEmpty() && changed.code().equals(OwnCodes.OTHER_ACCOUNT);
  }

  private static void refuse(String id, ReleaseError changed) {
    throw new ConfigurationException(
        id.isEmpty()
            ? "the run was made with another access key: in another account its instances would"
                + " seem to be gone; use the key of then, or vouch for the account if keys were"
                + " renewed (ResumeOptions.renewedKeys, in the tool --renewed-keys)"
            : "the run cannot be resumed: " + changed.summary());
  }

  /** What was said then, with the times of then; that it is over is told once more. */
  private ReleaseInstancesResult again(
      JournalEntry.RunStarted started,
      RunControl control,
      PastRun past,
      Instant endedAt,
      RunRecord record) {
    ReleaseInstancesRequest request = started.request();
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      verdicts.add(
          past.verdict(ref)
              .orElseThrow(
                  () -> new ConfigurationException("the journal holds no verdict for " + ref)));
    }
    // Below zero where a clock was set.
    Duration took = Duration.between(started.at(), endedAt);
    FinishedResult result =
        new FinishedResult(
                request.intent(),
                verdicts,
                started.at(),
                took.isNegative() ? Duration.ZERO : took,
                record.evidence(),
                leftovers(request, verdicts))
            .ofRun(started.runId());
    ClientParts own = parts.heardBy(new RunVoice(started.runId(), control, parts.listener()));
    Instant now = parts.clock().instant();
    LastResort.run(() -> own.tell(RunEvents.finished(request, result, now)));
    return result;
  }

  /** What its looks showed; where the clouds were to be asked, that was done once or not at all. */
  private List<Leftover> leftovers(
      ReleaseInstancesRequest request, List<InstanceVerdict> verdicts) {
    if (safety.checkLeftovers()) {
      return UnknownLeftovers.notCollected(verdicts);
    }
    List<Leftover> left = new ArrayList<>();
    for (InstanceVerdict verdict : verdicts) {
      accounts
          .named(verdict.ref().provider())
          .map(account -> ShownLeftovers.of(account, verdict, verdict.before(), request.intent()))
          .ifPresent(left::addAll);
    }
    return left;
  }
}
