package io.cloudrelease.execution;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.execution.schedule.BatchKey;
import io.cloudrelease.execution.schedule.CheckedSplitter;
import io.cloudrelease.execution.schedule.TrackedInstance;
import io.cloudrelease.execution.schedule.VerdictDesk;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlannedBatch;
import io.cloudrelease.pace.Pace;
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

/** Writes down as data what a run that only looked would send. */
final class Planner {
  private final BatchSplitter splitter;
  private final ReleaseInstancesRequest request;
  private final List<TrackedInstance> instances;
  private final Map<BatchKey, List<TrackedInstance>> groups;
  private final List<PlannedBatch> batches = new ArrayList<>();
  private final Map<InstanceRef, Snapshot> snapshots = new HashMap<>();
  private final Map<InstanceRef, List<CollateralItem>> collateral = new HashMap<>();
  private final Map<Pace.Lane, Double> seconds = new HashMap<>();

  /** A planner for what these looked-at instances came to. */
  Planner(
      BatchSplitter splitter,
      ReleaseInstancesRequest request,
      List<TrackedInstance> instances,
      Map<BatchKey, List<TrackedInstance>> groups) {
    this.splitter = splitter;
    this.request = request;
    this.instances = instances;
    this.groups = inRequestOrder(groups, instances);
  }

  MadePlan plan(Instant now, Map<String, String> accounts) {
    groups.forEach(this::add);
    List<InstanceRef> waiting = new ArrayList<>();
    List<InstanceVerdict> excluded = new ArrayList<>();
    for (TrackedInstance instance : instances) {
      if (instance.verdict() != null) {
        excluded.add(instance.verdict());
      } else if (instance.life().standing() == Standing.LOOKING) {
        waiting.add(instance.ref());
        remember(instance);
        attached(instance);
      }
    }
    double longest = seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return new MadePlan(
        request,
        now,
        batches,
        waiting,
        excluded,
        snapshots,
        collateral,
        accounts,
        Duration.ofMillis((long) (longest * 1000)));
  }

  /** The plan of a request that is held back as a whole. */
  static MadePlan nothing(
      ReleaseInstancesRequest request, Instant now, List<InstanceVerdict> excluded) {
    return new MadePlan(
        request, now, List.of(), List.of(), excluded, Map.of(), Map.of(), Map.of(), Duration.ZERO);
  }

  private void add(BatchKey key, List<TrackedInstance> members) {
    ActionFacts action = members.get(0).account().action(key.step().action());
    Pace.Lane lane = members.get(0).account().lane(key.region().name(), action);
    for (List<TrackedInstance> cut : CheckedSplitter.cut(splitter, members, action.maxBatch())) {
      batches.add(planned(key, cut));
      seconds.merge(lane, 1 / lane.ratePerSecond(), Double::sum);
    }
    members.forEach(this::remember);
    members.forEach(this::attached);
  }

  private static PlannedBatch planned(BatchKey key, List<TrackedInstance> members) {
    return new PlannedBatch(
        key.region().provider(),
        key.region().name(),
        key.step().action(),
        key.step().group(),
        members.stream().map(instance -> instance.ref()).toList(),
        key.step().escalates());
  }

  private void attached(TrackedInstance instance) {
    List<CollateralItem> items =
        instance.life().seen().last() == null
            ? List.of()
            : VerdictDesk.collateral(instance, request.intent());
    if (!items.isEmpty()) {
      collateral.put(instance.ref(), items);
    }
  }

  private void remember(TrackedInstance instance) {
    if (instance.life().seen().last() != null) {
      snapshots.put(instance.ref(), instance.life().seen().last());
    }
  }

  /** Which look answered first must not show in a plan. */
  private static Map<BatchKey, List<TrackedInstance>> inRequestOrder(
      Map<BatchKey, List<TrackedInstance>> groups, List<TrackedInstance> instances) {
    Map<TrackedInstance, Integer> order = new IdentityHashMap<>();
    instances.forEach(instance -> order.put(instance, order.size()));
    groups.values().forEach(members -> members.sort(Comparator.comparing(order::get)));
    List<Map.Entry<BatchKey, List<TrackedInstance>>> entries = new ArrayList<>(groups.entrySet());
    entries.sort(Comparator.comparing(entry -> order.get(entry.getValue().get(0))));
    Map<BatchKey, List<TrackedInstance>> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
