package io.cloudrelease.store.jdbc;

import io.cloudrelease.model.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far a run in the store has come.
 *
 * @param instances how many it was asked to release
 * @param verdicts how many of them have which verdict so far
 */
public record StoredCounts(int instances, Map<Verdict, Integer> verdicts) {

  public StoredCounts {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    counts.putAll(verdicts);
    verdicts = Collections.unmodifiableMap(counts);
  }
}
