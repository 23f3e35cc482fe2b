package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.guard.Waves;
import io.cloudrelease.http.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that {@code release} and {@code resume} share: what is not kept in a journal. */
final class SharedOptions {
  @Option(
      names = "--waves",
      arity = "0",
      description = "a few first, the others only when those went well")
  boolean waves;

  @Option(
      names = "--deny-tag",
      paramLabel = "KEY=VALUE",
      converter = Values.OfTag.class,
      description = "hold back what has this tag; repeatable")
  List<Tag> denyTags = new ArrayList<>();

  @Option(
      names = "--endpoint",
      paramLabel = "PROVIDER=URL",
      converter = Values.OfRedirect.class,
      description = "send there; https:// only, http:// to this machine; repeatable")
  private List<Redirect> redirects = new ArrayList<>();

  @Option(names = "--json", arity = "0", description = "print the result as JSON")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      arity = "0",
      usageHelp = true,
      description = "print this")
  private boolean help;

  /** A tag; its value may be empty. */
  record Tag(String key, String value) {}

  /** Where the requests of one provider are to go; for tests and gateways. */
  record Redirect(String provider, Endpoint endpoint) {}

  void check(List<String> problems) {
    Map<String, Endpoint> seen = new LinkedHashMap<>();
    for (Redirect redirect : redirects) {
      if (seen.put(redirect.provider(), redirect.endpoint()) != null) {
        problems.add("--endpoint is given twice for " + redirect.provider() + "; give it once");
      }
    }
  }

  /** Where to send, by provider. */
  Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    redirects.forEach(redirect -> endpoints.put(redirect.provider(), redirect.endpoint()));
    return endpoints;
  }

  /** Tells the client what holds the run back. */
  void guard(ReleaseClient.Builder client) {
    denyTags.forEach(tag -> client.guard(ReleaseGuard.denyTag(tag.key(), tag.value())));
    if (waves) {
      client.waves(Waves.canary());
    }
  }
}
