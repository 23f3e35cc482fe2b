package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.FakeSleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwoRequestsTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private final List<ReleaseInstancesResult> second = new ArrayList<>();

  @Test
  void an_instance_that_another_request_is_releasing_is_looked_on_and_not_sent_again() {
    SimulatedInstance instance = cloud.add(i -> i.prepaid());
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instance(InstanceRef.of("tencent-cvm", instance.region(), instance.id()))
            .build();
    ReleaseInstancesRequest again =
        ReleaseInstancesRequest.builder()
            .instances(request.instances())
            .deadline(Duration.ofSeconds(20))
            .build();
    Random random = new Random(1);
    ReleaseClient[] client = new ReleaseClient[1];
    client[0] =
        Clockwork.real()
            .clock(clock)
            .sleeper(new FakeSleeper(clock))
            .random(() -> random)
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(
                new TencentCvmFactory()
                    .create(
                        ProviderSettings.of("tencent-cvm", variable -> "", Path.of("none"))
                            .credentials(CredentialsProvider.of(cloud.credentials()))))
            .transport(InProcessTransport.to(clock, cloud))
            // In the middle of the first request, the same again.
            .listener(
                event -> {
                  if (event.kind() == ReleaseEvent.Kind.SENDING && second.isEmpty()) {
                    second.add(client[0].releaseInstances(again));
                  }
                })
            .build();

    ReleaseInstancesResult first = client[0].releaseInstances(request);

    assertThat(first.counts()).containsEntry(Verdict.RECYCLED, 1);
    assertThat(second.get(0).counts()).containsEntry(Verdict.NOT_SENT, 1);
    assertThat(second.get(0).verdicts().get(0).error().orElseThrow().code())
        .isEqualTo("ClaimedByOtherRun");
    assertThat(cloud.ledger().timesApplied(instance.id())).isEqualTo(1);
    client[0].close();
  }
}
