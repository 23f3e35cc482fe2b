package io.cloudrelease.commandline;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.text.TerminalText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verdicts for people, in their language, and coloured where that is wanted: those that are not
 * good lead. Not thread-safe.
 */
final class VerdictTable {
  static final String GREEN = "\u001b[32m";
  static final String YELLOW = "\u001b[33m";
  static final String RED = "\u001b[31m";
  static final String PLAIN = "\u001b[0m";

  /** What leads, and in which colour. */
  private enum Rank {
    UNKNOWN(RED),
    SHORT_OF_THE_GOAL(YELLOW),
    GOOD(GREEN);

    private final String color;

    Rank(String color) {
      this.color = color;
    }
  }

  private final Goal goal;
  private final List<Row> rows = new ArrayList<>();

  VerdictTable(Goal goal) {
    this.goal = goal;
  }

  private record Row(String instance, String verdict, long sends, String why, Rank rank) {}

  /** Adds a row; the same word may be good of one instance and short of the goal of another. */
  void add(InstanceVerdict verdict, String why) {
    Rank rank =
        verdict.verdict() == Verdict.UNKNOWN
            ? Rank.UNKNOWN
            : verdict.isGoodFor(goal) ? Rank.GOOD : Rank.SHORT_OF_THE_GOAL;
    rows.add(
        new Row(verdict.ref().toString(), verdict.verdict().name(), verdict.sends(), why, rank));
  }

  /** Adds the row of a verdict that this version cannot read: it is shown as it is. */
  void add(String instance, String verdict, long sends, String why) {
    Rank rank = verdict.equals(Verdict.UNKNOWN.name()) ? Rank.UNKNOWN : Rank.SHORT_OF_THE_GOAL;
    rows.add(new Row(instance, verdict, sends, why, rank));
  }

  /** The table, and how many there are of each verdict. */
  String shown(Session session) {
    List<String> columns = List.of(session.say("verdicts.columns").split("\\|"));
    TextTable table = new TextTable().row(columns);
    int numbers = TextTable.width(columns.get(2));
    List<Row> sorted = rows.stream().sorted(Comparator.comparing(Row::rank)).toList();
    for (Row row : sorted) {
      String sends = TextTable.right(row.sends(), numbers);
      table.row(List.of(row.instance(), row.verdict(), sends, row.why()));
    }
    String shown = table.shown(Integer.MAX_VALUE);
    return (session.manner().color() ? colored(shown, sorted) : shown)
        + '\n'
        + counts(session)
        + '\n';
  }

  private String counts(Session session) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.name(), 0);
    }
    rows.forEach(row -> counts.merge(row.verdict(), 1, Integer::sum));
    StringJoiner sum = new StringJoiner(", ");
    counts.forEach(
        (verdict, count) -> {
          if (count > 0) {
            sum.add(count + " " + TerminalText.of(verdict));
          }
        });
    return session.words().count("show.sum", rows.size()) + sum;
  }

  /** A row is one line, the first is of the names of the columns. */
  private static String colored(String table, List<Row> rows) {
    List<String> lines = new ArrayList<>(table.lines().toList());
    for (int i = 0; i < rows.size(); i++) {
      String word = " " + TerminalText.of(rows.get(i).verdict());
      String color = " " + rows.get(i).rank().color + word.strip() + PLAIN;
      lines.set(
          i + 1,
          lines.get(i + 1).replaceFirst(Pattern.quote(word), Matcher.quoteReplacement(color)));
    }
    return String.join("\n", lines) + '\n';
  }
}
