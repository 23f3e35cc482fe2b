package io.cloudrelease.testkit;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.model.Goal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The truth of a simulated cloud: every request that reached it and every change really made to an
 * instance. Compare a client's claims with it.
 *
 * <p>Thread-safe; every answer but {@link #instance}, whose life goes on, is a copy of that moment.
 */
public final class Ledger {
  private final Object lock;
  private final InstantSource clock;
  private final Map<String, SimulatedInstance> instances;
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Map<String, List<Effect>> effectsById = new HashMap<>();

  private Runnable catchUp = () -> {};

  Ledger(Object lock, InstantSource clock, Map<String, SimulatedInstance> instances) {
    this.lock = lock;
    this.clock = clock;
    this.instances = instances;
  }

  /** Every request that reached the cloud, in order. */
  public List<RecordedRequest> requests() {
    return requests(request -> true);
  }

  /** The requests of that action. */
  public List<RecordedRequest> requests(String action) {
    return requests(request -> request.action().equals(action));
  }

  /** The requests whose action releases, terminates or deletes. */
  public List<RecordedRequest> destructiveRequests() {
    return requests(request -> request.call().destructive());
  }

  /** The requests for which that holds. */
  public List<RecordedRequest> requests(Predicate<RecordedRequest> filter) {
    synchronized (lock) {
      catchUp.run();
      return requests.stream().filter(filter).toList();
    }
  }

  /** The destructive requests that named this instance. */
  public List<RecordedRequest> requestsFor(String id) {
    return requests(request -> request.call().destructive() && request.ids().contains(id));
  }

  /** Every change really made, in order. */
  public List<Effect> effects() {
    synchronized (lock) {
      catchUp.run();
      return List.copyOf(effects);
    }
  }

  /** The changes really made to this instance, in order. */
  public List<Effect> effects(String id) {
    synchronized (lock) {
      catchUp.run();
      return List.copyOf(effectsById.getOrDefault(id, List.of()));
    }
  }

  /** How often a request really changed this instance. */
  public int timesApplied(String id) {
    synchronized (lock) {
      catchUp.run();
      return effectsById.getOrDefault(id, List.of()).size();
    }
  }

  /** Whether such an instance ever was on this cloud. */
  public boolean knows(String id) {
    synchronized (lock) {
      catchUp.run();
      return instances.containsKey(id);
    }
  }

  /** The instance of that id, if it ever was. */
  public Optional<SimulatedInstance> instance(String id) {
    synchronized (lock) {
      catchUp.run();
      return Optional.ofNullable(instances.get(id));
    }
  }

  /** Its state now, in the cloud's own word; empty when it is gone or never was. */
  public String stateOf(String id) {
    return pointOf(id).map(StatePoint::state).orElse("");
  }

  /** What it is now, past or future left out; empty when it never was. */
  public Optional<StatePoint> pointOf(String id) {
    synchronized (lock) {
      catchUp.run();
      return Optional.ofNullable(instances.get(id)).map(instance -> instance.at(clock.instant()));
    }
  }

  /** Whether it was on this cloud and is no more. */
  public boolean isGone(String id) {
    return has(id, Standing.GONE);
  }

  /** Whether it is in the recycle bin now. */
  public boolean isInRecycleBin(String id) {
    return has(id, Standing.IN_BIN);
  }

  /** Whether it is on its way into the bin or out of existence now. */
  public boolean isLeaving(String id) {
    return has(id, Standing.LEAVING);
  }

  /** What hung on this instance and is still there now, though the instance is gone. */
  public List<SimulatedBelonging> leftBehind(String id) {
    synchronized (lock) {
      catchUp.run();
      SimulatedInstance instance = instances.get(id);
      Instant now = clock.instant();
      if (instance == null || instance.at(now).standing() != Standing.GONE) {
        return List.of();
      }
      return instance.belongings().stream().filter(one -> isThere(instance, one, now)).toList();
    }
  }

  /** Whether that belonging of an instance is there at that time. */
  boolean isThere(SimulatedInstance instance, SimulatedBelonging belonging, Instant at) {
    StatePoint point = instance.at(at);
    if (point.standing() != Standing.GONE) {
      return true;
    }
    boolean wentAlong =
        belonging.goesAlong()
            || effectsById.getOrDefault(instance.id(), List.of()).stream()
                .flatMap(effect -> effect.alsoReleased().stream())
                .anyMatch(name -> name.equals(belonging.id()) || name.equals(belonging.address()));
    return !wentAlong
        && belonging.lasts().map(lasts -> at.isBefore(point.at().plus(lasts))).orElse(true);
  }

  private boolean has(String id, Standing standing) {
    return pointOf(id).filter(point -> point.standing() == standing).isPresent();
  }

  /**
   * How many changes of this instance went further than that goal: for {@link Goal#RELEASE} every
   * step after the one that binned or destroyed it, for {@link Goal#DESTROY} every step after the
   * one that destroyed it. Must be zero.
   */
  public int stepsBeyond(String id, Goal goal) {
    int beyond = 0;
    boolean reached = false;
    for (Effect effect : effects(id)) {
      if (reached) {
        beyond++;
      }
      reached |=
          effect.kind() == Effect.Kind.DESTROYED
              || goal == Goal.RELEASE && effect.kind() == Effect.Kind.BINNED;
    }
    return beyond;
  }

  /** The groups of destructive requests that were the same byte for byte. Must be empty. */
  public List<List<RecordedRequest>> identicalRequests() {
    Map<Bytes, List<RecordedRequest>> groups = new LinkedHashMap<>();
    for (RecordedRequest request : destructiveRequests()) {
      groups
          .computeIfAbsent(Bytes.of(request.call().request()), bytes -> new ArrayList<>(1))
          .add(request);
    }
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  /** What has to happen before anybody reads: effects that are due by now. */
  void catchingUpBy(Runnable action) {
    catchUp = action;
  }

  void record(RecordedRequest request) {
    requests.add(request);
  }

  /** What a request changed later than it was answered. */
  void amend(int number, List<String> appliedTo) {
    requests.replaceAll(
        request ->
            request.number() == number
                ? new RecordedRequest(
                    request.call(),
                    request.account(),
                    appliedTo,
                    request.fault(),
                    request.outcome())
                : request);
  }

  void record(
      SimulatedInstance instance,
      Effect.Kind kind,
      StatePoint before,
      StatePoint after,
      int request,
      EffectDetail detail) {
    List<Effect> own = effectsById.computeIfAbsent(instance.id(), id -> new ArrayList<>(2));
    Effect effect =
        new Effect(
            instance.id(),
            own.size() + 1,
            kind,
            before.state(),
            after.state(),
            after.at(),
            request,
            detail.options(),
            detail.alsoReleased());
    own.add(effect);
    effects.add(effect);
  }

  private record Bytes(String method, String target, List<Header> headers, HttpBody body) {
    static Bytes of(HttpRequest request) {
      return new Bytes(request.method(), request.target(), request.headers(), request.body());
    }
  }
}
