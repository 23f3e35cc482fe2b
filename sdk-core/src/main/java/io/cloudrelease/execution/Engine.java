package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.AccountCheck;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.RunVoice;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.execution.schedule.BatchKey;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.Guards;
import io.cloudrelease.execution.schedule.Membership;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.TrackedInstance;
import io.cloudrelease.execution.schedule.Waves;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.outcome.ToldEvent;
import io.cloudrelease.pace.BlastBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Checks, plans and carries out requests over the registered accounts. Thread-safe. */
public final class Engine {
  /** An older plan is not carried out. */
  private static final Duration FRESH = Duration.ofMinutes(15);

  private final ClientParts parts;
  private final Accounts accounts;
  private final Function<RunControl, Crew> crews;
  private final Safety safety;

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
    accounts.values().forEach(AccountCheck::guard);
    this.accounts = new Accounts(accounts);
    this.crews = crews;
  }

  /** What is wrong with the request, found without sending anything. */
  public Map<InstanceRef, ReleaseError> check(ReleaseInstancesRequest request) {
    return accounts.check(request);
  }

  /** Releases, from the check to the last verdict. */
  public ReleaseInstancesResult release(ReleaseInstancesRequest request, RunControl control) {
    return release(request, control, Optional.empty());
  }

  /** Carries out a plan, and nothing beyond it. */
  public ReleaseInstancesResult execute(MadePlan plan, RunControl control) {
    Duration age = Duration.between(plan.madeAt(), parts.clock().instant());
    if (age.compareTo(FRESH) > 0) {
      return notSent(
          plan.request(),
          control,
          ref ->
              ReleaseError.of(
                      ErrorCategory.GUARDED,
                      OwnCodes.STALE_PLAN,
                      "the plan is " + age.toMinutes() + " minutes old")
                  .hint("make a new one; a plan holds for " + FRESH.toMinutes() + " minutes"));
    }
    if (refusals(plan.request(), control).isEmpty()) {
      for (Map.Entry<String, String> then : plan.accounts().entrySet()) {
        Optional<ReleaseError> changed =
            accounts.changed(then.getKey(), then.getValue(), "", check(control));
        if (changed.isPresent()) {
          return notSent(plan.request(), control, ref -> changed.get());
        }
      }
    }
    return release(plan.request(), control, Optional.of(new PlanCheck(PlanCheck.of(plan))));
  }

  private AccountCheck check(RunControl control) {
    return new AccountCheck(parts, control);
  }

  private ReleaseInstancesResult release(
      ReleaseInstancesRequest request, RunControl control, Optional<PlanCheck> plan) {
    Map<InstanceRef, ReleaseError> refusals = refusals(request, control);
    if (!refusals.isEmpty()) {
      return notSent(request, control, ref -> accounts.refusal(refusals, ref));
    }
    JournalEntry.RunStarted started = started(request, accounts.marks(request), plan);
    // A dry run changes nothing that would have to be taken up again.
    ReleaseJournal journal = request.intent().dryRun() ? ReleaseJournal.none() : safety.journal();
    try (RunRecord record =
            new RunRecord(parts.clock(), begin(journal, started), List.of(started));
        Crew crew = crews.apply(control)) {
      RunContext context =
          new RunContext(heard(started.runId(), control), control, request.intent(), crew, record);
      return builder(context, request, started.runId(), plan).fresh().release();
    } catch (JournalException e) {
      return notSent(request, control, ref -> RunRecord.unusable(e));
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

  private static RunLog begin(ReleaseJournal journal, JournalEntry.RunStarted started)
      throws JournalException {
    try {
      return journal.begin(started);
    } catch (RuntimeException broken) {
      throw new JournalException("the journal threw " + broken.getClass().getName(), "");
    }
  }

  private JournalEntry.RunStarted started(
      ReleaseInstancesRequest request, Map<String, String> marks, Optional<PlanCheck> plan) {
    return new JournalEntry.RunStarted(
        parts.clock().instant(),
        runId(),
        request,
        marks,
        plan.isPresent(),
        plan.map(PlanCheck::planned).orElse(Map.of()),
        marks.isEmpty() ? Map.of() : accounts.ids(request),
        accounts.clouds(marks.keySet()),
        java.util.OptionalLong.empty());
  }

  /** Names the run; a broken source of nonces must not keep a result from anybody. */
  private String runId() {
    try {
      return Extension.ask(parts.nonces()::get);
    } catch (Extension.BrokenException broken) {
      return "run-" + UUID.randomUUID();
    }
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
    return new Resumption(parts, accounts, crews, this::builder)
        .resume(journal, renewedKeys, controls);
  }

  /** Makes a plan: checks and looks, and sends nothing. */
  public MadePlan plan(ReleaseInstancesRequest request, RunControl control) {
    Map<InstanceRef, ReleaseError> refusals = refusals(request, control);
    if (!refusals.isEmpty()) {
      List<InstanceVerdict> none =
          notSent(request, control, ref -> accounts.refusal(refusals, ref)).verdicts();
      return Planner.nothing(request, parts.clock().instant(), none);
    }
    try (Crew crew = crews.apply(control);
        RunRecord record = new RunRecord(parts.clock(), RunLog.none(), List.of())) {
      // Waves and budgets say when and how many; a plan says which.
      Guards predicates =
          new Guards(safety.guards().guards(), BlastBudget.unlimited(), Waves.none());
      Safety looking =
          new Safety(
              ReleaseJournal.none(), predicates, safety.memory(), safety.checkGroups(), false);
      String runId = runId();
      ClientParts own = heard(runId, control);
      RunContext context = new RunContext(own, control, request.intent(), crew, record);
      RunBuilder builder = builder(context, request, runId, looking, Optional.empty());
      Map<BatchKey, List<TrackedInstance>> groups = builder.fresh().plan();
      builder.rememberAll();
      List<MadePlan> made = new ArrayList<>();
      Planner planner = new Planner(parts.splitter(), request, builder.instances(), groups);
      Optional<Throwable> broken =
          LastResort.run(
              () -> made.add(planner.plan(planned(own, request), accounts.bonds(request))));
      return broken.isEmpty()
          ? made.get(0)
          : Planner.nothing(
              request,
              parts.clock().instant(),
              notSent(request, control, ref -> Broken.error(broken.get())).verdicts());
    }
  }

  private static Instant planned(ClientParts own, ReleaseInstancesRequest request) {
    Instant now = own.clock().instant();
    ToldEvent planned =
        ToldEvent.of(ReleaseEvent.Kind.PLANNED, now)
            .about(request.instances())
            .progress(RunProgress.begun(request.instances().size()));
    LastResort.run(() -> own.tell(planned));
    return now;
  }

  /** Why the request as a whole is held back; whatever an extension throws is a reason too. */
  private Map<InstanceRef, ReleaseError> refusals(
      ReleaseInstancesRequest request, RunControl control) {
    Map<InstanceRef, ReleaseError> refusals = new LinkedHashMap<>();
    Optional<Throwable> broken =
        LastResort.run(
            () -> {
              refusals.putAll(accounts.refusals(request));
              if (refusals.isEmpty()) {
                refusals.putAll(accounts.unexpected(request, check(control)));
              }
            });
    broken.ifPresent(
        thrown -> request.instances().forEach(ref -> refusals.put(ref, Broken.error(thrown))));
    return refusals;
  }

  private ReleaseInstancesResult notSent(
      ReleaseInstancesRequest request,
      RunControl control,
      Function<InstanceRef, ReleaseError> why) {
    RunRecord record =
        new RunRecord(
            parts.clock(), RunLog.none(), List.of(started(request, Map.of(), Optional.empty())));
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      InstanceVerdict verdict =
          GivenVerdict.builder(ref, Verdict.NOT_SENT).error(Optional.of(why.apply(ref))).build();
      verdicts.add(verdict);
      record.verdict(verdict);
    }
    record.ended();
    return new FinishedResult(
        request.intent(),
        verdicts,
        parts.clock().instant(),
        Duration.between(control.startedAt(), control.now()),
        record.evidence());
  }
}
