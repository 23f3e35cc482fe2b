package io.cloudrelease.benchmarks;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A script's whole life: every provider on the class path, one release of one instance with looks
 * off, then the end. Measured from outside, from the start of the JVM to its exit.
 *
 * <p>Arguments: {@code ours-tencent} or another candidate, the server's address.
 */
public final class ColdStart {
  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    if (args[0].startsWith("ours-")) {
      ours(Clouds.valueOf(args[0].substring(5).toUpperCase(Locale.ROOT)), args[1]);
    } else {
      Candidate.of(args[0], args[1], 1).call();
    }
    System.exit(0);
  }

  private static void ours(Clouds cloud, String server) {
    InstanceRef ref = cloud.ref(cloud.ids(1).get(0));
    ReleaseClientBuilder builder = ReleaseClient.builder();
    Environment environment = Environment.of(Map.of(), Path.of("no-home"));
    for (ProviderFactory factory : ServiceLoader.load(ProviderFactory.class)) {
      builder.provider(
          factory.create(
              ProviderSettings.of(factory.kind(), environment::variable, environment.home())
                  .endpoint(Endpoint.parse(server))
                  .credentials(CredentialsProvider.of(Clouds.credentials()))));
    }
    try (ReleaseClient client = builder.build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder().instance(ref).lookFirst(false).build());
      if (result.verdicts().get(0).verdict() != Verdict.ACCEPTED) {
        throw new IllegalStateException(result.toTable());
      }
    }
  }
}
