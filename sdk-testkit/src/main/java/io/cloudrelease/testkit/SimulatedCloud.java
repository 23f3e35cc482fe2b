package io.cloudrelease.testkit;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * The brain of a simulated cloud: a request in, an outcome out, at the time a clock shows. Faces
 * play the outcomes: {@link InProcessTransport} without sockets, {@code WireMockFace} over HTTP.
 *
 * <p>It has no thread and no randomness of its own, so that the same requests at the same times get
 * the same answers. Thread-safe by one coarse lock.
 */
public abstract class SimulatedCloud {
  private final Object lock = new Object();
  private final String name;
  private final InstantSource clock;
  private final SimulatedAccount firstAccount;
  private final AccessKey firstKey;
  private final Fleet fleet;
  private final Gatekeeper gate = new Gatekeeper();
  private FaultPlan plan = FaultPlan.none();
  private Duration skew = Duration.ZERO;
  private Function<SimulatedCall, Duration> lookLag = any -> Duration.ZERO;
  private Function<SimulatedCall, Duration> answerDelay = any -> Duration.ZERO;
  private final Queue<Late> queue =
      new PriorityQueue<>(Comparator.comparing(Late::due).thenComparing(Late::number));
  private Atomicity atomicity = Atomicity.ALL_OR_NOTHING;
  private int requests;
  private int idsMade;

  /**
   * A cloud with one account and one key.
   *
   * @param name for messages: which cloud this is
   * @param clock the true time; the cloud's own clock may be off by {@link #clockSkew}
   */
  protected SimulatedCloud(String name, InstantSource clock) {
    this.name = Objects.requireNonNull(name, "name");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.fleet = new Fleet(lock, clock);
    this.firstAccount = SimulatedAccount.named("main");
    this.firstKey = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    gate.add(firstAccount, firstKey);
    fleet.ledger().catchingUpBy(() -> catchUp(clock.instant()));
  }

  /** Serves one request. Never throws for anything a client may send. */
  public final SimulatedOutcome handle(HttpRequest request) {
    synchronized (lock) {
      Instant now = clock.instant();
      catchUp(now);
      Reading reading = read(request, requests + 1, now);
      Optional<Fault> fault = plan.faultFor(reading.call());
      if (fault.isPresent() && fault.get().kind() == Fault.Kind.REFUSE) {
        return SimulatedOutcome.without(SimulatedOutcome.Kind.REFUSE, fault.get().delay());
      }
      requests++;
      Duration lag = lookLag.apply(reading.call());
      Visit visit = new Visit(requests, now, skew, lag, atomicity, requestId(requests));
      SimulatedOutcome outcome =
          new Play(reading, visit, this::refusalFor)
              .outcome(fault)
              .delayedBy(answerDelay.apply(reading.call()));
      fault
          .flatMap(Fault::lateBy)
          .ifPresent(by -> queue.add(new Late(now.plus(by), by, reading, requests)));
      fleet
          .ledger()
          .record(
              new RecordedRequest(
                  reading.call(), visit.account(), visit.appliedTo(), fault, outcome));
      return outcome;
    }
  }

  /** A request that was left without an answer and is carried out later. */
  private record Late(Instant due, Duration by, Reading reading, int number) {}

  private void catchUp(Instant now) {
    while (!queue.isEmpty() && !queue.element().due().isAfter(now)) {
      Late late = queue.remove();
      // It was let in when it came: by the cloud's clock it is still then.
      Duration then = skew.minus(late.by());
      Visit visit =
          new Visit(
              late.number(), late.due(), then, Duration.ZERO, atomicity, requestId(late.number()));
      new Play(late.reading(), visit, this::refusalFor).late();
      fleet.ledger().amend(late.number(), visit.appliedTo());
    }
  }

  // ---- what a kind of cloud says ----

  /** Understands a request as far as it can be understood; never throws. */
  protected abstract Reading read(HttpRequest request, int number, Instant at);

  /** How this cloud words that trouble. */
  protected abstract Refused refusalFor(Trouble trouble);

  /** Whether a request of that form and target is meant for this kind of cloud. */
  public abstract boolean recognizes(HttpRequest request);

  /** The request id of that number; a UUID in lower case by default. */
  protected String requestId(int number) {
    return RequestIds.uuid(number);
  }

  // ---- setting the scene ----

  /** The account that owns instances for which no other is named. */
  public final SimulatedAccount account() {
    return firstAccount;
  }

  /** What to sign with to act for {@link #account()}: a key that may do everything. */
  public final Credentials credentials() {
    return firstKey.credentials();
  }

