package io.cloudrelease.commandline;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A result for people, with its verdicts in colour where that is wanted. */
final class ResultShown {
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /** The second column of a row. */
  private static final Pattern VERDICT = Pattern.compile("(?m)^(\\S+ +)([A-Z_]+)\\b");

  private ResultShown() {}

  static String of(ReleaseInstancesResult result, Session session) {
    return colored(result.toTable(), result.intent().goal(), session);
  }

  /** A table of verdicts, in colour where that is wanted. */
  static String colored(String table, Goal goal, Session session) {
    if (!session.manner().color()) {
      return table;
    }
    return VERDICT
        .matcher(table)
        .replaceAll(row -> Matcher.quoteReplacement(row.group(1) + colored(row.group(2), goal)));
  }

  private static String colored(String word, Goal goal) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.name().equals(word)) {
        String color = verdict == Verdict.UNKNOWN ? RED : verdict.isGoodFor(goal) ? GREEN : YELLOW;
        return color + word + PLAIN;
      }
    }
    return word;
  }
}
