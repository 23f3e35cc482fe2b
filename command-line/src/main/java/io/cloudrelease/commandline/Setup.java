package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.config.StoreConfig;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.find.Place;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The accounts of one call of the tool, and what else its configuration file says. */
final class Setup {
  private final List<ConfigFile> files;
  private final CloudOptions options;
  private final Session session;
  private final Optional<ClientConfig> config;
  private final Optional<NetworkSettings> network;

  private final Function<String, String> places;

  private Setup(
      CloudOptions options,
      Session session,
      List<ConfigFile> files,
      Optional<ClientConfig> config,
      Function<String, String> places)
      throws UsageException {
    this.files = List.copyOf(files);
    this.options = options;
    this.session = session;
    this.config = config;
    this.places = places;
    this.network =
        options
            .network()
            .over(config.flatMap(ClientConfig::network), session.surroundings().environment());
  }

  /**
   * Reads the files, if there are any.
   *
   * @throws UsageException naming everything that is wrong with them
   */
  static Setup of(CloudOptions options, Session session) throws UsageException {
    Environment environment = session.surroundings().environment();
    // Whoever hands in surroundings of another machine has no working folder there.
    Path folder = environment.isOfThisMachine() ? Path.of("") : environment.home();
    try {
      List<ConfigFile> files = ConfigFile.find(options.config(), environment, folder).toList();
      return files.isEmpty()
          ? new Setup(options, session, files, Optional.empty(), key -> "")
          : of(files, options, session);
    } catch (ConfigurationException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  private static Setup of(List<ConfigFile> files, CloudOptions options, Session session)
      throws UsageException {
    Environment environment = session.surroundings().environment();
    ConfigFile.leftOut(files, environment)
        .ifPresent(own -> session.warn(Message.of("config.alone", files.get(0).path(), own)));
    List<Message> problems = new ArrayList<>();
    List<YamlTree> trees = new ArrayList<>();
    List<ConfigSource> sources = new ArrayList<>();
    for (ConfigFile file : files) {
      YamlTree tree = file.tree();
      if (!file.trusted()) {
        session.note("config.here", file.path());
        problems.addAll(UntrustedKeys.takeFrom(tree, environment));
      }
      ConfigSource source = ConfigFile.source(tree, environment, options.endpoints());
      ClientConfig.problems(source).stream().map(Message::plain).forEach(problems::add);
      trees.add(tree);
      sources.add(source);
    }
    problems.addAll(namedTwice(trees));
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    ClientConfig both = ClientConfig.of(sources.toArray(ConfigSource[]::new));
    // Only the last may say where runs are written down, and that is what is asked for.
    return new Setup(
        options, session, files, Optional.of(both), trees.get(trees.size() - 1)::place);
  }

  private static List<Message> namedTwice(List<YamlTree> trees) {
    YamlTree first = trees.get(0);
    YamlTree last = trees.get(trees.size() - 1);
    return first == last
        ? List.of()
        : first.accounts().keySet().stream()
            .filter(last.accounts()::containsKey)
            .map(
                name ->
                    Message.of(
                        "config.account-twice",
                        first.place("accounts." + name),
                        name,
                        last.file(),
                        first.file()))
            .toList();
  }

  /**
   * A client of these accounts, to be set up further.
   *
   * @throws UsageException when an account is wrong for its kind of cloud, or an endpoint is of
   *     none
   */
  ReleaseClientBuilder client() throws UsageException {
    ReleaseClientBuilder client = session.surroundings().clients().get();
    checkEndpoints();
    if (hasAccounts()) {
      applyTo(client);
    } else {
      Accounts.register(client, session.surroundings().environment(), options.endpoints());
      config.ifPresent(c -> c.applyTo(client));
    }
    network.ifPresent(client::network);
    return client;
  }

  private void applyTo(ReleaseClientBuilder client) throws UsageException {
    try {
      config.orElseThrow().applyTo(client);
    } catch (ConfigurationException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  private boolean hasAccounts() {
    return config.filter(c -> !c.accounts().isEmpty()).isPresent();
  }

  private void checkEndpoints() throws UsageException {
    List<String> known = new ArrayList<>(accounts());
    if (hasAccounts()) {
      config.orElseThrow().accounts().stream().map(AccountConfig::cloud).forEach(known::add);
    }
    List<Message> problems = new ArrayList<>();
    for (String name : options.endpoints().keySet()) {
      if (!known.contains(name)) {
        problems.add(
            Message.of(
                "endpoint.unknown", name, String.join(", ", known.stream().distinct().toList())));
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  /** What the accounts are called, in the order of the file. */
  List<String> accounts() {
    return hasAccounts()
        ? config.orElseThrow().accounts().stream().map(AccountConfig::name).toList()
        : List.copyOf(Accounts.names());
  }

  /** The cloud's own id that an account must have by the file; empty for any. */
  Optional<String> expectedId(String account) {
    return config.stream()
        .flatMap(c -> c.accounts().stream())
        .filter(a -> a.name().equals(account) && !a.expectedId().isEmpty())
        .map(AccountConfig::expectedId)
        .findFirst();
  }

  /** That place; an account without a region stands for its usual regions, if it has any. */
  List<Place> places(Place place) {
    List<String> regions =
        config.stream()
            .flatMap(c -> c.accounts().stream())
            .filter(account -> account.name().equals(place.account()))
            .flatMap(account -> account.regions().stream())
            .toList();
    return !place.region().isEmpty() || regions.isEmpty()
        ? List.of(place)
        : regions.stream().map(place::in).toList();
  }

  /** Where runs are written down: as it was typed, else as the file says, else as usual. */
  Recording recording(Recording typed) {
    if (!typed.isUsual() || config.isEmpty()) {
      return typed;
    }
    Optional<StoreConfig> store = config.get().store();
    return store.isPresent()
        ? Recording.in(Store.of(store.get(), places.apply("store") + "store"))
        : config
            .get()
            .journal()
            .map(journal -> Recording.at(journal, places.apply("journal") + "journal"))
            .orElse(typed);
  }

  /**
   * The same for a run that sends.
   *
   * @throws UsageException when the file's policy counts in the file's store, for all who use it,
   *     and something else was typed
   */
  Recording recordingOfRun(Recording typed) throws UsageException {
    boolean counted =
        config.isPresent()
            && config.get().store().isPresent()
            && config.get().policy().mostPerHour().isPresent();
    if (counted && !typed.isUsual()) {
      throw new UsageException(Message.of("store.counted"));
    }
    return recording(typed);
  }

  /** How many an account may lose in an hour, by the file and as it was typed. */
  OptionalInt mostPerHour(Safeguards typed) {
    return config
        .map(ClientConfig::policy)
        .orElse(Policy.none())
        .tightenedBy(typed.policy())
        .mostPerHour();
  }

  /**
   * The files that are read, as far as the accounts know of them; not only those that were typed.
   */
  NamedFiles files() {
    NamedFiles named = new NamedFiles();
    files.forEach(file -> named.read(CloudOptions.CONFIG, file.path()));
    return named;
  }

  /** What has to be typed again in a command that goes on with this one. */
  List<String> again() {
    return options.again();
  }

  /** It with all guards that were typed. */
  List<String> again(Safeguards typed) {
    List<String> again = new ArrayList<>(again());
    again.addAll(typed.again());
    return again;
  }
}
