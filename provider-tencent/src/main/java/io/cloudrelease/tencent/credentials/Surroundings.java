package io.cloudrelease.tencent.credentials;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.signing.RequestSigner;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What sources read and ask.
 *
 * @param environment variables and home folder
 * @param tokenSigner what signs calls to STS
 * @param tokenService where STS is
 * @param metadata where the machine's metadata service is; empty where there is no machine
 */
record Surroundings(
    Environment environment,
    SourceHttp http,
    RequestSigner tokenSigner,
    Endpoint tokenService,
    Optional<URI> metadata,
    InstantSource clock,
    Sleeper sleeper) {

  private static final URI METADATA = URI.create("http://metadata.tencentyun.com");

  static Surroundings of(
      Environment environment, RequestSigner tokenSigner, Endpoint tokenService) {
    return new Surroundings(
        environment,
        new SourceHttp(),
        tokenSigner,
        tokenService,
        environment.isOfThisMachine() ? Optional.of(METADATA) : Optional.empty(),
        InstantSource.system(),
        Sleeper.system());
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
