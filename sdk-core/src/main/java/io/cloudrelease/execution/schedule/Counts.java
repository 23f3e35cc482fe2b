package io.cloudrelease.execution.schedule;

import java.util.HashMap;
import java.util.Map;

/** How many there are of each; none of what was never counted. Not thread-safe. */
final class Counts<K> {
  private final Map<K, Integer> counts = new HashMap<>();

  int of(K key) {
    Integer count = counts.get(key);
    return count == null ? 0 : count;
  }

  void add(K key, int more) {
    counts.put(key, of(key) + more);
  }
}
