package io.cloudrelease.execution.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What time it is at an account's cloud, as far as its answers said. Thread-safe. */
final class CloudClock {
  private volatile @Nullable Duration aheadOfWall;

  /** The steady clock is one that nobody sets. */
  private volatile @Nullable Duration aheadOfSteady;

  private volatile Duration offset = Duration.ZERO;

  /** An answer said what time it is there, when it was that time here. */
  void heard(Instant there, Instant wall, Instant steady) {
    aheadOfWall = Duration.between(wall, there);
    aheadOfSteady = Duration.between(steady, there);
  }

  Optional<Instant> byWall(Instant wall) {
    return Optional.ofNullable(aheadOfWall).map(wall::plus);
  }

  Optional<Instant> bySteady(Instant steady) {
    return Optional.ofNullable(aheadOfSteady).map(steady::plus);
  }

  /** What to add to our clock to get the cloud's, so that it takes signatures. */
  Duration offset() {
    return offset;
  }

  void offset(Duration found) {
    offset = found;
  }
}