  /** Gives the account that key, or changes the key of that id. */
  public final void addKey(SimulatedAccount account, AccessKey key) {
    synchronized (lock) {
      gate.add(account, key);
    }
  }

  /** Takes the key away. */
  public final void removeKey(AccessKey key) {
    synchronized (lock) {
      gate.remove(key);
    }
  }

  /** The key of that id, or the bearer token, with its account. */
  final Optional<Gatekeeper.KeyHolder> holder(String name) {
    synchronized (lock) {
      return gate.key(name).or(() -> gate.bearer(name));
    }
  }

  /** What goes wrong from now on. */
  public final void faults(FaultPlan newPlan) {
    synchronized (lock) {
      plan = Objects.requireNonNull(newPlan, "newPlan");
    }
  }

  /** How far the cloud's clock is ahead of the true time; negative when behind. */
  public final void clockSkew(Duration ahead) {
    synchronized (lock) {
      skew = Objects.requireNonNull(ahead, "ahead");
    }
  }

  /** How far looks lag behind the truth: an accepted change shows only after that time. */
  public final void lookLag(Duration lag) {
    Objects.requireNonNull(lag, "lag");
    lookLag(any -> lag);
  }

  /** How far each look lags behind the truth, call by call: two looks need not show one time. */
  public final void lookLag(Function<SimulatedCall, Duration> lag) {
    synchronized (lock) {
      lookLag = Objects.requireNonNull(lag, "lag");
    }
  }

  /** How long the cloud takes over each call; its effect comes at once. */
  public final void answerDelay(Function<SimulatedCall, Duration> delay) {
    synchronized (lock) {
      answerDelay = Objects.requireNonNull(delay, "delay");
    }
  }

  /** What happens to the good instances of a refused batch. */
  public final void atomicity(Atomicity value) {
    synchronized (lock) {
      atomicity = Objects.requireNonNull(value, "value");
    }
  }

  /**
   * Throttles that action above that rate, counted as this kind of cloud counts: for each account
   * or key, and region, host or product.
   */
  public final void rateLimit(String action, RateLimit limit) {
    synchronized (lock) {
      gate.limit(action, limit);
    }
  }

  /** Takes any number of calls of that action. */
  public final void noRateLimit(String action) {
    synchronized (lock) {
      gate.noLimit(action);
    }
  }

  /** Denies everybody these reading actions, of those that show leftovers and refunds. */
  public final void deniesReading(String... actions) {
    synchronized (lock) {
      gate.deny(Set.of(actions));
    }
  }

  /**
   * Moves the instance to that state, as if somebody else had done it; the ledger has no effect of
   * it.
   */
  public final void moveTo(String id, String state) {
    synchronized (lock) {
      catchUp(clock.instant());
      fleet.moveTo(id, before -> moved(before, state));
    }
  }

  /**
   * Lets the instance vanish, as if somebody else had released it; the ledger has no effect of it.
   */
  public final void vanish(String id) {
    synchronized (lock) {
      catchUp(clock.instant());
      fleet.vanish(id);
    }
  }

  /** What is true: requests and effects. */
  public final Ledger ledger() {
    return fleet.ledger();
  }

  /** Which cloud this is. */
  public final String name() {
    return name;
  }

  // ---- tools for kinds of clouds ----

  /** What that state means. */
  protected abstract Standing standingOf(String state);

  /** What becomes of that point when somebody else moves the instance to that state. */
  protected StatePoint moved(StatePoint before, String state) {
    return new StatePoint(before.at(), state, standingOf(state), before.notes());
  }

  /** The instances; while a request is being served only. */
  protected final Fleet fleet() {
    return fleet;
  }

  /** The keys and limits; while a request is being served only. */
  protected final Gatekeeper gate() {
    return gate;
  }

  /** The number for the next id this cloud makes, from 1. */
  protected final int nextIdNumber() {
    synchronized (lock) {
      return ++idsMade;
    }
  }

  /**
   * Puts an instance on the cloud; one of the same id takes its place.
   *
   * @param notes the members of its first state that may change later
   */
  protected final SimulatedInstance put(
      String service, InstanceSpec<?> spec, Map<String, String> notes) {
    return put(service, spec, notes, this::standingOf);
  }

  /** As {@link #put(String, InstanceSpec, Map)}, where a state means something else of this one. */
  protected final SimulatedInstance put(
      String service,
      InstanceSpec<?> spec,
      Map<String, String> notes,
      Function<String, Standing> standing) {
    SimulatedAccount owner = spec.account().orElse(firstAccount);
    synchronized (lock) {
      return fleet.put(service, spec, owner, notes, standing);
    }
  }
}
