package io.cloudrelease.aliyun;

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
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What several tests of this module start from. */
final class Ecs {
  static final String REGION = "cn-hangzhou";
  static final String TOKEN = "123e4567-e89b-12d3-a456-426655440000";
  static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  static final Environment NO_ENVIRONMENT = Environment.of(Map.of(), Path.of("/nonexistent"));

  private Ecs() {}

  static ProviderSettings settings() {
    return ProviderSettings.of(AliyunEcs.KIND, NO_ENVIRONMENT::variable, NO_ENVIRONMENT.home())
        .credentials(CredentialsProvider.of(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE")));
  }

  static ProviderSettings settings(SimulatedAliyun cloud) {
    return settings().credentials(CredentialsProvider.of(cloud.credentials()));
  }

  /** A client of that cloud alone, on one thread, under its clock. */
  static ReleaseClientBuilder client(VirtualClock clock, SimulatedAliyun cloud) {
    return client(clock, settings(cloud)).transport(InProcessTransport.to(clock, cloud));
  }

  /** A client on one thread, under that clock. */
  static ReleaseClientBuilder client(VirtualClock clock, ProviderSettings settings) {
    return Clockwork.real()
        .random(() -> new Random(3))
        .in(clock.drive(ReleaseClient.builder()))
        .provider(AliyunEcs.create(settings));
  }

  static Intent intent(boolean dryRun, Power... powers) {
    return new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(powers), dryRun);
  }

  static List<InstanceRef> refs(String... ids) {
    List<InstanceRef> refs = new ArrayList<>();
    for (String id : ids) {
      refs.add(InstanceRef.of(AliyunEcs.KIND, REGION, id));
    }
    return refs;
  }

  static ReleaseBatch batch(Intent intent, String... ids) {
    return new ReleaseBatch(
        REGION, new Assessment.Step("DeleteInstances", 1, "", false), refs(ids), intent, TOKEN);
  }

  static LookQuery query(String... ids) {
    return new LookQuery(REGION, refs(ids), NOW);
  }

  static HttpResponse answer(int status, String body) {
    return HttpResponse.of(status, List.of(), HttpBody.utf8(body));
  }

  static HttpResponse answer(int status, String body, Header... headers) {
    return HttpResponse.of(status, List.of(headers), HttpBody.utf8(body));
  }

  /** The parameters of an encoded query, decoded by the Java runtime and not by ours. */
  static Map<String, String> decoded(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String before =
          parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      if (before != null) {
        throw new AssertionError("sent twice: " + pair);
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
