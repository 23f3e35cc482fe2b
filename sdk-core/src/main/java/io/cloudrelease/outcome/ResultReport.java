package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.CsvLine;
import io.cloudrelease.text.MarkdownText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A result for spreadsheets, tickets and pages. */
final class ResultReport {

  private ResultReport() {}

  static String csv(ReleaseInstancesResult result) {
    StringBuilder out =
        new StringBuilder(
            CsvLine.of(
                List.of(
                    "instance",
                    "account",
                    "region",
                    "id",
                    "name",
                    "verdict",
                    "category",
                    "code",
                    "message",
                    "hint",
                    "sends",
                    "request_ids",
                    "state_before",
                    "state_last",
                    "restorable_until",
                    "left_behind")));
    Map<InstanceRef, String> left = new HashMap<>();
    result
        .leftovers()
        .forEach(
            one -> left.merge(one.instance(), LeftoverTable.what(one), (a, b) -> a + "; " + b));
    for (InstanceVerdict verdict : result.verdicts()) {
      InstanceRef ref = verdict.ref();
      Optional<ReleaseError> error = verdict.error();
      out.append(
          CsvLine.of(
              List.of(
                  ref.toString(),
                  ref.provider(),
                  ref.region(),
                  ref.id(),
                  name(verdict),
                  verdict.verdict().name(),
                  error.map(e -> e.category().name()).orElse(""),
                  error.map(ReleaseError::code).orElse(""),
                  error.map(ReleaseError::message).orElse(""),
                  VerdictJson.hint(verdict),
                  Integer.toString(verdict.sends()),
                  String.join(" ", verdict.requestIds()),
                  verdict.before().map(Snapshot::state).orElse(""),
                  verdict.last().map(Snapshot::state).orElse(""),
                  verdict.restorableUntil().map(Object::toString).orElse(""),
                  left.getOrDefault(ref, ""))));
    }
    return out.toString();
  }

  static String markdown(ReleaseInstancesResult result) {
    StringBuilder out =
        new StringBuilder("# Release of ")
            .append(Counted.of(result.verdicts().size(), "instance"))
            .append(": ")
            .append(result.allGood() ? "all good" : "not all good")
            .append("\n\nGoal ")
            .append(result.intent().goal())
            .append(", started ")
            .append(result.startedAt().truncatedTo(ChronoUnit.SECONDS))
            .append(", took ")
            .append(seconds(result.took()))
            .append(".\n\n| verdict | instances |\n|---|---:|\n");
    result
        .counts()
        .forEach(
            (verdict, count) -> {
              if (count > 0) {
                out.append("| ").append(verdict).append(" | ").append(count).append(" |\n");
              }
            });
    out.append("\n| instance | name | verdict | sends | why |\n|---|---|---|---:|---|\n");
    for (InstanceVerdict verdict : result.verdicts()) {
      row(
          out,
          MarkdownText.of(verdict.ref().toString()),
          MarkdownText.of(name(verdict)),
          verdict.verdict().name(),
          Integer.toString(verdict.sends()),
          MarkdownText.of(ResultTable.why(verdict)));
    }
    if (!result.leftovers().isEmpty()) {
      out.append("\n| left by | what |\n|---|---|\n");
      for (LeftoverTable.Row left : LeftoverTable.rows(result.leftovers())) {
        row(out, MarkdownText.of(left.by()), MarkdownText.of(left.what()));
      }
    }
    return out.toString();
  }

  /** A row of a table; what comes from a cloud is harmless already. */
  static void row(StringBuilder out, String... cells) {
    for (String cell : cells) {
      out.append("| ").append(cell).append(cell.isEmpty() ? "" : " ");
    }
    out.append("|\n");
  }

  private static String name(InstanceVerdict verdict) {
    return verdict
        .before()
        .map(Snapshot::name)
        .filter(name -> !name.isEmpty())
        .or(() -> verdict.last().map(Snapshot::name))
        .orElse("");
  }

  static String seconds(Duration duration) {
    return Math.max(1, duration.toSeconds()) + " s";
  }
}
