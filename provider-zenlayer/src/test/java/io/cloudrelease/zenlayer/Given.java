package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the tests start from. */
final class Given {
  static final Instant NOW = Instant.parse("2026-03-29T01:59:59Z");
  static final Intent RELEASE = intent(Goal.RELEASE, Collateral.KEEP);
  static final Intent DESTROY = intent(Goal.DESTROY, Collateral.KEEP);

  private Given() {}

  static CloudProvider provider(Product product) {
    return provider(product, ZenlayerApiVersion.CURRENT);
  }

  static CloudProvider provider(Product product, ZenlayerApiVersion version) {
    ProviderSettings settings =
        ProviderSettings.of(product.kind(), variable -> "", Path.of("/nowhere"))
            .endpoint(Endpoint.parse("http://127.0.0.1:8080"))
            .credentials(CredentialsProvider.of(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE")));
    ZenlayerOptions options = new ZenlayerOptions(version);
    return switch (product) {
      case ZEC -> ZenlayerZec.create(settings, options);
      case BMC -> ZenlayerBmc.create(settings, options);
      case VM -> ZenlayerVm.create(settings, options);
    };
  }

  static CloudProvider zec(ZenlayerBuilder.RecycleBin bin) {
    ProviderSettings settings =
        ProviderSettings.of("zenlayer-zec", variable -> "", Path.of("/nowhere"));
    return ZenlayerZec.create(settings, ZenlayerOptions.defaults().recycleBin(bin));
  }

  static Intent intent(Goal goal, Collateral collateral) {
    return new Intent(goal, collateral, Set.of(), false);
  }

  static List<InstanceRef> refs(Product product, String... ids) {
    return Stream.of(ids).map(id -> InstanceRef.of(product.kind(), id)).toList();
  }

  static ReleaseBatch batch(Product product, String action, Intent intent, String... ids) {
    Assessment.Step step = new Assessment.Step(action, 1, "", false);
    return new ReleaseBatch("", step, refs(product, ids), intent, "token");
  }

  static LookQuery query(Product product, String... ids) {
    return new LookQuery("", refs(product, ids), NOW);
  }

  static HttpResponse answer(int status, String body, Header... headers) {
    return HttpResponse.of(status, List.of(headers), HttpBody.utf8(body));
  }

  /** A snapshot as a look makes it. */
  static Snapshot.Builder snapshot(Product product, String state) {
    LifecyclePhase phase = ZenlayerInstance.phase(product, state);
    return Snapshot.builder(InstanceRef.of(product.kind(), "i-1"), NOW, phase).state(state);
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = Given.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no test resource " + name);
      }
      return in.readAllBytes();
    }
  }
}
