package com.example.nightly;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.List;

/** Releases twenty instances of a simulated cloud and says how it was started. */
public final class Nightly {
  public static void main(String[] args) {
    VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
    SimulatedTencent cloud = new SimulatedTencent(clock);
    List<InstanceRef> old =
        cloud.add(20, vm -> vm.region("ap-guangzhou").postpaid()).stream()
            .map(instance -> instance.ref("tencent-cvm"))
            .toList();
    try (ReleaseClient client =
        clock
            .drive(ReleaseClient.builder())
            .provider(TencentCvm.builder().credentials(cloud.credentials()).build())
            .transport(InProcessTransport.to(clock, cloud))
            .build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder().instances(old).maxInstances(20).build());
      if (!result.allGood() || !old.stream().allMatch(ref -> cloud.ledger().isGone(ref.id()))) {
        throw new IllegalStateException("not released: " + result);
      }
    }
    // All three are there as services, whichever path they come from.
    ReleaseClient.builder().providersFromClassPath();
    Module ours = ReleaseClient.class.getModule();
    System.out.printf(
        "%d released on Java %s, %s%n",
        old.size(),
        Runtime.version().feature(),
        ours.isNamed() ? "module path (" + ours.getName() + ")" : "class path");
  }
}
