package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.find.Place;
import io.cloudrelease.network.NetworkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The accounts of one call of the tool, and what else its configuration file says. */
final class Setup {
  private final CloudOptions options;
  private final Session session;
  private final Optional<ClientConfig> config;
  private final Optional<NetworkSettings> network;

  private Setup(CloudOptions options, Session session, Optional<ClientConfig> config)
      throws UsageException {
    this.options = options;
    this.session = session;
    this.config = config;
    this.network =
        options
            .network()
            .over(config.flatMap(ClientConfig::network), session.surroundings().environment());
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws UsageException naming everything that is wrong with it
   */
  static Setup of(CloudOptions options, Session session) throws UsageException {
    Environment environment = session.surroundings().environment();
    // Whoever hands in surroundings of another machine has no working folder there.
    Path folder = environment.isOfThisMachine() ? Path.of("") : environment.home();
    try {
      Optional<Path> file = ConfigFile.find(options.config(), environment, folder);
      if (file.isEmpty()) {
        return new Setup(options, session, Optional.empty());
      }
      ConfigSource source = ConfigFile.read(file.get(), environment, options.endpoints());
      List<String> problems = ClientConfig.problems(source);
      if (!problems.isEmpty()) {
        throw new UsageException(problems.stream().map(Message::plain).toList());
      }
      return new Setup(options, session, Optional.of(ClientConfig.of(source)));
    } catch (ConfigurationException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
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
    if (!typed.equals(Recording.usual()) || config.isEmpty()) {
      return typed;
    }
    if (config.get().store().isPresent()) {
      return Recording.in(Store.of(config.get().store().get()));
    }
    return config.get().journal().map(Recording::at).orElse(typed);
  }

  /** What has to be typed again in a command that goes on with this one. */
  List<String> again() {
    return options.again();
  }
}
