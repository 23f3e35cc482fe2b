package io.cloudrelease.commandline;

import io.cloudrelease.http.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which accounts there are, and how they are reached: of every command that calls a cloud.
 *
 * @param config the configuration file; empty for the usual places to look for one
 * @param endpoints where to send, by account or kind of cloud; for tests and gateways
 * @param network proxy, trust and time limits
 */
record CloudOptions(
    Optional<Path> config, Map<String, Endpoint> endpoints, NetworkOptions network) {
  static final String CONFIG = "--config";
  private static final String ENDPOINT = "--endpoint";

  CloudOptions {
    Objects.requireNonNull(config, "config");
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    Objects.requireNonNull(network, "network");
  }

  static void add(Grammar grammar, CommandSpec command) {
    addConfig(grammar, command);
    command.addOption(
        grammar.repeatable(ENDPOINT, "PROVIDER=URL", Map.Entry.class, Values::endpoint).build());
    NetworkOptions.add(grammar, command);
  }

  /** Of a command that calls no cloud, and only asks the file where runs are written down. */
  static void addConfig(Grammar grammar, CommandSpec command) {
    command.addOption(grammar.option(CONFIG, "FILE", Path.class, Values::path).build());
  }

  static CloudOptions of(Given given) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    List<Map.Entry<String, Endpoint>> all = given.values(ENDPOINT);
    for (Map.Entry<String, Endpoint> one : all) {
      if (endpoints.put(one.getKey(), one.getValue()) != null) {
        given.wrong("endpoint.twice", one.getKey());
      }
    }
    return new CloudOptions(given.optional(CONFIG), endpoints, NetworkOptions.of(given));
  }

  static CloudOptions ofConfig(Given given) {
    return new CloudOptions(given.optional(CONFIG), Map.of(), NetworkOptions.none());
  }

  /**
   * The accounts, and what else the configuration file says.
   *
   * @throws UsageException naming everything that is wrong with it
   */
  Setup setup(Session session) throws UsageException {
    return Setup.of(this, session);
  }

  /**
   * What has to be typed again in a command that goes on with this one: all of it, for what was
   * tried out at a simulated cloud must not go on at a real one.
   */
  List<String> again() {
    List<String> args = new ArrayList<>();
    config.ifPresent(file -> Shell.option(args, CONFIG, file.toString()));
    endpoints.forEach((name, where) -> Shell.option(args, ENDPOINT, name + "=" + where));
    args.addAll(network.again());
    return List.copyOf(args);
  }
}
