package io.cloudrelease.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults every client should be tested with. */
public final class Faults {

  private Faults() {}

  /** One of each kind that can strike before or after the effect, striking before it. */
  public static List<Fault> spoiledAnswers() {
    return List.of(
        Fault.dropped(),
        Fault.hang(),
        Fault.truncated(),
        Fault.gateway(500),
        Fault.gateway(502),
        Fault.gateway(503),
        Fault.retryAfter(503, Duration.ZERO),
        Fault.gateway(408),
        Fault.redirect(307),
        Fault.redirect(302),
        Fault.garbage(),
        Fault.emptyAnswer(),
        Fault.noContent(),
        Fault.htmlPage(),
        Fault.internalError());
  }

  /** Refusals that come before anything is done. */
  public static List<Fault> refusals() {
    return List.of(
        Fault.connectionRefused(), Fault.throttled(), Fault.challenge(), Fault.clockSkewed());
  }

  /** Looks that tell what is not so: far behind, with a row lost for another, without any row. */
  public static List<Fault> untrueLooks() {
    return List.of(
        Fault.staleLook(Duration.ofSeconds(30)),
        Fault.staleLook(Duration.ofMinutes(4)),
        Fault.repeatedRow(),
        Fault.nothingShown());
  }

  /** Calls without an answer that are carried out late, up to minutes. */
  public static List<Fault> lateEffects() {
    return List.of(
        Fault.dropped().lateEffect(Duration.ofSeconds(12)),
        Fault.hang().lateEffect(Duration.ofSeconds(90)),
        Fault.gateway(504).lateEffect(Duration.ofMinutes(4)));
  }

  /** All that may strike a destructive request: each spoiled answer before and after the effect. */
  public static List<Fault> destructive() {
    List<Fault> all = new ArrayList<>(refusals());
    for (Fault fault : spoiledAnswers()) {
      all.add(fault);
      all.add(fault.afterEffect());
    }
    all.add(Fault.slow(Duration.ofSeconds(2)));
    all.add(Fault.slow(Duration.ofMinutes(5)));
    all.add(Fault.partlyApplied(0));
    all.add(Fault.partlyApplied(1));
    return List.copyOf(all);
  }

  /** All that may strike a look. */
  public static List<Fault> looks() {
    List<Fault> all = new ArrayList<>(refusals());
    all.addAll(spoiledAnswers());
    all.add(Fault.slow(Duration.ofSeconds(2)));
    all.add(Fault.staleLook(Duration.ofSeconds(5)));
    return List.copyOf(all);
  }
}
