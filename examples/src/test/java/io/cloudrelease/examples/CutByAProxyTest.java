package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A company's proxy that cuts the connection once the cloud has the request. */
@Timeout(60)
class CutByAProxyTest {
  private static final String ID = "ins-1a2b3c4d";

  private final SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
  private final WireMockFace face = WireMockFace.of(cloud);
  @TempDir Path folder;
  private PretendInternet internet;

  @BeforeEach
  void start() throws Exception {
    internet = new PretendInternet(face::endpoint, folder, "cvm.tencentcloudapi.com");
    cloud.add(i -> i.id(ID).region("ap-guangzhou"));
    cloud.terminating(Duration.ofMillis(100));
  }

  @AfterEach
  void close() throws IOException {
    internet.close();
    face.close();
  }

  private boolean hasTheCall() {
    return !cloud.ledger().destructiveRequests().isEmpty();
  }

  private InstanceVerdict release(Duration deadline) throws Exception {
    try (ReleaseClient client =
        ReleaseClient.builder()
            .network(internet.network())
            .provider(hastened(TencentCvm.builder().credentials(cloud.credentials()).build()))
            .build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder()
                  .instance("tencent-cvm:ap-guangzhou:" + ID)
                  .deadline(deadline)
                  .build());
      return result.verdicts().get(0);
    }
  }

  /** For a cloud whose looks are never behind: what a lost call did is known in a second. */
  private static CloudProvider hastened(CloudProvider provider) {
    Duration moment = Duration.ofMillis(250);
    ProviderFacts facts =
        provider
            .facts()
            .settlingTime(moment)
            .pollInterval(moment)
            .longestLag(moment.multipliedBy(4))
            .longestDelay(moment.multipliedBy(4));
    return (CloudProvider)
        Proxy.newProxyInstance(
            CutByAProxyTest.class.getClassLoader(),
            new Class<?>[] {CloudProvider.class},
            (self, method, arguments) ->
                method.getName().equals("facts") ? facts : method.invoke(provider, arguments));
  }

  @Test
  void looks_settle_what_became_of_the_one_call() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    internet.cutWhen(() -> hasTheCall() && !done.getAndSet(true));
    InstanceVerdict verdict = release(Duration.ofSeconds(40));
    assertThat(done).as("it was cut").isTrue();
    assertThat(verdict.verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(verdict.sends()).isEqualTo(1);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(1);
    assertThat(cloud.ledger().timesApplied(ID)).isEqualTo(1);
  }

  @Test
  void it_is_unknown_where_no_look_comes_through_either() throws Exception {
    internet.cutWhen(this::hasTheCall);
    InstanceVerdict verdict = release(Duration.ofSeconds(4));
    assertThat(verdict.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict.sends()).isEqualTo(1);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(1);
  }
}
