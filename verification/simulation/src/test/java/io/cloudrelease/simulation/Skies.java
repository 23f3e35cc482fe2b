package io.cloudrelease.simulation;

import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultPlan;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The weather of version 1 with looks that lag, each by another time. */
final class Skies implements FaultPlan {
  private final Weather weather;
  private final Duration evenLag;
  private final Hardships hardships;
  private final Draw draw;
  private final Map<Integer, Duration> ages = new HashMap<>();

  /**
   * @param evenLag how far the cloud's looks lag where nothing else is drawn
   */
  Skies(Weather weather, Duration evenLag, Hardships hardships, Draw draw) {
    this.weather = weather;
    this.evenLag = evenLag;
    this.hardships = hardships;
    this.draw = draw;
  }

  @Override
  public Optional<Fault> faultFor(SimulatedCall call) {
    Optional<Fault> fault = weather.faultFor(call);
    if (call.request().destructive()) {
      return fault;
    }
    Optional<Weather.Blow> blow = weather.blow(call.number());
    boolean stale = blow.filter(b -> b.fault().toString().startsWith("stale")).isPresent();
    ages.put(call.number(), stale ? blow.get().staleness() : evenLag);
    boolean lags = hardships.mostLag.toMillis() > 0 && draw.chance(hardships.laggingShare);
    if (lags && (fault.isEmpty() || stale)) {
      Duration age = draw.millis(0, (int) hardships.mostLag.toMillis());
      ages.put(call.number(), age);
      return Optional.of(Fault.staleLook(age));
    }
    return fault;
  }

  /** How old what that look showed was. */
  Duration age(int request) {
    return ages.getOrDefault(request, evenLag);
  }
}
