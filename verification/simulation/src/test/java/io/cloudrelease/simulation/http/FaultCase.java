package io.cloudrelease.simulation.http;

import io.cloudrelease.simulation.http.Strike.Trick;
import io.cloudrelease.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of trouble to put a run through.
 *
 * @param name as the expectations and the page call it
 * @param strikes what goes wrong
 * @param skew how far the cloud's clock is ahead
 * @param lookLag how far looks lag behind the truth
 * @param deadline of the request
 */
record FaultCase(
    String name, List<Strike> strikes, Duration skew, Duration lookLag, Duration deadline) {

  private static final Duration LATE = Duration.ofMillis(600);
  private static final Duration USUAL = Duration.ofMinutes(15);
  private static final int EVER = Integer.MAX_VALUE;

  FaultCase {
    strikes = List.copyOf(strikes);
  }

  private static FaultCase of(String name, Strike... strikes) {
    return new FaultCase(name, List.of(strikes), Duration.ZERO, Duration.ZERO, USUAL);
  }

  private FaultCase within(Duration time) {
    return new FaultCase(name, strikes, skew, lookLag, time);
  }

  /** A fault by its name, with what it needs on the client's side. */
  private record Named(String name, Fault fault, Trick trick) {
    Named(String name, Fault fault) {
      this(name, fault, Trick.NONE);
    }
  }

  /** Answers that do not say whether the cloud has acted. */
  private static List<Named> spoiled() {
    return List.of(
        new Named("connection dropped", Fault.dropped()),
        new Named("no answer in time", Fault.hang(), Trick.SHORT_TIME),
        new Named("answer truncated", Fault.truncated()),
        new Named("internal error of the cloud", Fault.internalError()),
        new Named("500 from a gateway", Fault.gateway(500)),
        new Named("502 from a gateway", Fault.gateway(502)),
        new Named("503 from a gateway", Fault.gateway(503)),
        new Named("503 with Retry-After: 0", Fault.retryAfter(503, Duration.ZERO)),
        new Named("408 from a gateway", Fault.gateway(408)),
        new Named("redirect 307", Fault.redirect(307)),
        new Named("redirect 302", Fault.redirect(302)),
        new Named("200 with garbage", Fault.garbage()),
        new Named("200 with nothing", Fault.emptyAnswer()),
        new Named("204", Fault.noContent()),
        new Named("200 with an HTML page", Fault.htmlPage()));
  }

  /** Trouble that comes before anything is done, or that does no harm. */
  private static List<Named> refusals() {
    return List.of(
        new Named("connection refused", Strike.harmless(), Trick.CLOSED_PORT),
        new Named("idle connection closed", Strike.harmless(), Trick.IDLE_CLOSED),
        new Named("slow answer", Fault.slow(Duration.ofMillis(40))),
        new Named("throttled", Fault.throttled()),
        new Named("challenge page (403 cf-mitigated)", Fault.challenge()),
        new Named("expired token", Fault.expiredToken()),
        new Named("clock refused", Fault.clockSkewed()));
  }

  /** Every destructive call is struck. */
  static FaultCase ofEverySend(Fault fault) {
    return of(fault.toString(), Strike.sends(1, EVER, fault));
  }

  /** The first destructive call is struck. */
  static List<FaultCase> ofSends() {
    List<FaultCase> cases = new ArrayList<>();
    for (Named it : refusals()) {
      cases.add(of(it.name, Strike.sends(1, 1, it.fault).with(it.trick)));
    }
    cases.add(of("throttled three times", Strike.sends(1, 3, Fault.throttled())));
    cases.add(of("expired token again and again", Strike.sends(1, EVER, Fault.expiredToken())));
    cases.add(
        of("answer after the time", Strike.sends(1, 1, Fault.slow(LATE)).with(Trick.SHORT_TIME)));
    for (Named it : spoiled()) {
      cases.add(of(it.name + ", before", Strike.sends(1, 1, it.fault).with(it.trick)));
      Fault after = it.fault.afterEffect();
      cases.add(of(it.name + ", after", Strike.sends(1, 1, after).with(it.trick)));
    }
    return cases;
  }

  /** The first look is struck, before anything was sent. */
  static List<FaultCase> ofFirstLooks() {
    List<FaultCase> cases = new ArrayList<>();
    List<Named> all = new ArrayList<>(refusals());
    all.addAll(spoiled());
    for (Named it : all) {
      cases.add(of(it.name, Strike.looks(1, 1, it.fault).with(it.trick)));
    }
    cases.add(of("stale by 5 s", Strike.looks(1, 1, Fault.staleLook(Duration.ofSeconds(5)))));
    Duration ahead = Duration.ofMinutes(40);
    cases.add(
        new FaultCase("the cloud's clock 40 min ahead", List.of(), ahead, Duration.ZERO, USUAL));
    cases.add(
        new FaultCase(
            "the cloud's clock 40 min behind", List.of(), ahead.negated(), Duration.ZERO, USUAL));
    return cases;
  }

  /**
   * The answer of the destructive call was lost, and the looks that should settle it are struck.
   */
  static List<FaultCase> ofSettlingLooks() {
    List<FaultCase> cases = new ArrayList<>();
    Strike lost = Strike.sends(1, 1, Fault.dropped().afterEffect());
    List<Named> all = new ArrayList<>(refusals());
    all.addAll(spoiled());
    for (Named it : all) {
      cases.add(of(it.name, lost, Strike.looks(2, 4, it.fault).with(it.trick)));
    }
    cases.add(of("stale by 5 s", lost, Strike.looks(2, 4, Fault.staleLook(Duration.ofSeconds(5)))));
    cases.add(
        new FaultCase(
            "all looks 8 s behind", List.of(lost), Duration.ZERO, Duration.ofSeconds(8), USUAL));
    return cases;
  }

  /** Looks never work (again): from the first on, or after a lost answer. */
  static List<FaultCase> ofDeadLooks() {
    List<FaultCase> cases = new ArrayList<>();
    Strike lost = Strike.sends(1, 1, Fault.dropped().afterEffect());
    Strike notDone = Strike.sends(1, 1, Fault.dropped());
    List<Named> dead =
        List.of(
            new Named("503", Fault.gateway(503)),
            new Named("garbage", Fault.garbage()),
            new Named("challenge page", Fault.challenge()));
    for (Named it : dead) {
      Strike later = Strike.looks(2, EVER, it.fault);
      cases.add(of(it.name + ", all looks", Strike.looks(1, EVER, it.fault)));
      cases.add(of(it.name + ", all looks after a lost answer", lost, later));
      cases.add(of(it.name + ", all looks after a lost request", notDone, later));
    }
    return cases.stream().map(it -> it.within(Duration.ofMinutes(2))).toList();
  }

  /** One of the two calls on the way through the bin is struck. */
  static List<FaultCase> ofDestroying() {
    List<Named> faults =
        List.of(
            new Named("connection dropped", Fault.dropped()),
            new Named("no answer in time", Fault.hang(), Trick.SHORT_TIME),
            new Named("503 from a gateway", Fault.gateway(503)));
    List<FaultCase> cases = new ArrayList<>();
    for (int call = 1; call <= 2; call++) {
      String which = call == 1 ? "first call, " : "second call, ";
      for (Named it : faults) {
        Fault after = it.fault.afterEffect();
        cases.add(
            of(which + it.name + ", before", Strike.sends(call, call, it.fault).with(it.trick)));
        cases.add(of(which + it.name + ", after", Strike.sends(call, call, after).with(it.trick)));
      }
    }
    return cases;
  }

  /** What happens to the others of a batch. */
  static List<FaultCase> ofBatches() {
    return List.of(
        of("one refused, the others left alone"),
        of("one refused, those before it done"),
        of("one refused, all others done"),
        of("broken off after one", Strike.sends(1, 1, Fault.partlyApplied(1))),
        of("broken off before any", Strike.sends(1, 1, Fault.partlyApplied(0))),
        of("throttled", Strike.sends(1, 1, Fault.throttled())));
  }
}
