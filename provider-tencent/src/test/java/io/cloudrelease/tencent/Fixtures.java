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
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.Assessment.Step;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedInstance;
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

/** What several tests of this module start from. */
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

  static CloudProvider provider(SimulatedTencent cloud) {
    return TencentCvm.create(SETTINGS.credentials(CredentialsProvider.of(cloud.credentials())));
  }

  /** A client of that cloud alone, on one thread, under its clock. */
  static ReleaseClientBuilder client(VirtualClock clock, SimulatedTencent cloud) {
    return client(clock, cloud, provider(cloud));
  }

  /** The same, with a provider that the test has its hands on. */
  static ReleaseClientBuilder client(
      VirtualClock clock, SimulatedTencent cloud, CloudProvider provider) {
    return Clockwork.real()
        .random(() -> new Random(3))
        .in(clock.drive(ReleaseClient.builder()))
        .provider(provider)
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

  /** A whole run of one client: the verdicts, in the order of the instances. */
  static List<Verdict> release(
      VirtualClock clock, SimulatedTencent cloud, List<SimulatedInstance> instances) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    instances.forEach(i -> request.instance(i.ref(TencentCvm.KIND)));
    try (ReleaseClient client = client(clock, cloud).build()) {
      return client.releaseInstances(request.build()).verdicts().stream()
          .map(InstanceVerdict::verdict)
          .toList();
    }
  }

  /** A refusal, as the cloud says it: under status 200. */
  static HttpResponse refusal(String code) {
    return http(
        200,
        "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"m\"},\"RequestId\":\"r\"}}"
            .formatted(code));
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
