package io.cloudrelease.config;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.execution.ClassPathProviders;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client's setup as plain data: accounts, guards, policy, network, journal. Built by hand, or
 * from a tree that a file was read into; it reads no keys and calls nothing until a client needs
 * them. Immutable and thread-safe; its text form has no secrets.
 *
 * <p>The providers of the accounts are those that {@link ServiceLoader} finds.
 */
public final class ClientConfig {
  private final Map<String, AccountConfig> accounts;
  private final List<ReleaseGuard> guards;
  private final boolean checkGroups;
  private final Policy policy;
  private final @Nullable NetworkSettings network;
  private final @Nullable Path journal;
  private final @Nullable StoreConfig store;

  /** Where the keys of accounts are looked for, by name; of those that have places of their own. */
  private final Map<String, Surroundings> surroundings;

  /** Where keys are looked for when no account is named. */
  private final @Nullable Surroundings usual;

  /** Where accounts stand, for messages, by name; of those that were read from a tree. */
  private final Map<String, String> places;

  private ClientConfig(Builder from) {
    this.accounts = new LinkedHashMap<>(from.accounts);
    this.guards = List.copyOf(from.guards);
    this.checkGroups = from.checkGroups;
    this.policy = from.policy;
    this.network = from.network;
    this.journal = from.journal;
    this.store = from.store;
    this.surroundings = Map.copyOf(from.surroundings);
    this.usual = from.usual;
    this.places = Map.copyOf(from.places);
  }

