package io.cloudrelease.examples.demo;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Prints the demo's result so that it fits a screen: sums, and one of each special kind. */
final class DemoReport {
  private final Fleet fleet;
  private final ReleaseInstancesResult result;

  DemoReport(Fleet fleet, ReleaseInstancesResult result) {
    this.fleet = fleet;
    this.result = result;
  }

  /** How many of each verdict, by account. */
  String sums() {
    Map<String, Map<Verdict, Integer>> rows = new LinkedHashMap<>();
    for (InstanceVerdict verdict : result.verdicts()) {
      rows.computeIfAbsent(verdict.ref().provider(), p -> new EnumMap<>(Verdict.class))
          .merge(verdict.verdict(), 1, Integer::sum);
    }
    rows.put("all", result.counts());
    List<Verdict> columns =
        Arrays.stream(Verdict.values())
            .filter(v -> result.counts().getOrDefault(v, 0) > 0)
            .toList();
    StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "  %-14s", ""));
    columns.forEach(column -> out.append(String.format(Locale.ROOT, "%14s", column)));
    out.append('\n');
    rows.forEach(
        (account, counts) -> {
          out.append(String.format(Locale.ROOT, "  %-14s", account));
          for (Verdict column : columns) {
            int count = counts.getOrDefault(column, 0);
            out.append(String.format(Locale.ROOT, "%14s", count == 0 ? "." : count));
          }
          out.append('\n');
        });
    return out.toString();
  }

  /** One instance of each special kind, with what became of it and why. */
  String worthALook() {
    StringBuilder out = new StringBuilder();
    for (Fleet.Group group : fleet.groups()) {
      if (!group.story().isEmpty()) {
        result.verdict(group.refs().get(0)).ifPresent(verdict -> append(out, group, verdict));
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Fleet.Group group, InstanceVerdict verdict) {
    int others = group.refs().size() - 1;
    out.append(
        String.format(
            Locale.ROOT,
            "  %-13s %s%s%n                %s%n",
            verdict.verdict(),
            verdict.ref(),
            others == 0 ? "" : " and " + others + " more",
            group.story()));
    String why = why(verdict);
    if (!why.isEmpty()) {
      out.append(String.format(Locale.ROOT, "                -> %s%n", why));
    }
  }

  private static String why(InstanceVerdict verdict) {
    StringJoiner why = new StringJoiner("; ");
    verdict.error().map(ReleaseError::message).filter(m -> !m.isEmpty()).ifPresent(why::add);
    if (!verdict.hint().isEmpty()) {
      why.add(verdict.hint());
    }
    verdict
        .restorableUntil()
        .ifPresent(until -> why.add("can be restored until " + until.truncatedTo(SECONDS)));
    return why.toString();
  }
}
