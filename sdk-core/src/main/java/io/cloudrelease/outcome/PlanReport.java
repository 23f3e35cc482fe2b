package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.CsvLine;
import io.cloudrelease.text.MarkdownText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan for spreadsheets, tickets and pages. */
final class PlanReport {
  private static final String SEND = "SEND";

  private PlanReport() {}

  static String csv(ReleasePlan plan, Map<InstanceRef, Snapshot> seen) {
    StringBuilder out =
        new StringBuilder(
            CsvLine.of(
                List.of(
                    "instance",
                    "account",
                    "region",
                    "id",
                    "name",
                    "decision",
                    "category",
                    "code",
                    "message",
                    "attached")));
    for (InstanceRef ref : plan.instances()) {
      out.append(csvLine(ref, name(seen.get(ref)), SEND, Optional.empty(), attached(plan, ref)));
    }
    for (InstanceVerdict verdict : plan.excluded()) {
      out.append(
          csvLine(
              verdict.ref(),
              name(verdict.last().orElse(null)),
              verdict.verdict().name(),
              verdict.error(),
              ""));
    }
    return out.toString();
  }

  private static String csvLine(
      InstanceRef ref,
      String name,
      String decision,
      Optional<ReleaseError> error,
      String attached) {
    return CsvLine.of(
        List.of(
            ref.toString(),
            ref.provider(),
            ref.region(),
            ref.id(),
            name,
            decision,
            error.map(e -> e.category().name()).orElse(""),
            error.map(ReleaseError::code).orElse(""),
            error.map(ReleaseError::message).orElse(""),
            attached));
  }

  static String markdown(ReleasePlan plan, Map<InstanceRef, Snapshot> seen) {
    List<InstanceRef> instances = plan.instances();
    StringBuilder out =
        new StringBuilder("# Plan: ")
            .append(Counted.of(instances.size(), "instance"))
            .append(" in ")
            .append(Counted.of(plan.estimatedCalls(), "call"))
            .append("\n\nGoal ")
            .append(plan.request().intent().goal())
            .append(", made ")
            .append(plan.madeAt().truncatedTo(ChronoUnit.SECONDS))
            .append("; ")
            .append(Counted.calls(plan.estimatedTime()))
            .append(".\n");
    plan.warnings().forEach(warning -> out.append("\n- ").append(warning));
    out.append(
        "\n\n| instance | name | decision | why, or what is attached |\n|---|---|---|---|\n");
    for (InstanceRef ref : instances) {
      ResultReport.row(
          out,
          MarkdownText.of(ref.toString()),
          MarkdownText.of(name(seen.get(ref))),
          SEND,
          MarkdownText.of(attached(plan, ref)));
    }
    for (InstanceVerdict verdict : plan.excluded()) {
      ResultReport.row(
          out,
          MarkdownText.of(verdict.ref().toString()),
          MarkdownText.of(name(verdict.last().orElse(null))),
          verdict.verdict().name(),
          MarkdownText.of(ResultTable.why(verdict)));
    }
    return out.toString();
  }

  private static String attached(ReleasePlan plan, InstanceRef ref) {
    return plan.collateral().getOrDefault(ref, List.of()).stream()
        .map(PlanReport::item)
        .collect(Collectors.joining("; "));
  }

  private static String item(CollateralItem item) {
    return item.kind() + " " + item.id() + " " + item.fate();
  }

  private static String name(@Nullable Snapshot snapshot) {
    return snapshot == null ? "" : snapshot.name();
  }
}
