package io.cloudrelease.execution;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.IdentityGuard;
import io.cloudrelease.execution.call.LogContext;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.RunVoice;
import io.cloudrelease.execution.record.NotWritten;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.execution.record.StrangersLog;
import io.cloudrelease.execution.schedule.BatchKey;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.Membership;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.TrackedInstance;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.NoListener;
import io.cloudrelease.outcome.PlanMaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Checks, plans and carries out requests over the registered accounts. Thread-safe. */
public final class Engine {
  private final ClientParts parts;
  private final Accounts accounts;
  private final Function<RunControl, Crew> crews;
  private final Safety safety;
  private final RunStart start;
  private final Permission permission;

  /**
   * An engine over these accounts.
   *
   * @param accounts by registered name
   * @param crews makes the crew of one run
   * @param safety what stands around the runs and beneath them
   */
  public Engine(
      ClientParts parts,
      Map<String, Account> accounts,
      Function<RunControl, Crew> crews,
      Safety safety) {
    this.safety = safety;
    this.parts = parts;
    accounts.values().forEach(IdentityGuard::over);
    this.accounts = new Accounts(accounts);
    this.crews = crews;
    this.start = new RunStart(parts, this.accounts);
    this.permission =
        new Permission(parts, this.accounts, safety.guards().policy(), new Beside(crews));
  }

  /** What is wrong with the request, found without sending anything. */
  public Map<InstanceRef, ReleaseError> check(ReleaseInstancesRequest request) {
    return accounts.check(request);
  }

  /** Releases, from the check to the last verdict. */
  public ReleaseInstancesResult release(ReleaseInstancesRequest request, RunControl control) {
    return release(request, control, Optional.empty(), request.instances().size(), "");
  }

  /** Carries out a plan, and nothing beyond it. */
  public ReleaseInstancesResult execute(MadePlan plan, RunControl control) {
    return execute(plan, control, plan.instances().size(), "");
  }

  /**
   * Carries out a plan that was kept.
   *
   * @param digest the plan's own
   * @param approved the digest that somebody approved; empty where the caller only said yes
   */
  public ReleaseInstancesResult execute(
      MadePlan plan, String digest, Optional<String> approved, RunControl control) {
    Optional<ReleaseError> other = Permission.otherPlan(digest, approved);
    if (other.isPresent()) {
      return notSent(plan.request(), control, ref -> other.get());
    }
    int unapproved = approved.isPresent() ? 0 : plan.instances().size();
    String yes = approved.isPresent() ? ", approved by its digest" : ", by a plain yes";
    return execute(plan, control, unapproved, "carries out the plan " + digest + yes);
  }

  private ReleaseInstancesResult execute(
      MadePlan plan, RunControl control, int unapproved, String origin) {
    Optional<ReleaseError> stale = permission.stale(plan);
    return stale.isPresent()
        ? notSent(plan.request(), control, ref -> stale.get())
        : release(plan.request(), control, Optional.of(plan), unapproved, origin);
  }

  private ReleaseInstancesResult release(
      ReleaseInstancesRequest request,
      RunControl control,
      Optional<MadePlan> made,
      int unapproved,
      String origin) {
    Map<InstanceRef, ReleaseError> refusals = permission.refusals(request, control);
    if (!refusals.isEmpty()) {
      return notSent(request, control, ref -> accounts.refusal(refusals, ref));
    }
    Map<String, String> marks = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    Optional<ReleaseError> forbidden =
        made.flatMap(each -> permission.changed(each, control))
            .or(() -> permission.unapproved(request, unapproved))
            .or(() -> permission.marks(request, control, marks, ids));
    if (forbidden.isPresent()) {
      return notSent(request, control, ref -> forbidden.get());
    }
    Optional<PlanCheck> plan = made.map(p -> PlanCheck.of(p, parts.clock().instant(), origin));
    JournalEntry.RunStarted started = start.started(request, marks, ids, plan);
    // A dry run changes nothing that would have to be taken up again.
    ReleaseJournal journal = request.intent().dryRun() ? ReleaseJournal.none() : safety.journal();
    LogContext own = LogContext.ofRun(started.runId());
    return own.around(() -> carryOut(started, control, journal, plan));
  }

  private ReleaseInstancesResult carryOut(
      JournalEntry.RunStarted started,
      RunControl control,
      ReleaseJournal journal,
      Optional<PlanCheck> plan) {
    ReleaseInstancesRequest request = started.request();
    try (RunRecord record = record(journal, started);
        Crew crew = crews.apply(control)) {
      plan.ifPresent(check -> check.tell(record));
      ClientParts own = heard(started.runId(), control);
      RunContext context = new RunContext(own, control, request.intent(), crew, record);
      LastResort.run(() -> own.tell(RunEvents.begins(request, parts.clock().instant())));
      RunBuilder builder = builder(context, request, started.runId(), plan);
      return builder.fresh().release().ofRun(started.runId());
    } catch (JournalException e) {
      return notSent(started, control, ref -> NotWritten.unusable(e));
    }
  }

