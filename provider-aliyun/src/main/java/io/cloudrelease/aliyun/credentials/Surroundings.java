package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.http.Endpoint;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What sources read and ask.
 *
 * @param environment variables, properties and home folder
 * @param fixedTokenService where STS is, whatever region is meant; empty for its own hosts
 * @param vpc whether its hosts inside a VPC are asked
 * @param metadata where the machine's metadata service is; empty where there is no machine
 * @param commandsAllowed whether a profile may have a command run
 */
record Surroundings(
    Environment environment,
    SourceHttp http,
    Optional<Endpoint> fixedTokenService,
    boolean vpc,
    Optional<URI> metadata,
    boolean commandsAllowed,
    InstantSource clock,
    Sleeper sleeper) {

  private static final URI METADATA = URI.create("http://100.100.100.200");

  static Surroundings of(
      Environment environment,
      Optional<Endpoint> fixedTokenService,
      boolean vpc,
      boolean commandsAllowed) {
    return new Surroundings(
        environment,
        new SourceHttp(),
        fixedTokenService,
        vpc,
        environment.isOfThisMachine() ? Optional.of(METADATA) : Optional.empty(),
        commandsAllowed,
        InstantSource.system(),
        Sleeper.system());
  }

  String variable(String name) {
    return environment.variable(name);
  }

  /** The first of these that is set. */
  String first(String... names) {
    for (String name : names) {
      if (!variable(name).isEmpty()) {
        return variable(name);
      }
    }
    return "";
  }

  /** The profile that variables name, in the vendor's three dialects; empty for none. */
  String profile() {
    return first("ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE");
  }

  boolean isOn(String name) {
    return isTrue(variable(name));
  }

  static boolean isTrue(String text) {
    return List.of("true", "1").contains(text.toLowerCase(java.util.Locale.ROOT));
  }
}
