package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.JournalLines;
import io.cloudrelease.model.Verdict;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the verdicts of several runs in one statement, without reading all their lines. */
final class RunCounts {
  /**
   * The last verdict of each instance counts. A line is told by how it begins: behind that it holds
   * names and tags, which could say anything.
   */
  private static final String COUNTS =
      """
      select run_id, verdict, count(*), '' from (
        select distinct on (run_id, instance) run_id, verdict from (
          select run_id, seq,
            substring(line from
              '^.{7}"kind":"verdict","at":"[^"]*","instance":"([^"]*)"') as instance,
            substring(line from
              '^.{7}"kind":"verdict","at":"[^"]*","instance":"[^"]*","verdict":"([A-Z_]+)"')
              as verdict
          from cloudrelease_line
          where run_id = any(?) and seq > 1 and substr(line, 8, 16) = '"kind":"verdict"') told
        where verdict is not null
        order by run_id, instance, seq desc) last
      group by run_id, verdict
      union all
      select run_id, '', 0, line from cloudrelease_line where run_id = any(?) and seq = 1
      """;

  private RunCounts() {}

  /** Of those runs; one whose first line cannot be read is left out. */
  static Map<String, StoredCounts> of(Transaction transaction, Collection<String> runs)
      throws SQLException {
    Map<String, Integer> asked = new HashMap<>();
    Map<String, Map<Verdict, Integer>> verdicts = new HashMap<>();
    Array ids = transaction.texts(runs);
    transaction.inParts(COUNTS, row -> see(row, asked, verdicts), ids, ids);
    Map<String, StoredCounts> counts = new HashMap<>();
    asked.forEach(
        (run, instances) ->
            counts.put(run, new StoredCounts(instances, verdicts.getOrDefault(run, Map.of()))));
    return counts;
  }

  private static void see(
      ResultSet row, Map<String, Integer> asked, Map<String, Map<Verdict, Integer>> verdicts)
      throws SQLException {
    String run = row.getString(1);
    String first = row.getString(4);
    if (!first.isEmpty()) {
      instances(first).ifPresent(instances -> asked.put(run, instances));
      return;
    }
    String word = row.getString(2);
    int count = row.getInt(3);
    Arrays.stream(Verdict.values())
        .filter(verdict -> verdict.name().equals(word))
        .forEach(
            verdict ->
                verdicts
                    .computeIfAbsent(run, any -> new EnumMap<>(Verdict.class))
                    .put(verdict, count));
  }

  private static Optional<Integer> instances(String line) {
    try {
      return JournalLines.decode(line, JournalLines.START)
          .filter(JournalEntry.RunStarted.class::isInstance)
          .map(entry -> ((JournalEntry.RunStarted) entry).request().instances().size());
    } catch (JournalException damaged) {
      return Optional.empty();
    }
  }
}
