package io.cloudrelease.outcome;

import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How far a run has come, as far as it goes. */
public record RunProgress(
    int total, Map<Verdict, Integer> counts, double perSecond, Optional<Duration> timeLeft)
    implements ReleaseProgress {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  /** The first ones to be settled tell nothing of the others: not before a tenth is. */
  private static final int LEAST_SHARE = 10;

  public RunProgress {
    Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      all.put(verdict, counts.getOrDefault(verdict, 0));
    }
    counts = Collections.unmodifiableMap(all);
  }

  /** A run of so many of which none has its verdict. */
  public static RunProgress begun(int total) {
    return new RunProgress(total, Map.of(), 0, Optional.empty());
  }

  /** So far after that time; the rate and the time left follow from it. */
  public static RunProgress after(Duration running, int total, Map<Verdict, Integer> counts) {
    int done = sum(counts);
    double seconds = running.toNanos() / NANOS;
    if (done == 0 || seconds <= 0) {
      return new RunProgress(total, counts, 0, Optional.empty());
    }
    double rate = done / seconds;
    if (done * (long) LEAST_SHARE < total) {
      return new RunProgress(total, counts, rate, Optional.empty());
    }
    long left = Math.round((total - done) / rate * MILLIS);
    return new RunProgress(total, counts, rate, Optional.of(Duration.ofMillis(left)));
  }

  @Override
  public int done() {
    return sum(counts);
  }

  private static int sum(Map<Verdict, Integer> counts) {
    int sum = 0;
    for (int count : counts.values()) {
      sum += count;
    }
    return sum;
  }
}
