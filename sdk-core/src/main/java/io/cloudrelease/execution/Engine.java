package io.cloudrelease.execution;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.guard.BlastBudget;
import io.cloudrelease.guard.Guards;
import io.cloudrelease.guard.Waves;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Checks, plans and carries out requests over the registered accounts. Thread-safe. */
public final class Engine {
  /** An older plan is not carried out. */
  private static final Duration FRESH = Duration.ofMinutes(15);

  private final ClientParts machinery;
  private final Map<String, Account> accounts;
  private final Function<RunControl, Crew> crews;
  private final UnderWay underWay = new UnderWay();
  private final Safety safety;

  /**
   * An engine over these accounts.
   *
   * @param accounts by registered name
   * @param crews makes the crew of one run
   */
  public Engine(
      ClientParts machinery, Map<String, Account> accounts, Function<RunControl, Crew> crews) {
    this(machinery, accounts, crews, Safety.none());
  }

  /**
   * An engine over these accounts.
   *
   * @param accounts by registered name
   * @param crews makes the crew of one run
   * @param safety what stands around the runs and beneath them
   */
  public Engine(
      ClientParts machinery,
      Map<String, Account> accounts,
      Function<RunControl, Crew> crews,
      Safety safety) {
    this.safety = safety;
    this.machinery = machinery;
    this.accounts = Map.copyOf(accounts);
    this.crews = crews;
  }

  /** What is wrong with the request, found without sending anything. */
  public Map<InstanceRef, ReleaseError> check(ReleaseInstancesRequest request) {
    return new RequestCheck(accounts).problems(request);
  }

  /** Releases, from the check to the last verdict. */
  public ReleaseInstancesResult release(ReleaseInstancesRequest request, RunControl control) {
    return release(request, control, Optional.empty());
  }

  /** Carries out a plan, and nothing beyond it. */
  public ReleaseInstancesResult execute(ReleasePlan plan, RunControl control) {
    Duration age = Duration.between(plan.madeAt(), machinery.clock().instant());
    if (age.compareTo(FRESH) > 0) {
      return notSent(
          plan.request(),
          control,
          ref ->
              ReleaseError.of(
                      ErrorCategory.GUARDED,
                      "StalePlan",
                      "the plan is " + age.toMinutes() + " minutes old")
                  .hint("make a new one; a plan holds for " + FRESH.toMinutes() + " minutes"));
    }
    if (check(plan.request()).isEmpty()) {
      Map<String, String> now = marks(plan.request());
      for (Map.Entry<String, String> then : plan.accounts().entrySet()) {
        if (!then.getValue().equals(now.get(then.getKey()))) {
          return notSent(plan.request(), control, ref -> otherAccount(then.getKey()));
        }
      }
    }
    return release(plan.request(), control, Optional.of(new PlanCheck(PlanCheck.of(plan))));
  }

