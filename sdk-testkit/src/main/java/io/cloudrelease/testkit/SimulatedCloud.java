package io.cloudrelease.testkit;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Map<String, SimulatedInstance> instances = new LinkedHashMap<>();
  private final Map<String, KeyHolder> keys = new HashMap<>();
  private final Map<String, RateLimit> limits = new HashMap<>();
  private final Map<Lane, TokenBucket> buckets = new HashMap<>();
  private final Ledger ledger;
  private FaultPlan plan = FaultPlan.none();
  private Duration skew = Duration.ZERO;
  private Duration lookLag = Duration.ZERO;
  private Atomicity atomicity = Atomicity.ALL_OR_NOTHING;
  private int requests;
  private int idsMade;

  private record Lane(String account, String region, String action) {}

  /**
   * Whose key it is.
   *
   * @param key the key
   * @param account its account
   */
  protected record KeyHolder(AccessKey key, SimulatedAccount account) {}

  /**
   * A cloud with one account and one key.
   *
   * @param name for messages: which cloud this is
   * @param clock the true time; the cloud's own clock may be off by {@link #clockSkew}
   */
  protected SimulatedCloud(String name, InstantSource clock) {
    this.name = Objects.requireNonNull(name, "name");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.ledger = new Ledger(lock, clock, instances);
    this.firstAccount = SimulatedAccount.named("main");
    this.firstKey = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    addKey(firstAccount, firstKey);
  }

  /** Serves one request. Never throws for anything a client may send. */
  public final SimulatedOutcome handle(HttpRequest request) {
    synchronized (lock) {
      Instant now = clock.instant();
      Reading reading = read(request, requests + 1, now);
      Optional<Fault> fault = plan.faultFor(reading.call());
      if (fault.isPresent() && fault.get().kind() == Fault.Kind.REFUSE) {
        return SimulatedOutcome.without(SimulatedOutcome.Kind.REFUSE, fault.get().delay());
      }
      requests++;
      Visit visit = new Visit(requests, now, skew, lookLag, atomicity, requestId(requests));
      SimulatedOutcome outcome =
          fault.isPresent()
              ? spoil(reading, visit, fault.get())
              : SimulatedOutcome.answer(serve(reading, visit), Duration.ZERO);
      ledger.record(
          new RecordedRequest(reading.call(), visit.account(), visit.appliedTo(), fault, outcome));
      return outcome;
    }
  }

  private HttpResponse serve(Reading reading, Visit visit) {
    HttpResponse response;
    try {
      response = reading.perform(visit);
    } catch (Refused refused) {
      response = reading.refuse(visit, refused);
    }
    return dated(response, visit);
  }

  private SimulatedOutcome spoil(Reading reading, Visit visit, Fault fault) {
    switch (fault.kind()) {
      case SLOW:
        return SimulatedOutcome.answer(serve(reading, visit), fault.delay());
      case STALE:
        visit.showPast(fault.delay());
        return SimulatedOutcome.answer(serve(reading, visit), Duration.ZERO);
      case PARTLY:
        visit.applyToAtMost(fault.count());
        return SimulatedOutcome.answer(serve(reading, visit), fault.delay());
      default:
        break;
    }
    Optional<HttpResponse> real =
        fault.strike() == Fault.Strike.AFTER_EFFECT
            ? Optional.of(serve(reading, visit))
            : Optional.empty();
    return switch (fault.kind()) {
      case DROP -> SimulatedOutcome.without(SimulatedOutcome.Kind.DROP, fault.delay());
      case HANG -> SimulatedOutcome.without(SimulatedOutcome.Kind.HANG, fault.delay());
      case TRUNCATE ->
          new SimulatedOutcome(
              SimulatedOutcome.Kind.TRUNCATE,
              real.orElseGet(() -> dated(trouble(reading, visit, Trouble.INTERNAL_ERROR), visit)),
              fault.delay());
      case TROUBLE ->
          SimulatedOutcome.answer(
              dated(trouble(reading, visit, fault.trouble()), visit), fault.delay());
      case CODE ->
          SimulatedOutcome.answer(
              dated(reading.refuse(visit, fault.refused()), visit), fault.delay());
      default -> SimulatedOutcome.answer(dated(fault.answer(), visit), fault.delay());
    };
  }

  private HttpResponse trouble(Reading reading, Visit visit, Trouble trouble) {
    return reading.refuse(visit, refusalFor(trouble));
  }

  private static HttpResponse dated(HttpResponse response, Visit visit) {
    if (response.status() == 0) {
      return response;
    }
    List<Header> headers = new ArrayList<>(response.headers().size() + 1);
    headers.add(new Header("Date", Times.httpDate(visit.cloudTime())));
    headers.addAll(response.headers());
    return new HttpResponse(response.status(), headers, response.body());
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
      keys.put(key.lookupName(), new KeyHolder(key, account));
    }
  }

  /** Takes the key away. */
  public final void removeKey(AccessKey key) {
    synchronized (lock) {
      keys.remove(key.lookupName());
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
    synchronized (lock) {
      lookLag = Objects.requireNonNull(lag, "lag");
    }
  }

  /** What happens to the good instances of a refused batch. */
  public final void atomicity(Atomicity value) {
    synchronized (lock) {
      atomicity = Objects.requireNonNull(value, "value");
    }
  }

  /**
   * Throttles that action above that rate, for each account (and region where limits are regional).
   */
  public final void rateLimit(String action, RateLimit limit) {
    synchronized (lock) {
      limits.put(action, limit);
      buckets.keySet().removeIf(lane -> lane.action().equals(action));
    }
  }

  /** Takes any number of calls of that action. */
  public final void noRateLimit(String action) {
    synchronized (lock) {
      limits.remove(action);
    }
  }

  /**
   * Moves the instance to that state, as if somebody else had done it; the ledger has no effect of
   * it.
   */
  public final void moveTo(String id, String state) {
    synchronized (lock) {
      SimulatedInstance instance = known(id);
      Instant now = clock.instant();
      StatePoint before = instance.at(now);
      instance.turn(
          now, List.of(new StatePoint(now, state, standingOf(instance, state), before.notes())));
    }
  }

  /**
   * Lets the instance vanish, as if somebody else had released it; the ledger has no effect of it.
   */
  public final void vanish(String id) {
    synchronized (lock) {
      Instant now = clock.instant();
      known(id).turn(now, List.of(StatePoint.gone(now)));
    }
  }

  /** What is true: requests and effects. */
  public final Ledger ledger() {
    return ledger;
  }

  /** Which cloud this is. */
  public final String name() {
    return name;
  }

  // ---- tools for kinds of clouds; they run under the lock ----

  /** What that state means for that instance. */
  protected abstract Standing standingOf(SimulatedInstance instance, String state);

  /** The number for the next id this cloud makes, from 1. */
  protected final int nextIdNumber() {
    synchronized (lock) {
      return ++idsMade;
    }
  }

  /** The cloud's true time. */
  protected final Instant now() {
    return clock.instant();
  }

  /**
   * Puts an instance on the cloud; one of the same id takes its place.
   *
   * @param notes the members of its first state that may change later
   */
  protected final SimulatedInstance put(
      String service, InstanceSpec<?> spec, Map<String, String> notes) {
    synchronized (lock) {
      Instant now = clock.instant();
      StatePoint birth = new StatePoint(now, spec.state(), Standing.PRESENT, notes);
      SimulatedInstance instance =
          new SimulatedInstance(service, spec, spec.account().orElse(firstAccount), birth);
      Standing standing = standingOf(instance, spec.state());
      if (standing != Standing.PRESENT) {
        // The birth point stands first in the list and is never taken back, so it must be right.
        birth = new StatePoint(now, spec.state(), standing, notes);
        instance = new SimulatedInstance(service, spec, instance.account(), birth);
      }
      if (!spec.laterState().isEmpty()) {
        Standing later = standingOf(instance, spec.laterState());
        Instant then = now.plus(spec.laterAfter());
        instance.turn(now, List.of(new StatePoint(then, spec.laterState(), later, notes)));
      }
      instances.put(instance.id(), instance);
      return instance;
    }
  }

  /** The key of that id, with its account. */
  protected final Optional<KeyHolder> keyOf(String accessKeyId) {
    return accessKeyId.isEmpty() ? Optional.empty() : Optional.ofNullable(keys.get(accessKeyId));
  }

  /** The bearer token's key, with its account. */
  protected final Optional<KeyHolder> bearer(String token) {
    return Optional.ofNullable(keys.get("bearer " + token));
  }

  /**
   * Counts a call.
   *
   * @throws Refused when the account is above the rate
   */
  protected final void spend(Visit visit, SimulatedAccount account, String region, String action) {
    RateLimit limit = limits.get(action);
    if (limit == null) {
      return;
    }
    Lane lane = new Lane(account.name(), region, action);
    TokenBucket bucket = buckets.computeIfAbsent(lane, any -> new TokenBucket(limit, visit.now()));
    if (!bucket.take(visit.now())) {
      throw refusalFor(Trouble.THROTTLED);
    }
  }

  /** The instance of that id if the account owns it there and it is not gone. */
  protected final Optional<SimulatedInstance> find(
      Visit visit, SimulatedAccount account, String service, String region, String id) {
    SimulatedInstance instance = instances.get(id);
    return instance != null
            && owns(account, service, region, instance)
            && instance.at(visit.now()).isListed()
        ? Optional.of(instance)
        : Optional.empty();
  }

  /** What a look at these ids shows, each once, in the order asked; unknown ids are left out. */
  protected final List<SimulatedInstance> look(
      Visit visit, SimulatedAccount account, String service, String region, Iterable<String> ids) {
    Map<String, SimulatedInstance> shown = new LinkedHashMap<>();
    for (String id : ids) {
      SimulatedInstance instance = instances.get(id);
      if (instance != null
          && owns(account, service, region, instance)
          && instance.at(visit.lookAt()).isListed()) {
        shown.put(id, instance);
      }
    }
    return List.copyOf(shown.values());
  }

  /** What a look without ids shows. */
  protected final List<SimulatedInstance> lookAtAll(
      Visit visit, SimulatedAccount account, String service, String region) {
    return look(visit, account, service, region, instances.keySet());
  }

  private static boolean owns(
      SimulatedAccount account, String service, String region, SimulatedInstance instance) {
    return instance.account() == account
        && instance.service().equals(service)
        && instance.region().equals(region);
  }

  /**
   * Changes an instance and writes it into the ledger.
   *
   * @param detail what it becomes now and later, in order (the first point is now), and why
   */
  protected final void apply(
      Visit visit, SimulatedInstance instance, Effect.Kind kind, EffectDetail detail) {
    StatePoint before = instance.at(visit.now());
    instance.turn(visit.now(), detail.course());
    visit.appliedTo().add(instance.id());
    ledger.record(
        instance,
        kind,
        before,
        instance.at(visit.now()),
        visit.number(),
        detail.options(),
        detail.alsoReleased());
  }

  /**
   * What an effect brings with it.
   *
   * @param course what the instance becomes now and later, in order; the first point is now
   * @param options the options under which it is done, by their name on the wire
   * @param alsoReleased disks and addresses that go along
   */
  protected record EffectDetail(
      List<StatePoint> course, Map<String, String> options, List<String> alsoReleased) {

    public EffectDetail {
      course = List.copyOf(course);
      options = Map.copyOf(options);
      alsoReleased = List.copyOf(alsoReleased);
    }
  }

  /**
   * Carries a batch out, all or nothing or as {@link #atomicity} says.
   *
   * @param batchRefusal why the batch as a whole is refused, if it is
   * @param check why the instance of that id is refused, if it is
   * @param effect what is done to a good one, by its id
   * @throws Refused with the first reason, after whatever was carried out nevertheless
   */
  protected final void carryOut(
      Visit visit,
      List<String> ids,
      Optional<Refused> batchRefusal,
      Function<String, Optional<Refused>> check,
      Consumer<String> effect) {
    List<String> good = new ArrayList<>(ids.size());
    Optional<Refused> refusal = batchRefusal;
    for (String id : ids) {
      Optional<Refused> reason = check.apply(id);
      if (reason.isPresent()) {
        refusal = refusal.isPresent() ? refusal : reason;
        if (visit.atomicity() == Atomicity.UP_TO_THE_FIRST_BAD_ONE) {
          break;
        }
      } else {
        good.add(id);
      }
    }
    if (refusal.isEmpty() || visit.atomicity() != Atomicity.ALL_OR_NOTHING) {
      applyWhileAllowed(visit, good, effect);
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (visit.isCutShort()) {
      throw refusalFor(Trouble.INTERNAL_ERROR);
    }
  }

  private static void applyWhileAllowed(Visit visit, List<String> ids, Consumer<String> effect) {
    for (String id : ids) {
      if (!visit.mayApplyMore()) {
        return;
      }
      effect.accept(id);
    }
  }

  private SimulatedInstance known(String id) {
    SimulatedInstance instance = instances.get(id);
    if (instance == null) {
      throw new IllegalArgumentException(name + " has no instance " + id);
    }
    return instance;
  }

  /** An answer of UTF-8 JSON bytes. */
  protected static HttpResponse json(int status, byte[] body, String contentType) {
    return new HttpResponse(
        status, List.of(new Header("Content-Type", contentType)), HttpBody.wrap(body));
  }
}
