package io.cloudrelease.outcome;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A plan as it was made.
 *
 * @param request what was asked for
 * @param madeAt when it was made
 * @param batches the destructive calls, in order; for a goal beyond a recycle bin a second call for
 *     the same instances follows once they are in it
 * @param waiting instances that are between two states and will be sent once they settle
 * @param excluded instances that will not be sent, with their verdicts
 * @param snapshots what the looks showed, for the instances of batches
 * @param collateral what is attached to the instances that would be sent, and whether it goes or
 *     stays
 * @param accounts what is printable of the key of each account that it sends with, by registered
 *     name: a digest of the access key id, the same for the same key
 * @param estimatedTime how long the calls take at the rates of their lanes, waiting not included
 * @param validity how long after it was made it may be carried out
 * @param makers what is known of how each account's part was made, by registered name
 * @param killed whether the kill switch was thrown as it was made, or could not be asked; is not
 *     kept in files
 */
public record MadePlan(
    ReleaseInstancesRequest request,
    Instant madeAt,
    List<PlannedBatch> batches,
    List<InstanceRef> waiting,
    List<InstanceVerdict> excluded,
    Map<InstanceRef, Snapshot> snapshots,
    Map<InstanceRef, List<CollateralItem>> collateral,
    Map<String, String> accounts,
    Duration estimatedTime,
    Duration validity,
    Map<String, PlanMaker> makers,
    boolean killed)
    implements ReleasePlan {

  /** Without another word, a plan is carried out for so long after it was made. */
  public static final Duration VALID_FOR = Duration.ofMinutes(15);

  /**
   * A plan as it was made, without what was put beside it since.
   *
   * @throws InvalidRequestException when no client made it
   */
  public static MadePlan behind(ReleasePlan plan) {
    if (plan instanceof PricedPlan priced) {
      return priced.plan();
    }
    if (plan instanceof MadePlan made) {
      return made;
    }
    throw new InvalidRequestException("the plan was not made by a client; make one with plan()");
  }

  public MadePlan {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(madeAt, "madeAt");
    batches = List.copyOf(batches);
    waiting = List.copyOf(waiting);
    excluded = List.copyOf(excluded);
    snapshots = Map.copyOf(snapshots);
    collateral = Map.copyOf(collateral);
    accounts = Map.copyOf(accounts);
    Objects.requireNonNull(estimatedTime, "estimatedTime");
    Objects.requireNonNull(validity, "validity");
    makers = Map.copyOf(makers);
  }

  /** A plan of which no kill switch is known. */
  public MadePlan(
      ReleaseInstancesRequest request,
      Instant madeAt,
      List<PlannedBatch> batches,
      List<InstanceRef> waiting,
      List<InstanceVerdict> excluded,
      Map<InstanceRef, Snapshot> snapshots,
      Map<InstanceRef, List<CollateralItem>> collateral,
      Map<String, String> accounts,
      Duration estimatedTime,
      Duration validity,
      Map<String, PlanMaker> makers) {
    this(
        request,
        madeAt,
        batches,
        waiting,
        excluded,
        snapshots,
        collateral,
        accounts,
        estimatedTime,
        validity,
        makers,
        false);
  }

  /** A plan for the usual time. */
  public MadePlan(
      ReleaseInstancesRequest request,
      Instant madeAt,
      List<PlannedBatch> batches,
      List<InstanceRef> waiting,
      List<InstanceVerdict> excluded,
      Map<InstanceRef, Snapshot> snapshots,
      Map<InstanceRef, List<CollateralItem>> collateral,
      Map<String, String> accounts,
      Duration estimatedTime) {
    this(
        request,
        madeAt,
        batches,
        waiting,
        excluded,
        snapshots,
        collateral,
        accounts,
        estimatedTime,
        VALID_FOR,
        Map.of());
  }

  /** This plan, good for so long after it was made. */
  public MadePlan validFor(Duration time) {
    return new MadePlan(
        request,
        madeAt,
        batches,
        waiting,
        excluded,
        snapshots,
        collateral,
        accounts,
        estimatedTime,
        time,
        makers,
        killed);
  }

  /** This plan, made while the kill switch was thrown. */
  public MadePlan whileKilled() {
    return new MadePlan(
        request,
        madeAt,
        batches,
        waiting,
        excluded,
        snapshots,
        collateral,
        accounts,
        estimatedTime,
        validity,
        makers,
        true);
  }

  /** This plan, with what is known of how its accounts' parts were made. */
  public MadePlan madeWith(Map<String, PlanMaker> known) {
    return new MadePlan(
        request,
        madeAt,
        batches,
        waiting,
        excluded,
        snapshots,
        collateral,
        accounts,
        estimatedTime,
        validity,
        known,
        killed);
  }

  @Override
  public List<InstanceRef> instances() {
    List<InstanceRef> all = new ArrayList<>();
    batches.forEach(batch -> all.addAll(batch.instances()));
    all.addAll(waiting);
    return List.copyOf(all);
  }

  /**
   * What the looks showed of {@link #instances}, and of those that are left out because of how they
   * are paid for: of these two it makes sense to ask what would be paid back.
   */
  public List<Snapshot> looks() {
    List<Snapshot> looks = new ArrayList<>();
    instances().stream().map(snapshots::get).filter(Objects::nonNull).forEach(looks::add);
    excluded.stream()
        .filter(v -> v.error().filter(e -> e.category() == ErrorCategory.BILLING).isPresent())
        .flatMap(v -> v.last().stream())
        .forEach(looks::add);
    return looks;
  }

  @Override
  public int estimatedCalls() {
    return batches.size();
  }

  @Override
  public String digest() {
    return PlanDigest.of(this);
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (killed) {
      warnings.add(
          "the kill switch is thrown, or could not be asked: as long as that is so, nothing of this"
              + " is sent");
    }
    Intent intent = request.intent();
    int escalating =
        batches.stream().filter(PlannedBatch::escalates).mapToInt(b -> b.instances().size()).sum();
    if (escalating > 0) {
      warnings.add(
          Counted.of(escalating, "instance")
              + " may end in a recycle bin: the same call a second time would destroy "
              + (escalating == 1 ? "it" : "them")
              + ", so it is made again only with proof that the first did nothing, or by the power "
              + Power.RESEND_WHEN_UNCHANGED);
    }
    if (intent.goal() == Goal.DESTROY) {
      warnings.add("goal DESTROY: nothing can be taken out of a recycle bin afterwards");
    }
    warnings.add(PlanCollateral.warning(intent.collateral(), collateral));
    if (!intent.powers().isEmpty()) {
      warnings.add("powers granted: " + intent.powers().stream().sorted().toList());
    }
    return List.copyOf(warnings);
  }

  @Override
  public String toTable() {
    StringBuilder out = new StringBuilder();
    Map<String, int[]> lanes = new LinkedHashMap<>();
    for (PlannedBatch batch : batches) {
      String lane =
          String.join(
              "  ",
              batch.region().isEmpty() ? batch.provider() : batch.provider() + ":" + batch.region(),
              batch.action(),
              batch.group());
      int[] sums = lanes.computeIfAbsent(TerminalText.of(lane).stripTrailing(), l -> new int[2]);
      sums[0]++;
      sums[1] += batch.instances().size();
    }
    lanes.forEach(
        (lane, sums) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    sums[0] == 1 ? "%6d in %3d call   %s%n" : "%6d in %3d calls  %s%n",
                    sums[1],
                    sums[0],
                    lane)));
    if (!waiting.isEmpty()) {
      out.append(String.format(Locale.ROOT, "%6d once they settle%n", waiting.size()));
    }
    PlanCollateral.append(out, collateral);
    for (InstanceVerdict verdict : excluded) {
      out.append("  not sent  ")
          .append(TerminalText.of(verdict.toString()))
          .append(System.lineSeparator());
    }
    for (String warning : warnings()) {
      out.append("  note  ").append(warning).append(System.lineSeparator());
    }
    return out.append(
            String.format(
                Locale.ROOT,
                "%s, goal %s; %s%n",
                Counted.of(instances().size(), "instance"),
                request.intent().goal(),
                Counted.calls(estimatedTime)))
        .toString();
  }

  @Override
  public String toCsv() {
    return PlanReport.csv(this, snapshots);
  }

  @Override
  public String toMarkdown() {
    return PlanReport.markdown(this, snapshots);
  }
}
