package io.cloudrelease.execution.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far apart calls to one host may arrive that left evenly. Nobody tells when a call arrived,
 * but it was somewhere between its turn and its answer; so the times to answer differ at least as
 * much as the times to arrive, and none arrived later than it was answered. Guarded by its pace.
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
     * answered yet.
     */
    Duration late(@Nullable Duration answered) {
      Duration apart = apart();
      return answered != null && answered.compareTo(apart) < 0 ? answered : apart;
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
      return Duration.ofNanos((long) (slowest.minus(fastest).toNanos() * UNSEEN));
    }
  }
}
