package io.cloudrelease.execution.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What time it is at an account's cloud, as far as its answers said: of a region those of its own,
 * since one front end with a wrong clock says nothing of the others. Thread-safe.
 */
final class CloudClock {
  private volatile @Nullable Duration aheadOfWall;

  /** The steady clock is one that nobody sets. */
  private volatile @Nullable Duration aheadOfSteady;

  private final Map<String, Duration> aheadOfSteadyThere = new ConcurrentHashMap<>();

  private volatile Duration offset = Duration.ZERO;

  /** An answer of that region said what time it is there, when it was that time here. */
  void heard(String region, Instant there, Instant wall, Instant steady) {
    aheadOfWall = Duration.between(wall, there);
    Duration ahead = Duration.between(steady, there);
    aheadOfSteady = ahead;
    aheadOfSteadyThere.put(region, ahead);
  }

  Optional<Instant> byWall(Instant wall) {
    return Optional.ofNullable(aheadOfWall).map(wall::plus);
  }

  Optional<Instant> bySteady(String region, Instant steady) {
    return Optional.ofNullable(aheadOfSteadyThere.get(region))
        .or(() -> Optional.ofNullable(aheadOfSteady))
        .map(steady::plus);
  }

  /** What to add to our clock to get the cloud's, so that it takes signatures. */
  Duration offset() {
    return offset;
  }

  void offset(Duration found) {
    offset = found;
  }
}
