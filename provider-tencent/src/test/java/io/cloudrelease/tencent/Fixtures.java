package io.cloudrelease.tencent;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.Assessment.Step;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderSettings;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.FakeSleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

final class Fixtures {
  static final String REGION = "ap-guangzhou";
  static final Instant NOW = Instant.ofEpochSecond(1_760_000_000L);
  static final SigningContext CONTEXT = new SigningContext(NOW, "00112233445566778899aabbccddeeff");
  static final Environment NOTHING_SET = Environment.of(Map.of(), Path.of("no-such-home"));
  static final ProviderSettings SETTINGS =
      ProviderSettings.of("tencent-cvm", NOTHING_SET::variable, NOTHING_SET.home())
          .credentials(CredentialsProvider.of(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE")));

  private Fixtures() {}

  static CloudProvider provider() {
    return TencentCvm.create(SETTINGS);
  }

  /** A client of that cloud alone, on one thread, under its clock. */
  static ReleaseClientBuilder client(VirtualClock clock, SimulatedTencent cloud) {
    return Clockwork.real()
        .clock(clock)
        .sleeper(new FakeSleeper(clock))
        .random(() -> new Random(3))
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .provider(
            TencentCvm.create(SETTINGS.credentials(CredentialsProvider.of(cloud.credentials()))))
        .transport(InProcessTransport.to(clock, cloud));
  }

  static Intent intent(Goal goal, Collateral collateral) {
    return new Intent(goal, collateral, Set.of(), false);
  }

  static List<InstanceRef> refs(String... ids) {
    return Stream.of(ids).map(id -> InstanceRef.of("tencent-cvm", REGION, id)).toList();
  }

  static ReleaseBatch batch(Intent intent, String region, String... ids) {
    Step step = new Step("TerminateInstances", 1, "PREPAID", false);
    return new ReleaseBatch(region, step, refs(ids), intent, "token");
  }

  static ReleaseBatch batch(String... ids) {
    return batch(intent(Goal.RELEASE, Collateral.KEEP), REGION, ids);
  }

  static LookQuery query(String... ids) {
    return new LookQuery(REGION, refs(ids), NOW);
  }

  static HttpResponse http(int status, String body) {
    return HttpResponse.of(
        status, List.of(new Header("Content-Type", "application/json")), HttpBody.utf8(body));
  }

  static byte[] resource(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