  private ClientParts heard(String runId, RunControl control) {
    return parts.heardBy(new RunVoice(runId, control, parts.listener()));
  }

  private RunBuilder builder(
      RunContext context, ReleaseInstancesRequest request, String runId, Optional<PlanCheck> plan) {
    return builder(context, request, runId, safety, plan);
  }

  private RunBuilder builder(
      RunContext context,
      ReleaseInstancesRequest request,
      String runId,
      Safety around,
      Optional<PlanCheck> plan) {
    Membership members = AskedGroups.of(context, request, accounts, around);
    return new RunBuilder(context, request, runId, accounts, around, members, plan);
  }

  private RunRecord record(ReleaseJournal journal, JournalEntry.RunStarted started)
      throws JournalException {
    return RunRecord.begun(
        parts.clock(), () -> StrangersLog.begun(journal, started), safety.evidence(), started);
  }

  /**
   * Completes the run of a journal whose process died; the verdicts of a run that ended are given
   * once more.
   *
   * @param renewedKeys whether the caller vouches that other access keys are of the same accounts
   * @param controls the deadline of the request, anew
   * @throws ConfigurationException when there is nothing to resume, or not with this client
   */
  public ReleaseInstancesResult resume(
      ReleaseJournal journal,
      boolean renewedKeys,
      Function<ReleaseInstancesRequest, RunControl> controls) {
    return new Resumption(parts, accounts, crews, this::builder, safety)
        .resume(journal, renewedKeys, controls);
  }

  /** Makes a plan: checks and looks, and sends nothing. */
  public MadePlan plan(ReleaseInstancesRequest request, RunControl control) {
    Map<InstanceRef, ReleaseError> refusals = permission.refusals(request, control);
    if (!refusals.isEmpty()) {
      return nothing(request, control, ref -> accounts.refusal(refusals, ref));
    }
    Optional<ReleaseError> noKeys =
        permission.marks(request, control, new HashMap<>(), new HashMap<>());
    if (noKeys.isPresent()) {
      return nothing(request, control, ref -> noKeys.get());
    }
    String runId = start.runId();
    return LogContext.ofRun(runId).around(() -> plan(request, control, runId));
  }

  private MadePlan plan(ReleaseInstancesRequest request, RunControl control, String runId) {
    try (Crew crew = crews.apply(control);
        RunRecord record = RunRecord.inMemory(parts.clock(), List.of())) {
      // Waves and budgets say when and how many; a plan says which.
      Safety looking = safety.planning(safety.guards().onlyWhich());
      ClientParts own = heard(runId, control);
      RunContext context = new RunContext(own, control, request.intent(), crew, record);
      RunBuilder builder = builder(context, request, runId, looking, Optional.empty());
      Map<BatchKey, List<TrackedInstance>> groups = builder.fresh().plan();
      builder.rememberAll();
      List<MadePlan> made = new ArrayList<>();
      Planner planner = new Planner(parts.splitter(), request, builder.instances(), groups);
      Optional<Throwable> broken = LastResort.run(() -> made.add(plan(planner, request, context)));
      return broken.isEmpty()
          ? made.get(0)
          : nothing(request, control, ref -> Broken.error(broken.get()));
    }
  }

  private MadePlan plan(Planner planner, ReleaseInstancesRequest request, RunContext context) {
    Instant now = context.parts().clock().instant();
    LastResort.run(() -> context.parts().tell(RunEvents.planned(request, now)));
    Map<String, String> bonds =
        context.crew().ask(() -> accounts.bonds(request), context.control());
    Map<String, PlanMaker> makers =
        context.crew().ask(() -> accounts.makers(request, now), context.control());
    return planner.plan(now, bonds).madeWith(makers);
  }

  private MadePlan nothing(
      ReleaseInstancesRequest request,
      RunControl control,
      Function<InstanceRef, ReleaseError> why) {
    List<InstanceVerdict> excluded = silently(request, control, why);
    return Planner.nothing(request, parts.clock().instant(), excluded);
  }

  /** A plan that is not made sends nothing that anybody would have to hear of. */
  private List<InstanceVerdict> silently(
      ReleaseInstancesRequest request,
      RunControl control,
      Function<InstanceRef, ReleaseError> why) {
    JournalEntry.RunStarted none = start.started(request, Map.of(), Map.of(), Optional.empty());
    return new Unbegun(parts.heardBy(NoListener.NONE), control, none).because(why).verdicts();
  }

  private ReleaseInstancesResult notSent(
      ReleaseInstancesRequest request,
      RunControl control,
      Function<InstanceRef, ReleaseError> why) {
    return notSent(start.started(request, Map.of(), Map.of(), Optional.empty()), control, why);
  }

  private ReleaseInstancesResult notSent(
      JournalEntry.RunStarted started,
      RunControl control,
      Function<InstanceRef, ReleaseError> why) {
    return new Unbegun(heard(started.runId(), control), control, started).because(why);
  }
}
