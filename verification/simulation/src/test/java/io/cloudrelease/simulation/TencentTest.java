package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TencentTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  private ReleaseClient client() {
    Random random = new Random(1);
    return Clockwork.real()
        .clock(clock)
        .sleeper((duration, wake) -> clock.advance(duration))
        .random(() -> random)
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .provider(
            new TencentCvmFactory()
                .create(
                    ProviderSettings.of("tencent-cvm", variable -> "", Path.of("none"))
                        .credentials(CredentialsProvider.of(cloud.credentials()))))
        .transport(InProcessTransport.to(clock, cloud))
        .build();
  }

  private static List<InstanceRef> refs(List<SimulatedInstance> instances) {
    List<InstanceRef> refs = new ArrayList<>();
    for (SimulatedInstance instance : instances) {
      refs.add(InstanceRef.of("tencent-cvm", instance.region(), instance.id()));
    }
    return refs;
  }

  @Test
  void a_mixed_fleet_goes_where_each_charge_type_leads() {
    List<InstanceRef> postpaid = refs(cloud.add(150, i -> i.postpaid()));
    List<InstanceRef> prepaid = refs(cloud.add(101, i -> i.prepaid()));
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instances(postpaid)
            .instances(prepaid)
            .maxInstances(1000)
            .build();
    ReleaseInstancesResult result;
    try (ReleaseClient client = client()) {
      System.out.print(client.plan(request).toTable());
      result = client.releaseInstances(request);
    }
    System.out.println(result.counts() + " " + result.took());
    assertThat(postpaid)
        .allSatisfy(
            ref ->
                assertThat(result.verdict(ref).orElseThrow().verdict())
                    .isEqualTo(Verdict.RELEASED));
    assertThat(prepaid)
        .allSatisfy(
            ref ->
                assertThat(result.verdict(ref).orElseThrow().verdict())
                    .isEqualTo(Verdict.RECYCLED));
    assertThat(cloud.ledger().destructiveRequests()).hasSize(4);
  }

  @Test
  void destroying_goes_through_the_bin() {
    List<InstanceRef> prepaid = refs(cloud.add(3, i -> i.prepaid()));
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder().instances(prepaid).goal(Goal.DESTROY).build();
    try (ReleaseClient client = client()) {
      ReleaseInstancesResult result = client.releaseInstances(request);
      System.out.println(result.toTable());
      assertThat(result.counts()).containsEntry(Verdict.RELEASED, 3);
    }
  }
}
