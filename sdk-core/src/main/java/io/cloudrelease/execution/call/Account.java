package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered provider with what is learned of it over all runs of a client. Thread-safe. */
public final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

  private static final int MOST_CALLERS = 64;

  private final CloudProvider provider;
  private final ProviderFacts facts;
  private final Map<String, Pace.Lane> lanes = new ConcurrentHashMap<>();
  private final String expectedId;
  private final AccountWishes wishes;
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();
  private final KeySource keySource;
  private final CloudClock clock = new CloudClock();

  /** Whose keys the last run found at its beginning; its loop asks nobody for keys. */
  private volatile @Nullable Keys known;

  private volatile IdentityCheck identityCheck = this::unchecked;

  public Account(CloudProvider provider) {
    this(provider, "", AccountWishes.none());
  }

  /**
   * An account of that provider.
   *
   * @param expectedId the cloud's own id that it must have; empty for any
   * @param wishes where its owner wants it otherwise than the provider's facts say
   */
  public Account(CloudProvider provider, String expectedId, AccountWishes wishes) {
    this.provider = provider;
    this.facts = provider.facts();
    this.keySource = new KeySource(facts.name(), provider);
    this.expectedId = expectedId;
    this.wishes = wishes;
  }

  private Optional<ReleaseError> unchecked(
      ClientParts parts, RunControl control, Credentials credentials, String meant) {
    throw new IllegalStateException("nobody can say whose keys " + name() + " has");
  }

  void checkedBy(IdentityCheck value) {
    identityCheck = value;
  }

  /** Why these keys must not be used, if they are not, or not known to be, of that account. */
  Optional<ReleaseError> problem(
      ClientParts parts, RunControl control, Credentials credentials, String meant) {
    return identityCheck.problem(parts, control, credentials, meant);
  }

  /** Why the keys of now must not be used in a run that began with the first ones. */
  Optional<ReleaseError> renewed(
      ClientParts parts, RunControl control, Credentials first, Credentials now) {
    return identityCheck.renewed(parts, control, first, now);
  }

  /** The cloud's own id that it must have; empty for any. */
  public String expectedId() {
    return expectedId;
  }

  /** Token services are to be asked through this; what a provider throws here it throws again. */
  public void callThrough(HttpTransport transport) {
    keySource.callThrough(transport);
  }

  /**
   * Its keys of now.
   *
   * @throws ConfigurationException when their source says that it has none
   * @throws BrokenKeysException when their source throws anything else, or gives null
   */
  public Credentials keys() {
    return keySource.now();
  }

  Secrets secrets(Credentials credentials) {
    return keySource.secrets(credentials);
  }

  /** Whose keys these are, if the cloud was asked. */
  public Optional<Caller> caller(Credentials credentials) {
    return Optional.ofNullable(callers.get(Keys.of(credentials).mark()));
  }

  /** The cloud's own id of the account, if it was asked with the keys of now. */
  public Optional<String> id() {
    return callerNow().map(Caller::accountId);
  }

  /** The cloud's name of whoever its keys are of; empty where it was not asked. */
  public String callerName() {
    return callerNow().map(Caller::name).orElse("");
  }

  private Optional<Caller> callerNow() {
    try {
      return callers.isEmpty() ? Optional.empty() : caller(keys());
    } catch (RuntimeException none) {
      // The call itself will say what is wrong with them.
      return Optional.empty();
    }
  }

  void learn(Credentials credentials, Caller caller) {
    // Temporary keys are new ones every hour.
    if (callers.size() > MOST_CALLERS) {
      callers.clear();
    }
    callers.put(Keys.of(credentials).mark(), caller);
  }

  public CloudProvider provider() {
    return provider;
  }

  public ProviderFacts facts() {
    return facts;
  }

  /** The facts of that release action, which an assessment named. */
  public ActionFacts action(String name) {
    for (ActionFacts action : facts.releaseActions()) {
      if (action.name().equals(name)) {
        return action;
      }
    }
    throw new IllegalArgumentException(facts.name() + " has no release action " + name);
  }

  public String name() {
    return facts.name();
  }

  /**
   * What is printable of its key: a digest of the access key id, or of the bearer token; the same
   * for the same key.
   */
  public String mark() {
    Keys now = Keys.of(keys());
    known = now;
    return now.mark();
  }

  /**
   * By what it is the same account under whatever name: its keys of the last run's beginning, and
   * the cloud's own id where that is known. Two that have one of these in common are one.
   */
  public Set<String> identities() {
    Set<String> all = new HashSet<>();
    if (!expectedId.isEmpty()) {
      all.add("id " + expectedId);
    }
    try {
      Keys keys = known();
      all.add("key " + keys.mark());
      Optional.ofNullable(callers.get(keys.mark())).ifPresent(c -> all.add("id " + c.accountId()));
    } catch (RuntimeException none) {
      // The call itself will say what is wrong with them.
    }
    return all;
  }

  private Keys known() {
    Keys found = known;
    return found == null ? Keys.of(keys()) : found;
  }

  /**
   * The name under which a budget counts it, whatever it is called here: the cloud's own id where
   * one is expected, else its lasting key; of temporary keys the ids change all the time. Not what
   * was heard of it by the way: one account has one name.
   */
  public String budgetName() {
    return facts.cloud() + '#' + (expectedId.isEmpty() ? counted() : expectedId);
  }

  private String counted() {
    try {
      Keys keys = known();
      return keys.lasting() ? keys.mark() : name();
    } catch (RuntimeException none) {
      // The call itself will say what is wrong with them.
      return name();
    }
  }

  /** Calls that the cloud counts together with that one, as they were when first asked for. */
  public Pace.Lane lane(String region, ActionFacts action) {
    String key = region + " " + action.name();
    Pace.Lane lane = lanes.get(key);
    if (lane == null) {
      // What extensions are asked for, they are asked for outside the lock of the map.
      lane = new Pace.Lane(host(region), laneKey(), action.name(), wishes.ratePerSecond(action));
      Pace.Lane other = lanes.putIfAbsent(key, lane);
      return other == null ? lane : other;
    }
    return lane;
  }

  /** How long one call of that action may take. */
  Duration timeout(ActionFacts action) {
    return wishes.timeout(action);
  }

  private String host(String region) {
    try {
      return Objects.requireNonNull(provider.accessHost(region), "accessHost");
    } catch (RuntimeException broken) {
      LOG.warn("{}: accessHost threw {}", name(), broken.getClass().getName());
      return region.isEmpty() ? facts.cloud() : region;
    }
  }

  /**
   * Whoever holds one key is one caller, under whichever names; so are the keys of one sub-account,
   * where the cloud was asked before the first call. See {@link Pace.Lane}.
   */
  private String laneKey() {
    try {
      Keys keys = known();
      Caller told = callers.get(keys.mark());
      if (told != null && !told.name().isEmpty()) {
        return "caller " + told.accountId() + " " + told.name();
      }
      return keys.lasting() ? "key " + keys.mark() : "account " + name();
    } catch (RuntimeException none) {
      // The call itself will say what is wrong with them.
      return "account " + name();
    }
  }

  CloudClock clock() {
    return clock;
  }

  /** What time it is, or was, at the cloud when it is that time here; empty if it never said. */
  public Optional<Instant> cloudTime(Instant here) {
    return clock.byWall(here);
  }

  /** What time it is in that region now, by the steady clock; empty if the cloud never said. */
  public Optional<Instant> cloudTimeBySteady(String region, Instant steady) {
    return clock.bySteady(region, steady);
  }
}
