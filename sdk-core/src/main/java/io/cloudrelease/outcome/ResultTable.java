package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.text.TerminalText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints a result for people. */
final class ResultTable {

  private ResultTable() {}

  static String of(ReleaseInstancesResult result) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"INSTANCE", "VERDICT", "SENDS", "WHY"});
    for (InstanceVerdict verdict : worstFirst(result)) {
      rows.add(
          new String[] {
            verdict.ref().toString(),
            verdict.verdict().name(),
            String.format(Locale.ROOT, "%5d", verdict.sends()),
            why(verdict)
          });
    }
    int[] widths = widths(rows);
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      append(out, row, widths);
    }
    return out.append('\n')
        .append(counts(result))
        .append('\n')
        .append(LeftoverTable.of(result.leftovers()))
        .toString();
  }

  /** What is not at the goal leads, however long the list; else they are in their order. */
  private static List<InstanceVerdict> worstFirst(ReleaseInstancesResult result) {
    List<InstanceVerdict> sorted = new ArrayList<>(result.verdicts());
    sorted.sort(Comparator.comparing(v -> rank(v, result.intent().goal())));
    return sorted;
  }

  private static int rank(InstanceVerdict verdict, Goal goal) {
    return verdict.verdict() == Verdict.UNKNOWN ? 0 : verdict.isGoodFor(goal) ? 2 : 1;
  }

  /** The error, the hint and the end of the time in the bin, on one line. */
  static String why(InstanceVerdict verdict) {
    String error = verdict.error().map(ReleaseError::summary).orElse("");
    StringJoiner why = new StringJoiner("; ");
    for (String part :
        List.of(
            error,
            verdict.hint(),
            verdict
                .restorableUntil()
                .map(t -> "restorable until " + t.truncatedTo(ChronoUnit.SECONDS))
                .orElse(""))) {
      if (!part.isEmpty()) {
        why.add(part);
      }
    }
    return TerminalText.of(why.toString());
  }

  private static String counts(ReleaseInstancesResult result) {
    int size = result.verdicts().size();
    String head = size == 1 ? "1 instance: " : size + " instances: ";
    StringJoiner counts = new StringJoiner(", ", head, "");
    result
        .counts()
        .forEach(
            (verdict, count) -> {
              if (count > 0) {
                counts.add(count + " " + verdict);
              }
            });
    return counts.toString();
  }

  private static int[] widths(List<String[]> rows) {
    int[] widths = new int[4];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return widths;
  }

  private static void append(StringBuilder out, String[] row, int[] widths) {
    int last = row.length - 1;
    for (int i = 0; i < last; i++) {
      out.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
    }
    out.append(row[last]);
    int end = out.length();
    while (end > 0 && out.charAt(end - 1) == ' ') {
      end--;
    }
    out.setLength(end);
    out.append('\n');
  }
}