  private static ReleaseError otherAccount(String account) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            "OtherAccount",
            "the plan was made with another access key for " + account)
        .hint("make a new plan; temporary keys change when they are renewed");
  }

  private ReleaseInstancesResult release(
      ReleaseInstancesRequest request, RunControl control, Optional<PlanCheck> plan) {
    Map<InstanceRef, ReleaseError> refusals = refusals(request);
    if (!refusals.isEmpty()) {
      return notSent(request, control, ref -> refusal(refusals, ref));
    }
    JournalEntry.RunStarted started = started(request, control, marks(request), plan);
    // A dry run changes nothing that would have to be taken up again.
    ReleaseJournal journal = request.intent().dryRun() ? ReleaseJournal.none() : safety.journal();
    Set<InstanceRef> elsewhere = underWay.take(request.instances());
    try (RunRecord chronicle =
            new RunRecord(machinery.clock(), begin(journal, started), List.of(started));
        Crew crew = crews.apply(control)) {
      return run(control, request, crew, chronicle, plan).release(elsewhere);
    } catch (JournalException e) {
      return notSent(request, control, ref -> RunRecord.unusable(e));
    } finally {
      underWay.free(request.instances(), elsewhere);
    }
  }

  private static RunLog begin(ReleaseJournal journal, JournalEntry.RunStarted started)
      throws JournalException {
    try {
      return journal.begin(started);
    } catch (RuntimeException broken) {
      throw new JournalException("the journal threw " + broken.getClass().getName(), "");
    }
  }

  private Run run(
      RunControl control,
      ReleaseInstancesRequest request,
      Crew crew,
      RunRecord chronicle,
      Optional<PlanCheck> plan) {
    List<Work> works = works(request);
    Gate gate = new Gate(safety.guards(), plan, control, chronicle, works.size());
    return new Run(machinery, control, request, works, crew, chronicle, gate);
  }

  private JournalEntry.RunStarted started(
      ReleaseInstancesRequest request,
      RunControl control,
      Map<String, String> marks,
      Optional<PlanCheck> plan) {
    return new JournalEntry.RunStarted(
        control.startedAt(),
        runId(control),
        request,
        marks,
        plan.isPresent(),
        plan.map(PlanCheck::planned).orElse(Map.of()));
  }

  /**
   * Names the run in its journal; a broken source of nonces must not keep a result from anybody.
   */
  private String runId(RunControl control) {
    try {
      return machinery.nonces().get();
    } catch (RuntimeException broken) {
      return "run-" + control.startedAt();
    }
  }

  private Map<String, String> marks(ReleaseInstancesRequest request) {
    Map<String, String> marks = new TreeMap<>();
    for (InstanceRef ref : request.instances()) {
      marks.computeIfAbsent(ref.provider(), name -> account(name).mark());
    }
    return marks;
  }

  private Account account(String name) {
    return Objects.requireNonNull(accounts.get(name));
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
    RunLog log;
    try {
      log = journal.resume();
    } catch (JournalException e) {
      throw new ConfigurationException(RunRecord.unusable(e).summary(), e);
    }
    List<JournalEntry> entries = log.history();
    try (RunRecord chronicle = new RunRecord(machinery.clock(), log, entries)) {
      if (entries.isEmpty() || !(entries.get(0) instanceof JournalEntry.RunStarted started)) {
        throw new ConfigurationException("the journal holds no run");
      }
      PastRun history = PastRun.of(entries);
      RunControl control = controls.apply(started.request());
      return history.finished()
          ? again(started.request(), control, history, chronicle)
          : resume(started, renewedKeys, control, history, chronicle);
    }
  }

  private ReleaseInstancesResult resume(
      JournalEntry.RunStarted started,
      boolean renewedKeys,
      RunControl control,
      PastRun history,
      RunRecord chronicle) {
    Map<InstanceRef, ReleaseError> problems = check(started.request());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "the run cannot be resumed: " + problems.values().iterator().next().summary());
    }
    Map<String, String> now = marks(started.request());
    if (!renewedKeys && !now.equals(started.accounts())) {
      throw new ConfigurationException(
          "the run was made with another access key: in another account its instances would seem"
              + " to be gone; use the key of then, or vouch for the accounts if keys were renewed");
    }
    chronicle.resumed();
    Optional<PlanCheck> plan =
        started.fromPlan() ? Optional.of(new PlanCheck(started.planned())) : Optional.empty();
    List<InstanceRef> refs = started.request().instances();
    Set<InstanceRef> elsewhere = underWay.take(refs);
    try (Crew crew = crews.apply(control)) {
      if (!elsewhere.isEmpty()) {
        throw new ConfigurationException(
            "another request of this client is releasing "
                + elsewhere.iterator().next()
                + " at this moment; resume when it has its result");
      }
      return run(control, started.request().looking(), crew, chronicle, plan).resume(history);
    } finally {
      underWay.free(refs, elsewhere);
    }
  }

  private static ReleaseInstancesResult again(
      ReleaseInstancesRequest request, RunControl control, PastRun history, RunRecord chronicle) {
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      verdicts.add(
          history
              .verdict(ref)
              .orElseThrow(
                  () -> new ConfigurationException("the journal holds no verdict for " + ref)));
    }
    return new ReleaseInstancesResult(
        request.intent(), verdicts, control.startedAt(), Duration.ZERO, chronicle.evidence());
  }

  /** Makes a plan: checks and looks, and sends nothing. */
  public ReleasePlan plan(ReleaseInstancesRequest request, RunControl control) {
    Map<InstanceRef, ReleaseError> refusals = refusals(request);
    if (!refusals.isEmpty()) {
      List<InstanceVerdict> none =
          notSent(request, control, ref -> refusal(refusals, ref)).verdicts();
      return new ReleasePlan(
          request,
          control.now(),
          List.of(),
          List.of(),
          none,
          Map.of(),
          Map.of(),
          Map.of(),
          Duration.ZERO);
    }
    List<Work> works = works(request);
    try (Crew crew = crews.apply(control);
        RunRecord chronicle = unwritten()) {
      // Waves and budgets say when and how many; a plan says which.
      Guards predicates =
          new Guards(safety.guards().guards(), BlastBudget.unlimited(), Waves.none());
      Gate gate = new Gate(predicates, Optional.empty(), control, chronicle, works.size());
      Map<Batch, List<Work>> groups =
          new Run(machinery, control, request, works, crew, chronicle, gate).plan();
      return new Planner(machinery.splitter(), request, works, groups)
          .plan(planned(control, works), marks(request));
    }
  }

  private Instant planned(RunControl control, List<Work> works) {
    Instant now = control.now();
    machinery.tell(
        new ReleaseEvent(ReleaseEvent.Kind.PLANNED, now, "", works.size(), "", 0, works.size()));
    return now;
  }

  private RunRecord unwritten() {
    return new RunRecord(machinery.clock(), RunLog.none(), List.of());
  }

  private List<Work> works(ReleaseInstancesRequest request) {
    List<Work> works = new ArrayList<>(request.instances().size());
    for (InstanceRef ref : request.instances()) {
      works.add(new Work(ref, account(ref.provider())));
    }
    return works;
  }

  /** Why the request as a whole is held back, by the instances that are to blame. */
  private Map<InstanceRef, ReleaseError> refusals(ReleaseInstancesRequest request) {
    Map<InstanceRef, ReleaseError> problems = check(request);
    int size = request.instances().size();
    if (!problems.isEmpty() || size <= request.maxInstances()) {
      return problems;
    }
    ReleaseError tooMany =
        ReleaseError.of(
                ErrorCategory.GUARDED,
                "MaxInstances",
                "the request names "
                    + size
                    + " instances; maxInstances is "
                    + request.maxInstances())
            .hint("raise maxInstances if that many are meant");
    Map<InstanceRef, ReleaseError> all = new HashMap<>();
    request.instances().forEach(ref -> all.put(ref, tooMany));
    return all;
  }

  private static ReleaseError refusal(Map<InstanceRef, ReleaseError> refusals, InstanceRef ref) {
    ReleaseError own = refusals.get(ref);
    return own != null
        ? own
        : ReleaseError.of(
                ErrorCategory.GUARDED,
                "RequestHeldBack",
                refusals.size() + " other instance(s) of this request are wrong; nothing was sent")
            .hint("correct or remove them");
  }

  private ReleaseInstancesResult notSent(
      ReleaseInstancesRequest request,
      RunControl control,
      Function<InstanceRef, ReleaseError> why) {
    RunRecord chronicle =
        new RunRecord(
            machinery.clock(),
            RunLog.none(),
            List.of(started(request, control, Map.of(), Optional.empty())));
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      InstanceVerdict verdict =
          InstanceVerdict.builder(ref, Verdict.NOT_SENT).error(Optional.of(why.apply(ref))).build();
      verdicts.add(verdict);
      chronicle.verdict(verdict);
    }
    chronicle.ended();
    Instant now = machinery.clock().instant();
    return new ReleaseInstancesResult(
        request.intent(),
        verdicts,
        control.startedAt(),
        Duration.between(control.startedAt(), now),
        chronicle.evidence());
  }
}
