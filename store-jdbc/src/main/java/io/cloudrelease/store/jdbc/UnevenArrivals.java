package io.cloudrelease.store.jdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How far apart calls of this process to one host may arrive that left evenly. Nobody tells when a
 * call arrived, but it was between its turn and its answer: so the times to answer differ at least
 * as much as the times to arrive. Thread-safe.
 */
final class UnevenArrivals {
  /** What is assumed until something is known, and the most that is allowed for. */
  private static final Duration MOST = Duration.ofMillis(200);

  private static final int ENOUGH = 8;
  private static final int LATELY = 16;

  private final Map<String, Deque<Duration>> took = new HashMap<>();

  synchronized void heard(String action, Duration time) {
    Deque<Duration> own = took.computeIfAbsent(action, any -> new ArrayDeque<>());
    own.addLast(time);
    if (own.size() > LATELY) {
      own.removeFirst();
    }
  }

  /** Of the action that shows the least: each figure is too large by what the cloud needs. */
  synchronized Duration apart() {
    Duration apart = MOST;
    for (Deque<Duration> own : took.values()) {
      if (own.size() >= ENOUGH) {
        Duration spread = Collections.max(own).minus(Collections.min(own));
        apart = spread.compareTo(apart) < 0 ? spread : apart;
      }
    }
    return apart;
  }
}
