package io.cloudrelease.outcome;

import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
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
 * @param estimatedTime how long the calls take at the documented rates, waiting not included
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
    Duration estimatedTime)
    implements ReleasePlan {

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
  }

  @Override
  public List<InstanceRef> instances() {
    List<InstanceRef> all = new ArrayList<>();
    batches.forEach(batch -> all.addAll(batch.instances()));
    all.addAll(waiting);
    return List.copyOf(all);
  }

  @Override
  public int estimatedCalls() {
    return batches.size();
  }

  @Override
  public String digest() {
    return PlanDigest.of(this);
  }

  /**
   * What marks an instance as the one that was looked at: its name, its time of creation and how it
   * is paid for.
   */
  public static String mark(Snapshot snapshot) {
    return PlanDigest.mark(snapshot);
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Intent intent = request.intent();
    int escalating =
        batches.stream().filter(PlannedBatch::escalates).mapToInt(b -> b.instances().size()).sum();
    if (escalating > 0) {
      warnings.add(
          escalating
              + " instance(s) may end in a recycle bin: the same call a second time would destroy"
              + " them, so it is never made by itself");
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
                String.format(Locale.ROOT, "%6d in %3d call(s)  %s%n", sums[1], sums[0], lane)));
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
                "%d instance(s), goal %s, about %d s of calls%n",
                instances().size(),
                request.intent().goal(),
                Math.max(1, estimatedTime.toSeconds())))
        .toString();
  }
}
