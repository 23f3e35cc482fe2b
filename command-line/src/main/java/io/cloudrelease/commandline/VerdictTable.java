package io.cloudrelease.commandline;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.text.TerminalText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The second column of a row. */
  private static final Pattern SECOND = Pattern.compile("(?m)^(\\S+ +)([A-Z_]+)\\b");

  private final Goal goal;
  private final List<Row> rows = new ArrayList<>();

  VerdictTable(Goal goal) {
    this.goal = goal;
  }

  private record Row(String instance, String verdict, long sends, String why) {}

  /** Adds a row; a verdict that no version knows is shown as it is. */
  void add(String instance, String verdict, long sends, String why) {
    rows.add(new Row(instance, verdict, sends, why));
  }

  /** The table, and how many there are of each verdict. */
  String shown(Session session) {
    List<String> columns = List.of(session.say("verdicts.columns").split("\\|"));
    TextTable table = new TextTable().row(columns);
    int numbers = TextTable.width(columns.get(2));
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(row -> rank(row.verdict())));
    for (Row row : sorted) {
      String sends = TextTable.right(row.sends(), numbers);
      table.row(List.of(row.instance(), row.verdict(), sends, row.why()));
    }
    String shown = table.shown(Integer.MAX_VALUE);
    return (session.manner().color() ? colored(shown) : shown) + '\n' + counts(session) + '\n';
  }

  private int rank(String word) {
    Optional<Verdict> verdict = known(word);
    if (verdict.filter(v -> v == Verdict.UNKNOWN).isPresent()) {
      return 0;
    }
    return verdict.filter(v -> GivenVerdict.mayBeGood(v, goal)).isPresent() ? 2 : 1;
  }

  private static Optional<Verdict> known(String word) {
    return Arrays.stream(Verdict.values()).filter(v -> v.name().equals(word)).findFirst();
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

  private String colored(String table) {
    return SECOND
        .matcher(table)
        .replaceAll(row -> Matcher.quoteReplacement(row.group(1) + coloredWord(row.group(2))));
  }

  private String coloredWord(String word) {
    return known(word)
        .map(v -> v == Verdict.UNKNOWN ? RED : GivenVerdict.mayBeGood(v, goal) ? GREEN : YELLOW)
        .map(color -> color + word + PLAIN)
        .orElse(word);
  }
}
