package io.cloudrelease.execution.call;

import io.cloudrelease.spi.ActionFacts;
import org.jspecify.annotations.Nullable;

/**
 * Where a call belongs, as people name it: account, region and action. Which calls share one pace
 * is told by {@link Account#lane}.
 */
public record Lane(String provider, String region, String action) {
  public static final int FEWEST_CALLS = 4;
  private static final int MOST_CALLS = 24;

  /** Answers that take this long do not yet keep a lane below its rate. */
  private static final double SECONDS_TO_ANSWER = 1;

  /** So many calls of a lane may be under way, those that wait for their turn among them. */
  public static int mostCalls(ActionFacts action) {
    int calls = (int) Math.ceil(action.ratePerSecond() * SECONDS_TO_ANSWER);
    return Math.max(FEWEST_CALLS, Math.min(MOST_CALLS, calls));
  }

  // Written out for the sake of starts, as in InstanceRef.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Lane lane
        && action.equals(lane.action)
        && region.equals(lane.region)
        && provider.equals(lane.provider);
  }

  @Override
  public int hashCode() {
    return (provider.hashCode() * 31 + region.hashCode()) * 31 + action.hashCode();
  }

  public boolean isIn(Region where) {
    return region.equals(where.name()) && provider.equals(where.provider());
  }

  @Override
  public String toString() {
    return region.isEmpty() ? provider + " " + action : provider + ":" + region + " " + action;
  }
}
