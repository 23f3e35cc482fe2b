package io.cloudrelease.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The instances of a simulated cloud: what kinds of clouds read and change them with. Every change
 * made here stands in the ledger.
 *
 * <p>Guarded by the cloud's lock: use it while a request is being served only.
 */
public final class Fleet {
  private final Map<String, SimulatedInstance> instances = new LinkedHashMap<>();
  private final InstantSource clock;
  private final Ledger ledger;

  Fleet(Object lock, InstantSource clock) {
    this.clock = clock;
    this.ledger = new Ledger(lock, clock, instances);
  }

  Ledger ledger() {
    return ledger;
  }

  SimulatedInstance put(
      String service,
      InstanceSpec<?> spec,
      SimulatedAccount owner,
      Map<String, String> notes,
      Function<String, Standing> standing) {
    Instant now = clock.instant();
    StatePoint birth = new StatePoint(now, spec.state(), standing.apply(spec.state()), notes);
    SimulatedInstance instance = new SimulatedInstance(service, spec, owner, birth);
    if (!spec.laterState().isEmpty()) {
      Instant then = now.plus(spec.laterAfter());
      Standing later = standing.apply(spec.laterState());
      instance.turn(now, List.of(new StatePoint(then, spec.laterState(), later, notes)));
    }
    instances.put(instance.id(), instance);
    return instance;
  }

  void moveTo(String id, UnaryOperator<StatePoint> move) {
    Instant now = clock.instant();
    SimulatedInstance instance = known(id);
    StatePoint before = instance.at(now);
    StatePoint here = new StatePoint(now, before.state(), before.standing(), before.notes());
    instance.turn(now, List.of(move.apply(here)));
  }

  void vanish(String id) {
    Instant now = clock.instant();
    known(id).turn(now, List.of(StatePoint.gone(now)));
  }

  private SimulatedInstance known(String id) {
    SimulatedInstance instance = instances.get(id);
    if (instance == null) {
      throw new IllegalArgumentException("there is no instance " + id + " on this cloud");
    }
    return instance;
  }

  /** The instance of that id if the account owns it there and it is not gone. */
  public Optional<SimulatedInstance> find(
      Visit visit, SimulatedAccount account, String service, String region, String id) {
    SimulatedInstance instance = instances.get(id);
    return instance != null
            && owns(account, service, region, instance)
            && instance.at(visit.now()).isListed()
        ? Optional.of(instance)
        : Optional.empty();
  }

  /** Whether the account has that instance, whatever became of it, in another region. */
  public boolean isElsewhere(SimulatedAccount account, String region, String id) {
    SimulatedInstance instance = instances.get(id);
    return instance != null && instance.account() == account && !instance.region().equals(region);
  }

  /** What a look at these ids shows, each once, in the order asked; unknown ids are left out. */
  public List<SimulatedInstance> look(
      Visit visit, SimulatedAccount account, String service, String region, Iterable<String> ids) {
    if (visit.showsNothing()) {
      return new ArrayList<>();
    }
    Map<String, SimulatedInstance> shown = new LinkedHashMap<>();
    for (String id : ids) {
      SimulatedInstance instance = instances.get(id);
      if (instance != null && isShown(visit, account, service, region, instance)) {
        shown.put(id, instance);
      }
    }
    return new ArrayList<>(shown.values());
  }

  /** What a look without ids shows. */
  public List<SimulatedInstance> lookAtAll(
      Visit visit, SimulatedAccount account, String service, String region) {
    if (visit.showsNothing()) {
      return new ArrayList<>();
    }
    List<SimulatedInstance> shown = new ArrayList<>();
    for (SimulatedInstance instance : instances.values()) {
      if (isShown(visit, account, service, region, instance)) {
        shown.add(instance);
      }
    }
    return shown;
  }

  private static boolean isShown(
      Visit visit,
      SimulatedAccount account,
      String service,
      String region,
      SimulatedInstance instance) {
    return owns(account, service, region, instance) && instance.at(visit.lookAt()).isListed();
  }

  /** Every instance that the account has or had there. */
  public List<SimulatedInstance> everyOne(SimulatedAccount account, String service, String region) {
    return instances.values().stream()
        .filter(instance -> owns(account, service, region, instance))
        .toList();
  }

  /** Whether a look shows that belonging of an instance. */
  public boolean isThere(Visit visit, SimulatedInstance instance, SimulatedBelonging belonging) {
    return !visit.showsNothing() && ledger.isThere(instance, belonging, visit.lookAt());
  }

  /** The regions in which the account has, or had, instances; sorted. */
  public List<String> regionsOf(SimulatedAccount account) {
    return instances.values().stream()
        .filter(instance -> instance.account() == account)
        .map(SimulatedInstance::region)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean owns(
      SimulatedAccount account, String service, String region, SimulatedInstance instance) {
    return instance.account() == account
        && instance.service().equals(service)
        && instance.region().equals(region);
  }

  /** Changes an instance and writes it into the ledger. */
  public void apply(
      Visit visit, SimulatedInstance instance, Effect.Kind kind, EffectDetail detail) {
    StatePoint before = instance.at(visit.now());
    instance.turn(visit.now(), detail.course());
    visit.appliedTo().add(instance.id());
    ledger.record(instance, kind, before, instance.at(visit.now()), visit.number(), detail);
  }

  /**
   * Carries a batch out, all or nothing or as the cloud's {@link Atomicity} says.
   *
   * @param batchRefusal why the batch as a whole is refused, if it is
   * @param check why the instance of that id is refused, if it is
   * @param effect what is done to a good one, by its id
   * @throws Refused with the first reason, after whatever was carried out nevertheless
   */
  public void carryOut(
      Visit visit,
      List<String> ids,
      Optional<Refused> batchRefusal,
      Function<String, Optional<Refused>> check,
      Consumer<String> effect) {
    List<String> good = new ArrayList<>(ids.size());
    Optional<Refused> refusal = batchRefusal;
    for (String id : ids) {
      Optional<Refused> reason = check.apply(id);
      if (reason.isEmpty()) {
        good.add(id);
        continue;
      }
      refusal = refusal.isPresent() ? refusal : reason;
      if (visit.atomicity() == Atomicity.UP_TO_THE_FIRST_BAD_ONE) {
        break;
      }
    }
    if (refusal.isEmpty() || visit.atomicity() != Atomicity.ALL_OR_NOTHING) {
      good.stream().limit(visit.mostToApply()).forEach(effect);
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    visit.checkCutShort();
  }
}
