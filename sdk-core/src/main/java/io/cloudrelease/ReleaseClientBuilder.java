package io.cloudrelease;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.ClassPathProviders;
import io.cloudrelease.execution.ClientSettings;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.record.EvidencePlace;
import io.cloudrelease.execution.schedule.Guards;
import io.cloudrelease.execution.schedule.Waves;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.outcome.NoListener;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.text.AccountName;
import io.cloudrelease.transport.HttpTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of a {@link ReleaseClient}. Not thread-safe.
 *
 * <p>What holds back adds up, also in a builder that a client was turned into: each {@link #guard}
 * and {@link #killSwitch} counts, of two {@link #policy policies} the tighter. Everything else is
 * replaced by what is said later, {@link #blastBudget} and {@link #waves} too: limits that nobody
 * may replace belong in a policy.
 */
public final class ReleaseClientBuilder {
  private static final BooleanSupplier NOT_THERE = () -> false;

  static {
    Clockwork.takenBy(
        (builder, given) -> {
          ReleaseClientBuilder own = (ReleaseClientBuilder) builder;
          own.clockwork = given.over(own.clockwork);
        });
    ClassPathProviders.takenBy(
        (builder, settings) -> ((ReleaseClientBuilder) builder).fromClassPath = settings);
  }

  private final Map<String, CloudProvider> providers = new LinkedHashMap<>();
  private final Map<String, String> accountIds = new LinkedHashMap<>();
  private final List<ReleaseGuard> guards = new ArrayList<>();
  private @Nullable Function<String, ProviderSettings> fromClassPath;
  private boolean checkGroups;
  private final Map<String, Map<String, Double>> rates = new LinkedHashMap<>();
  private @Nullable NetworkSettings network;
  private boolean checkLeftovers;
  private @Nullable HttpTransport transport;

  /** Whether network and transport are of the client that this one is made of. */
  private boolean reachesAsBefore;

  private Clockwork clockwork = Clockwork.real();
  private @Nullable RetryPolicy retryPolicy;
  private BatchSplitter splitter = BatchSplitter.inOrder();
  private ReleaseListener listener = NoListener.NONE;
  private BooleanSupplier killSwitch = NOT_THERE;
  private Pace pace = new LanePace();
  private ReleaseJournal journal = ReleaseJournal.none();
  private BlastBudget budget = BlastBudget.unlimited();
  private Waves waves = Waves.none();
  private EvidencePlace evidence = EvidencePlace.memory();
  private Policy policy = Policy.none();
  private BlastBudget hourly = BlastBudget.unlimited();
  private @Nullable Executor executor;

  ReleaseClientBuilder() {}

  boolean hasKillSwitch() {
    return killSwitch != NOT_THERE;
  }

  ReleaseClientBuilder(ReleaseClientBuilder other) {
    providers.putAll(other.providers);
    accountIds.putAll(other.accountIds);
    guards.addAll(other.guards);
    fromClassPath = other.fromClassPath;
    checkGroups = other.checkGroups;
    evidence = other.evidence;
    other.rates.forEach((name, each) -> rates.put(name, new LinkedHashMap<>(each)));
    network = other.network;
    checkLeftovers = other.checkLeftovers;
    transport = other.transport;
    reachesAsBefore = true;
    clockwork = other.clockwork;
    retryPolicy = other.retryPolicy;
    splitter = other.splitter;
    listener = other.listener;
    killSwitch = other.killSwitch;
    pace = other.pace;
    journal = other.journal;
    budget = other.budget;
    waves = other.waves;
    policy = other.policy;
    hourly = other.hourly;
    executor = other.executor;
  }

  /**
   * Registers an account under its provider's name, which references begin with.
   *
   * @throws ConfigurationException when the name is taken, or can stand in no reference: lower-case
   *     letters, digits and hyphens, 1 to 64 characters
   */
  public ReleaseClientBuilder provider(CloudProvider provider) {
    String name = nameOf(provider);
    if (providers.putIfAbsent(name, provider) != null) {
      throw new ConfigurationException(
          "two providers are registered as '" + name + "'; give one of them another name");
    }
    return this;
  }

  private static String nameOf(CloudProvider provider) {
    String name = provider.facts().name();
    @Nullable String wrong = AccountName.wrong(name);
    if (wrong != null) {
      throw new ConfigurationException(
          "the name '" + name + "' of a provider " + wrong + "; references begin with it");
    }
    return name;
  }

  /**
   * Holds an account to the cloud's own id of it: whose keys they are is asked before anything else
   * of the client's, and again when they are renewed; of another account nothing is called. Plans
   * and journals are bound to the id.
   *
   * @param name the name it is registered under
   * @param accountId as the cloud's console shows it
   * @throws ConfigurationException when it is blank
   */
  public ReleaseClientBuilder expectAccount(String name, String accountId) {
    if (accountId.isBlank()) {
      throw new ConfigurationException("the id expected of '" + name + "' is blank");
    }
    accountIds.put(name, accountId.strip());
    return this;
  }

  /**
   * Registers every provider that {@link java.util.ServiceLoader} finds, with keys from the
   * environment, but for those under whose name a {@link #provider} is registered.
   */
  public ReleaseClientBuilder providersFromClassPath() {
    fromClassPath = ProviderSettings::of;
    return this;
  }

  /**
   * Where each run makes its intents durable before they leave; default nowhere. A run whose
   * journal cannot be written sends nothing. Replaces the one given before.
   */
  public ReleaseClientBuilder journal(ReleaseJournal value) {
    journal = Objects.requireNonNull(value, "journal");
    return this;
  }

  /** Adds a guard that is asked for each instance; one objection is enough. Default none. */
  public ReleaseClientBuilder guard(ReleaseGuard value) {
    guards.add(Objects.requireNonNull(value, "guard"));
    return this;
  }

  /**
   * Whether clouds are asked, before anything is sent, which instances are members of scaling
   * groups or node pools; who cannot be asked about is held back. Default off: then members are
   * known by the tags that the look shows. Members are held back in either case, unless a request
   * grants {@link io.cloudrelease.model.Power#ALLOW_GROUP_MEMBERS}.
   */
  public ReleaseClientBuilder checkGroups(boolean value) {
    checkGroups = value;
    return this;
  }

  /**
   * Writes the evidence of each run to a file of its own in that folder, {@code RUN.jsonl}, line by
   * line as the run goes on; it is then not held in memory. Default in memory. The folder is made
   * if it is not there; its files can be read by their owner only. Where a file cannot be made
   * nothing is sent; where it cannot be written any more the run goes on, and {@link
   * io.cloudrelease.model.Evidence#verify} names what is missing. In a run of more than 100,000
   * instances what was seen stands in the file alone: {@code before}, {@code last} and {@code
   * collateral} of its verdicts are empty, so that it takes less room.
   */
  public ReleaseClientBuilder evidenceIn(Path folder) {
    evidence = EvidencePlace.folder(Objects.requireNonNull(folder, "folder"));
    return this;
  }

  /**
   * As {@link #evidenceIn}, of one run and in that file. Where one is there, be it of a run before,
   * it stays as it is and nothing is sent.
   */
  public ReleaseClientBuilder evidenceAt(Path file) {
    evidence = EvidencePlace.file(Objects.requireNonNull(file, "file"));
    return this;
  }

  /**
   * Keeps no evidence: results have none, and in a run of more than 100,000 instances verdicts hold
   * no looks either, as with {@link #evidenceIn}. For very large runs that are journalled
   * elsewhere.
   */
  public ReleaseClientBuilder withoutEvidence() {
    evidence = EvidencePlace.none();
    return this;
  }

  /**
   * Whether clouds are asked what released instances leave behind: before the first is sent for
   * what hangs on them, and after the release, by id, for what is still there; see {@link
   * io.cloudrelease.model.ReleaseInstancesResult#leftovers}. Nothing is freed, and no verdict
   * depends on it. A result that has leftovers comes a minute later, since they are asked for
   * twice, but never after the deadline. Default off: then leftovers are what the looks show.
   */
  public ReleaseClientBuilder checkLeftovers(boolean value) {
    checkLeftovers = value;
    return this;
  }

  /**
   * How many instances of an account may be sent in a time; default without limit. Replaces the
   * budget given before, but none of a {@link #policy}.
   */
  public ReleaseClientBuilder blastBudget(BlastBudget value) {
    budget = Objects.requireNonNull(value, "budget");
    return this;
  }

  /**
   * Sends each request in waves, and only goes on when one went well; default all at once. {@code
   * waves(5, 1, 5, 25)}: 1 %, 5 %, 25 %, then the rest, until more than 5 % of a wave are in
   * trouble. Replaces the waves given before, but none of a {@link #policy}.
   *
   * @param mostTroublePercent when more than this share of a wave ends REJECTED or UNKNOWN, nothing
   *     more is sent; 0 to 100
   * @param percents the share that each wave before the last may send, of the instances that stand
   *     ready or were sent, each 1 to 99, together below 100; a wave holds at least one instance,
   *     and the first one waits until nothing else is open, for some 30 seconds at most
   * @throws ConfigurationException when they are not
   */
  public ReleaseClientBuilder waves(int mostTroublePercent, int... percents) {
    waves = new Waves(IntStream.of(percents).boxed().toList(), mostTroublePercent);
    return this;
  }

  /**
   * Holds the client to a policy, beside its guards and whatever requests grant; given a second
   * time, to both. Default none.
   */
  public ReleaseClientBuilder policy(Policy value) {
    Policy tighter = policy.tightenedBy(value);
    if (!tighter.mostPerHour().equals(policy.mostPerHour())) {
      // What was counted so far stays counted.
      hourly = Guards.both(hourly, BlastBudget.perHour(tighter.mostPerHour().orElseThrow()));
    }
    policy = tighter;
    return this;
  }

  /**
   * Asked before each destructive send; once it says true, or throws, nothing more of that run is
   * sent. Given a second time, either of the two is enough.
   */
  public ReleaseClientBuilder killSwitch(BooleanSupplier value) {
    BooleanSupplier before = killSwitch;
    Objects.requireNonNull(value, "killSwitch");
    killSwitch = () -> before.getAsBoolean() || value.getAsBoolean();
    return this;
  }

  /**
   * Told what happens in every run; default nobody. Replaces the one given before: who wants both
   * hands on to both.
   */
  public ReleaseClientBuilder listener(ReleaseListener value) {
    listener = Objects.requireNonNull(value, "listener");
    return this;
  }

  /**
   * Carries the calls, in place of the client's own threads (at most 64, virtual where the JVM has
   * them). What it rejects runs on the run's own thread, one call after the other. Not shut down by
   * the client.
   */
  public ReleaseClientBuilder executor(Executor value) {
    executor = Objects.requireNonNull(value, "executor");
    return this;
  }

  /**
   * Sends through this; default OkHttp. It is closed with the client. Takes the place of network
   * settings of the client that this one is made of.
   */
  public ReleaseClientBuilder transport(HttpTransport value) {
    network = reachesAsBefore ? null : network;
    reachesAsBefore = false;
    transport = Objects.requireNonNull(value, "transport");
    return this;
  }

  /**
   * How clouds are reached: proxy, trust, time limits; default {@code
   * NetworkSettings.builder().build()}. For the client's own transport, not for another {@link
   * #transport}; takes the place of one of the client that this one is made of.
   */
  public ReleaseClientBuilder network(NetworkSettings value) {
    transport = reachesAsBefore ? null : transport;
    reachesAsBefore = false;
    network = Objects.requireNonNull(value, "network");
    return this;
  }

  /**
   * How often an account may call an action, in place of what the provider documents: less where
   * others use the account too, more where the cloud has raised its limit.
   *
   * @param name the name it is registered under
   * @param action as the cloud calls it
   * @param perSecond above zero
   * @throws ConfigurationException when it is not
   */
  public ReleaseClientBuilder rate(String name, String action, double perSecond) {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new ConfigurationException(
          "the rate of " + action + " of '" + name + "' must be above zero, not " + perSecond);
    }
    rates.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(action, perSecond);
    return this;
  }

  /**
   * Says when each call may leave; default evenly spaced at the providers' documented rates, slower
   * after throttling answers, for this client alone. Give several clients or processes that use one
   * account a common one.
   */
  public ReleaseClientBuilder pace(Pace value) {
    pace = Objects.requireNonNull(value, "pace");
    return this;
  }

  /** Decides after failures; default {@link RetryPolicy#standard}. */
  public ReleaseClientBuilder retryPolicy(RetryPolicy value) {
    retryPolicy = Objects.requireNonNull(value, "retryPolicy");
    return this;
  }

  /** Cuts groups into batches; default in order. */
  public ReleaseClientBuilder batchSplitter(BatchSplitter value) {
    splitter = Objects.requireNonNull(value, "splitter");
    return this;
  }

  /**
   * The client.
   *
   * @throws ConfigurationException when no provider is registered, an account id is expected or a
   *     rate is set of one that is not registered or cannot have it, network settings are wrong, or
   *     OkHttp on the class path is too old to be safe
   */
  public ReleaseClient build() {
    return new ReleaseClient(this);
  }

  ClientSettings settings() {
    List<CloudProvider> all = new ArrayList<>(providers.values());
    if (fromClassPath != null) {
      all.addAll(ClassPathProviders.except(providers.keySet(), fromClassPath));
      all.forEach(ReleaseClientBuilder::nameOf);
    }
    if (all.isEmpty()) {
      throw new ConfigurationException(
          "no provider is registered; add provider-zenlayer, provider-tencent or"
              + " provider-aliyun to the class path, or register one");
    }
    accountIds.keySet().forEach(name -> checkExpected(name, all));
    rates.forEach((name, each) -> checkRates(name, each.keySet(), all));
    return new ClientSettings(
        all,
        accountIds,
        rates,
        Optional.ofNullable(network).flatMap(NetworkSettings::answerTimeout),
        transport(),
        clockwork,
        Optional.ofNullable(retryPolicy),
        splitter,
        listener,
        killSwitch,
        pace,
        journal,
        new Guards(guards, budget, waves).heldTo(policy, hourly),
        checkGroups,
        checkLeftovers,
        evidence,
        Optional.ofNullable(executor));
  }

  private HttpTransport transport() {
    if (transport == null) {
      return OkHttpTransport.create(network == null ? NetworkSettings.builder().build() : network);
    }
    if (network != null) {
      throw new ConfigurationException(
          "network settings are for the client's own transport; leave out one of network(…) and"
              + " transport(…)");
    }
    return transport;
  }

  private static void checkRates(String name, Set<String> actions, List<CloudProvider> all) {
    ProviderFacts facts =
        all.stream()
            .map(CloudProvider::facts)
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "a rate is set for '" + name + "', which is not registered"));
    Set<String> known = new TreeSet<>(Set.of(facts.lookAction().name()));
    facts.releaseActions().forEach(action -> known.add(action.name()));
    for (String action : actions) {
      if (!known.contains(action)) {
        throw new ConfigurationException(
            "a rate is set for "
                + action
                + " of '"
                + name
                + "', which is not called; known are "
                + String.join(", ", known));
      }
    }
  }

  private static void checkExpected(String name, List<CloudProvider> all) {
    CloudProvider provider =
        all.stream()
            .filter(each -> each.facts().name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "an account id is expected of '" + name + "', which is not registered"));
    if (!(provider instanceof WhoAmI)) {
      throw new ConfigurationException(
          "an account id is expected of '" + name + "', whose provider cannot ask for it");
    }
  }
}
