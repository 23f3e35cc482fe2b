package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered provider with what is learned of it over all runs of a client. Thread-safe. */
public final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

  private final CloudProvider provider;
  private final ProviderFacts facts;
  private final Map<String, Pace.Lane> lanes = new ConcurrentHashMap<>();
  private volatile Duration clockOffset = Duration.ZERO;

  public Account(CloudProvider provider) {
    this.provider = provider;
    this.facts = provider.facts();
  }

  public CloudProvider provider() {
    return provider;
  }

  public ProviderFacts facts() {
    return facts;
  }

  public String name() {
    return facts.name();
  }

  /**
   * What is printable of its key: a digest of the access key id, or of the bearer token; the same
   * for the same key.
   */
  public String mark() {
    Credentials credentials = provider.credentials().resolve();
    return credentials.isBearer()
        ? "bearer " + digest(credentials.token().orElseThrow().reveal())
        : digest(credentials.accessKeyId());
  }

  /**
   * Whose credentials these are, as far as they tell: temporary keys may be renewed and have new
   * ids each time, so that they only tell that they are temporary; a permanent key or a bearer
   * token is known by its digest.
   */
  static String identity(Credentials credentials) {
    if (credentials.isBearer()) {
      return "bearer " + digest(credentials.token().orElseThrow().reveal());
    }
    return credentials.token().isPresent()
        ? "temporary keys"
        : "key " + digest(credentials.accessKeyId());
  }

  private static String digest(String text) {
    return Hashes.sha256Hex("cloudrelease account " + text).substring(0, 16);
  }

  /**
   * The name under which a budget counts it: that of its key, whatever the account is called here;
   * the ids of temporary keys change all the time.
   */
  public String budgetName() {
    boolean temporary = provider.credentials().resolve().token().isPresent();
    return temporary ? name() : facts.cloud() + "#" + mark();
  }

  /** Calls that the cloud counts together with that one, as they were when first asked for. */
  public Pace.Lane lane(String region, ActionFacts action) {
    return lanes.computeIfAbsent(
        region + " " + action.name(),
        any -> new Pace.Lane(host(region), laneKey(), action.name(), action.ratePerSecond()));
  }

  private String host(String region) {
    try {
      return Objects.requireNonNull(provider.accessHost(region), "accessHost");
    } catch (RuntimeException broken) {
      LOG.warn("{}: accessHost threw {}", name(), broken.getClass().getName());
      return region.isEmpty() ? facts.cloud() : region;
    }
  }

  /** Whoever holds one key is one caller, under whichever names; see {@link Pace.Lane}. */
  private String laneKey() {
    try {
      Credentials credentials = provider.credentials().resolve();
      boolean lasting = credentials.token().isEmpty() && !credentials.isBearer();
      return lasting ? "key " + mark() : "account " + name();
    } catch (RuntimeException none) {
      // The call itself will say what is wrong with them.
      return "account " + name();
    }
  }

  /** What to add to our clock to get the cloud's. */
  Duration clockOffset() {
    return clockOffset;
  }

  void learnClockOffset(Duration offset) {
    clockOffset = offset;
  }
}