  /** A configuration that is built by hand. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The configuration of a tree, or of several together: the accounts and guards of all, of the
   * policies the tightest, and network, journal and store of the first that speaks of them. Keys of
   * an account are looked for in the {@link ConfigSource#surroundings} of its own tree; where no
   * tree names an account, in those of the first that was given any.
   *
   * @throws ConfigurationException that says everything that is wrong, an account that stands in
   *     two included; {@link #problems} has it one by one for each
   */
  public static ClientConfig of(ConfigSource... sources) {
    List<String> problems = new ArrayList<>();
    List<ClientConfig> configs = new ArrayList<>();
    for (ConfigSource source : sources) {
      configs.add(new ConfigReader(source, kinds(), problems).read());
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
    return configs.stream().reduce(ClientConfig::with).orElseGet(() -> builder().build());
  }

  /** All that is wrong with a tree, each with file, line and key; empty when nothing is. */
  public static List<String> problems(ConfigSource source) {
    List<String> problems = new ArrayList<>();
    new ConfigReader(source, kinds(), problems).read();
    return List.copyOf(problems);
  }

  private static Map<String, ProviderFactory> kinds() {
    Map<String, ProviderFactory> kinds = new TreeMap<>();
    ServiceLoader.load(ProviderFactory.class).forEach(each -> kinds.put(each.kind(), each));
    return kinds;
  }

  private ClientConfig with(ClientConfig other) {
    Builder both = new Builder();
    for (ClientConfig each : List.of(this, other)) {
      each.accounts.values().forEach(both::account);
      each.guards.forEach(both::guard);
      both.policy(each.policy);
      both.surroundings.putAll(each.surroundings);
      both.places.putAll(each.places);
    }
    both.checkGroups = checkGroups || other.checkGroups;
    both.network = network != null ? network : other.network;
    boolean records = journal != null || store != null;
    both.journal = records ? journal : other.journal;
    both.store = records ? store : other.store;
    both.usual = usual != null ? usual : other.usual;
    return both.build();
  }

  /** In the order they were named. */
  public List<AccountConfig> accounts() {
    return List.copyOf(accounts.values());
  }

  public List<ReleaseGuard> guards() {
    return guards;
  }

  public Policy policy() {
    return policy;
  }

  public Optional<NetworkSettings> network() {
    return Optional.ofNullable(network);
  }

  /** The file, or the folder, of the journal. */
  public Optional<Path> journal() {
    return Optional.ofNullable(journal);
  }

  /** The store that takes the journal's place. */
  public Optional<StoreConfig> store() {
    return Optional.ofNullable(store);
  }

  /**
   * A client that is set up so; more can be said to it.
   *
   * @throws ConfigurationException when there is a {@link #store}, which the core cannot open: use
   *     {@link #applyTo} and hand the store over; or an account is wrong for its kind of cloud
   */
  public ReleaseClientBuilder client() {
    if (store != null) {
      throw new ConfigurationException(
          "the configuration names a store; open it, and give its parts to applyTo's client");
    }
    return applyTo(ReleaseClient.builder());
  }

  /**
   * Sets a client up so; what it was told before stays. Without accounts each kind of cloud has one
   * of its own name, as with {@link ReleaseClientBuilder#providersFromClassPath}, in the
   * surroundings that its tree was given. A {@link #store} is left to the caller.
   *
   * @throws ConfigurationException when an account is wrong for its kind of cloud; it tells of all
   */
  public ReleaseClientBuilder applyTo(ReleaseClientBuilder client) {
    if (!accounts.isEmpty()) {
      providers().forEach(client::provider);
    } else if (usual != null) {
      ClassPathProviders.in(client, usual::settings);
    } else {
      client.providersFromClassPath();
    }
    for (AccountConfig account : accounts.values()) {
      if (!account.expectedId().isEmpty()) {
        client.expectAccount(account.name(), account.expectedId());
      }
      account.rates().forEach((action, rate) -> client.rate(account.name(), action, rate));
    }
    guards.forEach(client::guard);
    if (checkGroups) {
      client.checkGroups(true);
    }
    client.policy(policy);
    if (network != null) {
      client.network(network);
    }
    if (journal != null) {
      client.journal(
          Files.isDirectory(journal) ? FileJournal.inFolder(journal) : FileJournal.at(journal));
    }
    return client;
  }

  private List<CloudProvider> providers() {
    Map<String, ProviderFactory> kinds = kinds();
    List<CloudProvider> providers = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (AccountConfig account : accounts.values()) {
      ProviderFactory kind = kinds.get(account.cloud());
      if (kind == null) {
        problems.add(
            place(account)
                + ": no provider for '"
                + account.cloud()
                + "' is on the class path; "
                + KnownClouds.moduleOf(account.cloud())
                    .map(module -> "add " + module)
                    .orElse("known are " + String.join(", ", kinds.keySet())));
        continue;
      }
      Set<String> known = new TreeSet<>(kind.options().keySet());
      for (String key : new TreeSet<>(account.options().keySet())) {
        if (!known.contains(key)) {
          problems.add(
              place(account)
                  + ": option '"
                  + key
                  + "' is not known; "
                  + (known.isEmpty() ? "there are none" : "known are " + String.join(", ", known)));
        }
      }
      try {
        providers.add(kind.create(settings(account)));
      } catch (RuntimeException wrong) {
        problems.add(place(account) + ": " + wrong.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
    return providers;
  }

  private String place(AccountConfig account) {
    return places.getOrDefault(account.name(), "account " + account.name());
  }

  private ProviderSettings settings(AccountConfig account) {
    String name = account.name();
    ProviderSettings settings =
        Optional.ofNullable(surroundings.get(name))
            .map(own -> own.settings(name))
            .orElseGet(() -> ProviderSettings.of(name))
            .profile(account.profile())
            .options(account.options());
    if (account.credentials().isPresent()) {
      settings = settings.credentials(account.credentials().get());
    }
    if (account.role().isPresent()) {
      settings = settings.assumeRole(account.role().get());
    }
    if (account.areCommandsAllowed()) {
      settings = settings.allowCredentialCommands();
    }
    return account.endpoint().isEmpty()
        ? settings
        : settings.endpoint(Endpoint.parse(account.endpoint()));
  }

  @Override
  public String toString() {
    return "ClientConfig[accounts " + new TreeSet<>(accounts.keySet()) + ", " + policy + "]";
  }

  /** Collects a configuration. Not thread-safe. */
  public static final class Builder {
    private final Map<String, AccountConfig> accounts = new LinkedHashMap<>();
    private final List<ReleaseGuard> guards = new ArrayList<>();
    private boolean checkGroups;
    private Policy policy = Policy.none();
    private @Nullable NetworkSettings network;
    private @Nullable Path journal;
    private @Nullable StoreConfig store;
    private final Map<String, Surroundings> surroundings = new LinkedHashMap<>();
    private @Nullable Surroundings usual;
    private final Map<String, String> places = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds an account.
     *
     * @throws ConfigurationException when its name is taken
     */
    public Builder account(AccountConfig value) {
      if (accounts.putIfAbsent(value.name(), value) != null) {
        throw new ConfigurationException("two accounts are named '" + value.name() + "'");
      }
      return this;
    }

    /** Adds a guard; one objection is enough. */
    public Builder guard(ReleaseGuard value) {
      guards.add(Objects.requireNonNull(value, "guard"));
      return this;
    }

    /** Whether clouds are asked who is a member of a group. */
    public Builder checkGroups(boolean value) {
      checkGroups = value;
      return this;
    }

    /** What may be released at all; given a second time, both. Default whatever requests allow. */
    public Builder policy(Policy value) {
      policy = policy.tightenedBy(value);
      return this;
    }

    /** How clouds are reached; default as usual. */
    public Builder network(NetworkSettings value) {
      network = Objects.requireNonNull(value, "network");
      return this;
    }

    /** The file of the journal, or a folder that is there; default none. */
    public Builder journal(Path value) {
      journal = Objects.requireNonNull(value, "journal");
      return this;
    }

    /** The store that takes the journal's place. */
    public Builder store(StoreConfig value) {
      store = Objects.requireNonNull(value, "store");
      return this;
    }

    /** Where that account stands. */
    void place(String account, String value) {
      places.put(account, value);
    }

    /** How many there are by now. */
    int accounts() {
      return accounts.size();
    }

    /** Where that account's keys are looked for; null for this process's places. */
    void surroundings(String account, @Nullable Surroundings value) {
      if (value != null) {
        surroundings.put(account, value);
      }
    }

    /** Where keys are looked for when no account is named; null for this process's places. */
    void usual(@Nullable Surroundings value) {
      usual = value;
    }

    public ClientConfig build() {
      return new ClientConfig(this);
    }
  }
}
