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
  private static final Duration LEAST_LEAD = Duration.ofSeconds(5);

  /** With more, the signature is refused, and the offset found. */
  private static final Duration MOST_LEAD = Duration.ofMinutes(5);

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

  /**
   * The time to sign with. Of two that the cloud takes it is the earlier one: with a clock that is
   * ahead, a signature would be good for that much longer, and a call that is late with it.
   */
  Instant forSigning(String region, Instant wall, Instant steady) {
    Instant ours = wall.plus(offset);
    return offset.isZero()
        ? bySteady(region, steady).filter(there -> isALittleAhead(there, wall)).orElse(ours)
        : ours;
  }

  /** What a cloud says of its time is cut to seconds, and was on its way. */
  private static boolean isALittleAhead(Instant there, Instant ours) {
    Duration ahead = Duration.between(there, ours);
    return ahead.compareTo(LEAST_LEAD) > 0 && ahead.compareTo(MOST_LEAD) < 0;
  }
}
