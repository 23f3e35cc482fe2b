package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.signing.RequestSigner;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What sources read and ask.
 *
 * @param environment variables, properties and home folder
 * @param tokenSigner what signs calls to STS
 * @param fixedTokenService where STS is, whatever region is meant; empty for its own hosts
 * @param vpc whether its hosts inside a VPC are asked
 * @param metadata where the machine's metadata service is; empty where there is no machine
 * @param commandsAllowed whether a profile may have a command run
 */
record Surroundings(
    Environment environment,
    SourceHttp http,
    RequestSigner tokenSigner,
    Optional<Endpoint> fixedTokenService,
    boolean vpc,
    Optional<URI> metadata,
    boolean commandsAllowed,
    InstantSource clock,
    Sleeper sleeper) {

  private static final URI METADATA = URI.create("http://100.100.100.200");

  /** In the order of the command line, which alone knows all three. */
  private static final List<String> PROFILES =
      List.of("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE");

  static final List<String> MACHINE_ROLE =
      List.of("ALIBABA_CLOUD_ECS_METADATA", "ALICLOUD_ECS_ROLE_NAME");

  private static final List<String> CLUSTER =
      List.of(
          "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
          "ALIBABACLOUD_OIDC_PROVIDER_ARN",
          "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
          "ALIBABACLOUD_OIDC_TOKEN_FILE");

  private static final List<String> FILES =
      List.of("ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE");

  static Surroundings of(
      Environment environment,
      RequestSigner tokenSigner,
      Optional<Endpoint> fixedTokenService,
      boolean vpc,
      boolean commandsAllowed) {
    return new Surroundings(
        environment,
        new SourceHttp(),
        tokenSigner,
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

  /** The value of the first of these that is set; empty for none. */
  String first(String... names) {
    String name = firstSet(List.of(names));
    return name.isEmpty() ? "" : variable(name);
  }

  /** The first of these variables that is set; empty for none. */
  String firstSet(List<String> names) {
    return names.stream().filter(name -> !variable(name).isEmpty()).findFirst().orElse("");
  }

  /** The profile that variables name, in the vendor's three dialects; empty for none. */
  String profile() {
    String name = profileVariable();
    return name.isEmpty() ? "" : variable(name);
  }

  /** The variable that names the profile; empty for none. */
  String profileVariable() {
    return firstSet(PROFILES);
  }

  /** The variable that names a file of keys; empty for none. */
  String fileVariable() {
    return firstSet(FILES);
  }

  /** The role of the machine that variables name; empty for none. */
  String machineRole() {
    return first(MACHINE_ROLE.toArray(String[]::new));
  }

  /** Whether variables of a cluster's identity are there, so that a role is for it. */
  boolean isInCluster() {
    return !firstSet(CLUSTER).isEmpty();
  }

  boolean isOn(String name) {
    return isTrue(variable(name));
  }

  static boolean isTrue(String text) {
    return List.of("true", "1").contains(text.toLowerCase(java.util.Locale.ROOT));
  }

  /** Waits before a service is asked again. */
  void pause(Duration time) {
    try {
      sleeper.sleep(time, new CompletableFuture<Void>());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while asking for keys", stopped);
    }
  }
}
