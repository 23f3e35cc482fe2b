package io.cloudrelease.benchmarks;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.time.Instant;

/**
 * Ours as the engine goes: encode, sign, send, read. A destructive request has a connection of its
 * own; looks, and everything else, go over pooled ones as the others' calls do.
 */
final class OursOverHttp implements Candidate {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final OkHttpTransport transport = OkHttpTransport.create();
  private final CloudProvider provider;
  private final ReleaseBatch batch;
  private final Credentials credentials = Clouds.credentials();
  private final boolean destructive;

  OursOverHttp(Clouds cloud, String server, int size, boolean destructive) {
    this.destructive = destructive;
    this.provider = cloud.provider(server);
    this.batch = cloud.batch(size);
  }

  @Override
  public void call() throws Exception {
    SigningContext context = new SigningContext(Instant.now(), "0123456789abcdef0123456789abcdef");
    HttpRequest request =
        provider
            .signer()
            .sign(provider.encodeRelease(batch), credentials, context)
            .with(LIMIT, destructive);
    if (provider.readRelease(batch, transport.send(request)).failure().isPresent()) {
      throw new IllegalStateException("refused");
    }
  }
}
