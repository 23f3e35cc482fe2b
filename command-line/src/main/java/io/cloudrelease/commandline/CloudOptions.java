package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.http.Endpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which accounts there are, and where they are reached: of every command that calls a cloud.
 *
 * @param endpoints where to send, by provider; for tests and gateways
 */
record CloudOptions(Map<String, Endpoint> endpoints) {
  private static final String ENDPOINT = "--endpoint";

  CloudOptions {
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  static void add(Grammar grammar, CommandSpec command) {
    command.addOption(
        grammar.repeatable(ENDPOINT, "PROVIDER=URL", Map.Entry.class, Values::endpoint).build());
  }

  static CloudOptions of(Given given) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    List<Map.Entry<String, Endpoint>> all = given.values(ENDPOINT);
    for (Map.Entry<String, Endpoint> one : all) {
      if (endpoints.put(one.getKey(), one.getValue()) != null) {
        given.wrong("endpoint.twice", one.getKey());
      }
    }
    return new CloudOptions(endpoints);
  }

  /**
   * A client of these accounts, to be set up further. A configuration file belongs here.
   *
   * @throws UsageException when there is no such account
   */
  ReleaseClientBuilder client(Session session) throws UsageException {
    ReleaseClientBuilder builder = session.surroundings().clients().get();
    Accounts.register(builder, session.surroundings().environment(), endpoints);
    return builder;
  }
}
