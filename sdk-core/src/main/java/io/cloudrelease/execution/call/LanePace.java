package io.cloudrelease.execution.call;

import io.cloudrelease.pace.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps each lane at its rate: evenly spaced calls, without bursts, as the cloud sees them arrive;
 * slowed down by throttling answers, recovering with accepted ones. Shared by all runs of a client.
 * Thread-safe.
 */
public final class LanePace implements Pace {
  /**
   * By the lane's text, which leaves out its rate: what the cloud counts together is one lane,
   * whatever rate it is given.
   */
  private final Map<String, LaneTurns> lanes = new HashMap<>();

  private final Map<String, Arrivals> hosts = new HashMap<>();

  @Override
  public synchronized Duration reserve(Lane lane, Instant now) {
    return Duration.between(now, turns(lane, now).reserve(now));
  }

  @Override
  public synchronized boolean stands(Lane lane, Instant now) {
    return turns(lane, now).stands(now);
  }

  @Override
  public synchronized void answered(Lane lane, Instant now, Answer answer) {
    turns(lane, now).answered(now, answer);
  }

  private LaneTurns turns(Lane lane, Instant now) {
    LaneTurns turns =
        lanes.computeIfAbsent(
            lane.toString(),
            any ->
                new LaneTurns(
                    lane.ratePerSecond(),
                    hosts.computeIfAbsent(lane.host(), host -> new Arrivals()).ofOneLane(),
                    now));
    turns.atMost(lane.ratePerSecond());
    return turns;
  }
}
