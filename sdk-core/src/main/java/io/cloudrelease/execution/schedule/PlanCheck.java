package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanDigest;
import io.cloudrelease.outcome.PlannedBatch;
import io.cloudrelease.spi.Assessment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a run to a plan that was made before. */
public final class PlanCheck {
  private static final String NO_LOOK = "-";

  /** Follows a call that was planned for what lay in a recycle bin. */
  private static final String OUT_OF_BIN = " (in its bin)";

  /** By instance: the mark of what was looked at, and what it was to be sent with, where known. */
  private final Map<InstanceRef, String> planned;

  /** What the plan saw, so that what differs can be named; a resumed run does not know it. */
  private final Map<InstanceRef, Snapshot> seen;

  /** What it saw attached to them; nothing where nothing was. */
  private final Map<InstanceRef, List<CollateralItem>> attached;

  private final Function<Account, Optional<ReleaseError>> age;

  /** Which plan it is and who said yes, for the record; empty where it was not kept. */
  private final String origin;

  /** What a run that began in time was held to, as its journal says. */
  public PlanCheck(Map<InstanceRef, String> planned) {
    this(Map.copyOf(planned), Map.of(), Map.of(), account -> Optional.empty(), "");
  }

  private PlanCheck(
      Map<InstanceRef, String> planned,
      Map<InstanceRef, Snapshot> seen,
      Map<InstanceRef, List<CollateralItem>> attached,
      Function<Account, Optional<ReleaseError>> age,
      String origin) {
    this.planned = planned;
    this.seen = seen;
    this.attached = attached;
    this.age = age;
    this.origin = origin;
  }

  /**
   * What a plan holds its run to.
   *
   * @param startedAt when that run began
   * @param origin which plan it is and who said yes, for the record; empty where it was not kept
   */
  public static PlanCheck of(MadePlan plan, Instant startedAt, String origin) {
    return new PlanCheck(
        Map.copyOf(planned(plan)),
        plan.snapshots(),
        plan.collateral(),
        account -> PlanAge.problem(plan, account, startedAt),
        origin);
  }

  /** Says in the record which plan is carried out. */
  public void tell(RunRecord record) {
    if (!origin.isEmpty()) {
      record.decided(OwnCodes.NEEDS_APPROVAL, origin);
    }
  }

  /** Why the plan was too old when the run began, by the clock of that account's cloud, if so. */
  Optional<ReleaseError> tooOld(Account account) {
    return age.apply(account);
  }

  private static Map<InstanceRef, String> planned(MadePlan plan) {
    Map<InstanceRef, String> planned = new HashMap<>();
    plan.waiting().forEach(ref -> planned.put(ref, mark(plan.snapshots().get(ref))));
    for (PlannedBatch batch : plan.batches()) {
      String call = call(batch.action(), batch.group());
      for (InstanceRef ref : batch.instances()) {
        Snapshot then = plan.snapshots().get(ref);
        planned.put(ref, mark(then) + call + (isInBin(then) ? OUT_OF_BIN : ""));
      }
    }
    return planned;
  }

  public Map<InstanceRef, String> planned() {
    return planned;
  }

  private static String mark(@Nullable Snapshot snapshot) {
    return snapshot == null ? NO_LOOK : PlanDigest.mark(snapshot);
  }

  private static boolean isInBin(@Nullable Snapshot snapshot) {
    return snapshot != null && snapshot.phase() == LifecyclePhase.RECYCLED;
  }

  private static String call(String action, String group) {
    return " " + action + " " + group;
  }

  /** The life of an instance of which nothing is known but what the plan saw. */
  public InstanceLife known(InstanceLife fresh, InstanceRef ref) {
    Snapshot then = seen.get(ref);
    return then == null ? fresh : fresh.seen(fresh.seen().planned(then));
  }

  /** Whether it was looked at when the plan was made. */
  boolean saw(InstanceRef ref) {
    return !planned.getOrDefault(ref, NO_LOOK).startsWith(NO_LOOK);
  }

  /**
   * Why this instance must not be sent so, if so; {@code now} is null when it was not looked at.
   */
  Optional<ReleaseError> objection(InstanceRef ref, @Nullable Snapshot now, Assessment.Step step) {
    String then = planned.get(ref);
    if (then == null || (now == null && !then.startsWith(NO_LOOK))) {
      return Optional.of(
          ReleaseError.of(
              ErrorCategory.GUARDED, OwnCodes.NOT_IN_PLAN, "the plan does not send it"));
    }
    int space = then.indexOf(' ');
    String mark = space < 0 ? then : then.substring(0, space);
    if (!mark.equals(NO_LOOK) && !mark.equals(mark(now))) {
      return changed("it is not the instance that was planned: " + difference(seen.get(ref), now));
    }
    if (then.endsWith(OUT_OF_BIN) && !isInBin(now)) {
      return changed("it lay in the recycle bin when it was planned, and somebody took it out");
    }
    String send = space < 0 ? "" : then.substring(space).replace(OUT_OF_BIN, "");
    // What was planned without a look has no group yet.
    boolean blind = mark.equals(NO_LOOK) && now != null;
    return send.isEmpty()
            || send.equals(call(step.action(), step.group()))
            || blind && send.equals(call(step.action(), ""))
        ? Optional.empty()
        : changed(
            "the plan sends" + send + ", now it would be" + call(step.action(), step.group()));
  }

  /**
   * Why it must not be sent for what would go with it and was not in the plan, or was to stay, if
   * so. A resumed run does not know.
   */
  Optional<ReleaseError> more(InstanceRef ref, Supplier<List<CollateralItem>> now) {
    if (!seen.containsKey(ref)) {
      return Optional.empty();
    }
    Set<String> known = new HashSet<>();
    attached.getOrDefault(ref, List.of()).stream()
        .filter(PlanCheck::mayGo)
        .forEach(item -> known.add(named(item)));
    String more =
        now.get().stream()
            .filter(PlanCheck::mayGo)
            .map(PlanCheck::named)
            .filter(item -> !known.contains(item))
            .collect(Collectors.joining(", "));
    return more.isEmpty()
        ? Optional.empty()
        : changed("the plan does not show that this may go with it: " + more);
  }

  private static boolean mayGo(CollateralItem item) {
    return item.fate() != CollateralItem.Fate.STAYS;
  }

  private static String named(CollateralItem item) {
    return item.kind() + ' ' + item.id();
  }

  private static String difference(@Nullable Snapshot then, @Nullable Snapshot now) {
    if (then == null || now == null) {
      return "name, creation time or charge type differ";
    }
    List<String> differ = new ArrayList<>();
    differ(differ, "name", then.name(), now.name());
    differ(differ, "creation time", created(then), created(now));
    differ(differ, "charge type", then.chargeType(), now.chargeType());
    return String.join(", ", differ);
  }

  private static String created(Snapshot snapshot) {
    return snapshot.createdAt().map(Instant::toString).orElse("");
  }

  private static void differ(List<String> differ, String what, String then, String now) {
    if (!then.equals(now)) {
      differ.add(what + " was '" + then + "' and is '" + now + "'");
    }
  }

  private static Optional<ReleaseError> changed(String why) {
    return Optional.of(
        ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.CHANGED_SINCE_PLAN, why)
            .hint("make a new plan"));
  }
}
