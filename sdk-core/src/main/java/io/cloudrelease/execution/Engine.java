package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.PlannedBatch;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.ActionFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks, plans and carries out requests over the registered accounts. Thread-safe. */
public final class Engine {
  /** An older plan is not carried out. */
  private static final Duration FRESH = Duration.ofMinutes(15);

  private final Machinery machinery;
  private final Map<String, Account> accounts;
  private final Function<RunControl, Crew> crews;
  private final UnderWay underWay = new UnderWay();

  /**
   * An engine over these accounts.
   *
   * @param accounts by registered name
   * @param crews makes the crew of one run
   */
  public Engine(
      Machinery machinery, Map<String, Account> accounts, Function<RunControl, Crew> crews) {
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
    return release(plan.request(), control, Optional.of((ref, now) -> objection(plan, ref, now)));
  }

  private ReleaseInstancesResult release(
      ReleaseInstancesRequest request, RunControl control, Optional<PlanCheck> planCheck) {
    Map<InstanceRef, ReleaseError> refusals = refusals(request);
    if (!refusals.isEmpty()) {
      return notSent(request, control, ref -> refusal(refusals, ref));
    }
    Set<InstanceRef> elsewhere = underWay.take(request.instances());
    try (Crew crew = crews.apply(control)) {
      return new Run(machinery, control, request, works(request), crew, planCheck)
          .release(elsewhere);
    } finally {
      underWay.free(request.instances(), elsewhere);
    }
  }

  /** Makes a plan: checks and looks, and sends nothing. */
  public ReleasePlan plan(ReleaseInstancesRequest request, RunControl control) {
    Map<InstanceRef, ReleaseError> refusals = refusals(request);
    if (!refusals.isEmpty()) {
      List<InstanceVerdict> none =
          notSent(request, control, ref -> refusal(refusals, ref)).verdicts();
      return new ReleasePlan(
          request, control.now(), List.of(), List.of(), none, Map.of(), Duration.ZERO);
    }
    List<Work> works = works(request);
    try (Crew crew = crews.apply(control)) {
      Map<Batch, List<Work>> groups =
          new Run(machinery, control, request, works, crew, Optional.empty()).plan();
      return plan(request, control, works, groups);
    }
  }

  private ReleasePlan plan(
      ReleaseInstancesRequest request,
      RunControl control,
      List<Work> works,
      Map<Batch, List<Work>> groups) {
    List<PlannedBatch> batches = new ArrayList<>();
    Map<InstanceRef, Snapshot> snapshots = new HashMap<>();
    Map<Lane, Double> seconds = new HashMap<>();
    Map<Work, Integer> order = new IdentityHashMap<>();
    works.forEach(work -> order.put(work, order.size()));
    inRequestOrder(groups, order)
        .forEach(
            (key, members) -> {
              ActionFacts action = members.get(0).account.facts().action(key.step().action());
              List<InstanceRef> refs = members.stream().map(work -> work.ref).toList();
              for (List<InstanceRef> cut : machinery.splitter().split(refs, action.maxBatch())) {
                batches.add(planned(key, cut));
                Lane lane = new Lane(key.region().provider(), key.region().name(), action.name());
                seconds.merge(lane, 1 / action.ratePerSecond(), Double::sum);
              }
              members.forEach(work -> remember(snapshots, work));
            });
    List<InstanceRef> waiting = new ArrayList<>();
    List<InstanceVerdict> excluded = new ArrayList<>();
    for (Work work : works) {
      if (work.verdict != null) {
        excluded.add(work.verdict);
      } else if (work.status == Work.Status.DEFERRED) {
        waiting.add(work.ref);
        remember(snapshots, work);
      }
    }
    double longest = seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    machinery.tell(
        new ReleaseEvent(
            ReleaseEvent.Kind.PLANNED, control.now(), "", works.size(), "", 0, works.size()));
    return new ReleasePlan(
        request,
        control.now(),
        batches,
        waiting,
        excluded,
        snapshots,
        Duration.ofMillis((long) (longest * 1000)));
  }

  /** Which look answered first must not show in a plan. */
  private static Map<Batch, List<Work>> inRequestOrder(
      Map<Batch, List<Work>> groups, Map<Work, Integer> order) {
    groups.values().forEach(members -> members.sort(Comparator.comparing(order::get)));
    List<Map.Entry<Batch, List<Work>>> entries = new ArrayList<>(groups.entrySet());
    entries.sort(Comparator.comparing(entry -> order.get(entry.getValue().get(0))));
    Map<Batch, List<Work>> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static PlannedBatch planned(Batch key, List<InstanceRef> refs) {
    return new PlannedBatch(
        key.region().provider(),
        key.region().name(),
        key.step().action(),
        key.step().group(),
        refs,
        key.step().escalates());
  }

  private static void remember(Map<InstanceRef, Snapshot> snapshots, Work work) {
    if (work.last != null) {
      snapshots.put(work.ref, work.last);
    }
  }

  private List<Work> works(ReleaseInstancesRequest request) {
    List<Work> works = new ArrayList<>(request.instances().size());
    for (InstanceRef ref : request.instances()) {
      works.add(new Work(ref, Objects.requireNonNull(accounts.get(ref.provider()))));
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
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (InstanceRef ref : request.instances()) {
      verdicts.add(
          InstanceVerdict.builder(ref, Verdict.NOT_SENT)
              .error(Optional.of(why.apply(ref)))
              .build());
    }
    Instant now = machinery.clock().instant();
    return new ReleaseInstancesResult(
        request.intent(),
        verdicts,
        control.startedAt(),
        Duration.between(control.startedAt(), now));
  }

  private static Optional<ReleaseError> objection(
      ReleasePlan plan, InstanceRef ref, @Nullable Snapshot now) {
    if (!plan.request().lookFirst()) {
      return Optional.empty();
    }
    Snapshot then = plan.snapshots().get(ref);
    if (then == null || now == null) {
      return Optional.of(
          ReleaseError.of(ErrorCategory.GUARDED, "NotInPlan", "the plan does not send it"));
    }
    boolean same = then.name().equals(now.name()) && then.createdAt().equals(now.createdAt());
    return same
        ? Optional.empty()
        : Optional.of(
            ReleaseError.of(
                    ErrorCategory.GUARDED,
                    "ChangedSincePlan",
                    "it is not the instance that was planned: name or creation time differ")
                .hint("make a new plan"));
  }
}
