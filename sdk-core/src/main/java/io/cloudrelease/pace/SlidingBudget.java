package io.cloudrelease.pace;

import io.cloudrelease.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** So many in any window of that length, kept in memory. */
final class SlidingBudget implements BlastBudget {
  private final int most;
  private final Duration window;
  private final Map<String, Deque<Charge>> charges = new HashMap<>();

  private record Charge(Instant at, int count) {}

  SlidingBudget(int most, Duration window) {
    if (most < 0) {
      throw new ConfigurationException("a budget must not be negative: " + most);
    }
    this.most = most;
    this.window = window;
  }

  @Override
  public synchronized int take(String account, int wanted, Instant at) {
    Deque<Charge> own = charges.computeIfAbsent(account, a -> new ArrayDeque<>());
    while (!own.isEmpty() && !own.getFirst().at().plus(window).isAfter(at)) {
      own.removeFirst();
    }
    int used = own.stream().mapToInt(Charge::count).sum();
    int granted = Math.max(0, Math.min(wanted, most - used));
    if (granted > 0) {
      own.addLast(new Charge(at, granted));
    }
    return granted;
  }

  @Override
  public synchronized void giveBack(String account, int count, Instant at) {
    Deque<Charge> own = charges.getOrDefault(account, new ArrayDeque<>());
    int left = count;
    // The oldest first: whichever of them it was, what stays counts for at least as long.
    while (left > 0 && !own.isEmpty()) {
      Charge oldest = own.removeFirst();
      int back = Math.min(left, oldest.count());
      left -= back;
      if (oldest.count() > back) {
        own.addFirst(new Charge(oldest.at(), oldest.count() - back));
      }
    }
  }

  @Override
  public String describe() {
    return most + " an hour";
  }
}
