package io.cloudrelease.execution.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How late calls to one host may arrive. Nobody tells when a call arrived, but it was somewhere
 * between its turn and its answer: one that was answered later than the fastest arrived at most by
 * so much later. Guarded by its pace.
 */
final class Arrivals {
  /** What is assumed until something is known, and the most that is allowed for. */
  private static final Duration MOST = Duration.ofMillis(200);

  private static final int ENOUGH = 8;
  private static final int LATELY = 16;
  private static final int FOR_THE_FASTEST = 64;

  /** Few samples do not hold the extremes. */
  private static final double UNSEEN = 1.25;

  private final List<OfLane> lanes = new ArrayList<>();

  OfLane ofOneLane() {
    OfLane lane = new OfLane();
    lanes.add(lane);
    return lane;
  }

  /** The times to answer in one lane; its calls share the way with those of the host's others. */
  final class OfLane {
    private final Deque<Duration> took = new ArrayDeque<>();

    void heard(Duration time) {
      took.addLast(time);
      if (took.size() > FOR_THE_FASTEST) {
        took.removeFirst();
      }
    }

    /**
     * How late a call may have arrived that was answered after so long; null for one that was not
     * answered yet, which may be as late as the slowest.
     */
    Duration late(@Nullable Duration answered) {
      Duration apart = apart();
      Optional<Duration> fastest = fastest();
      if (answered == null || fastest.isEmpty()) {
        return apart;
      }
      Duration late = unevenly(fastest.get(), answered);
      return late.compareTo(apart) < 0 ? late : apart;
    }

    /** Each lane's figure is too large by what the cloud itself needs: the smallest is nearest. */
    private Duration apart() {
      Duration apart = MOST;
      for (OfLane lane : lanes) {
        if (lane.took.size() >= ENOUGH && lane.spread().compareTo(apart) < 0) {
          apart = lane.spread();
        }
      }
      return apart;
    }

    private Duration spread() {
      Duration fastest = Collections.min(took);
      Duration slowest = fastest;
      int skip = took.size() - LATELY;
      for (Duration time : took) {
        if (skip-- <= 0 && time.compareTo(slowest) > 0) {
          slowest = time;
        }
      }
      return unevenly(fastest, slowest);
    }
  }

  /** Of all calls to the host. */
  private Optional<Duration> fastest() {
    return lanes.stream()
        .filter(lane -> lane.took.size() >= ENOUGH)
        .map(lane -> Collections.min(lane.took))
        .min(Comparator.naturalOrder());
  }

  private static Duration unevenly(Duration fastest, Duration slower) {
    return Duration.ofNanos((long) (slower.minus(fastest).toNanos() * UNSEEN));
  }
}
