package io.cloudrelease.execution;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.PlannedBatch;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Pace;
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
  private final List<Work> works;
  private final Map<Batch, List<Work>> groups;
  private final List<PlannedBatch> batches = new ArrayList<>();
  private final Map<InstanceRef, Snapshot> snapshots = new HashMap<>();
  private final Map<InstanceRef, List<CollateralItem>> collateral = new HashMap<>();
  private final Map<Pace.Lane, Double> seconds = new HashMap<>();

  /** A planner for what these looked-at instances came to. */
  Planner(
      BatchSplitter splitter,
      ReleaseInstancesRequest request,
      List<Work> works,
      Map<Batch, List<Work>> groups) {
    this.splitter = splitter;
    this.request = request;
    this.works = works;
    this.groups = inRequestOrder(groups, works);
  }

  ReleasePlan plan(Instant now, Map<String, String> accounts) {
    groups.forEach(this::add);
    List<InstanceRef> waiting = new ArrayList<>();
    List<InstanceVerdict> excluded = new ArrayList<>();
    for (Work work : works) {
      if (work.verdict != null) {
        excluded.add(work.verdict);
      } else if (work.status == Work.Status.DEFERRED) {
        waiting.add(work.ref);
        remember(work);
      }
    }
    double longest = seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return new ReleasePlan(
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

  private void add(Batch key, List<Work> members) {
    ActionFacts action = members.get(0).account.facts().action(key.step().action());
    Pace.Lane lane = members.get(0).account.lane(key.region().name(), action);
    for (List<Work> cut : Cut.of(splitter, members, action.maxBatch())) {
      batches.add(planned(key, cut));
      seconds.merge(lane, 1 / action.ratePerSecond(), Double::sum);
    }
    members.forEach(this::remember);
    members.forEach(this::attached);
  }

  private static PlannedBatch planned(Batch key, List<Work> members) {
    return new PlannedBatch(
        key.region().provider(),
        key.region().name(),
        key.step().action(),
        key.step().group(),
        members.stream().map(work -> work.ref).toList(),
        key.step().escalates());
  }

  private void attached(Work work) {
    List<CollateralItem> items =
        work.last == null ? List.of() : Verdicts.collateral(work, request.intent());
    if (!items.isEmpty()) {
      collateral.put(work.ref, items);
    }
  }

  private void remember(Work work) {
    if (work.last != null) {
      snapshots.put(work.ref, work.last);
    }
  }

  /** Which look answered first must not show in a plan. */
  private static Map<Batch, List<Work>> inRequestOrder(
      Map<Batch, List<Work>> groups, List<Work> works) {
    Map<Work, Integer> order = new IdentityHashMap<>();
    works.forEach(work -> order.put(work, order.size()));
    groups.values().forEach(members -> members.sort(Comparator.comparing(order::get)));
    List<Map.Entry<Batch, List<Work>>> entries = new ArrayList<>(groups.entrySet());
    entries.sort(Comparator.comparing(entry -> order.get(entry.getValue().get(0))));
    Map<Batch, List<Work>> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
