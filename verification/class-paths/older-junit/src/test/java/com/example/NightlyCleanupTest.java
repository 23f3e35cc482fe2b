package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightlyCleanupTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  /** A client as in production, but for its key, its way to the cloud, and its time. */
  private ReleaseClient client() {
    return clock
        .drive(ReleaseClient.builder())
        .provider(TencentCvm.builder().credentials(cloud.credentials()).build())
        .transport(InProcessTransport.to(clock, cloud))
        .build();
  }

  /** The code under test; in your project it stands in a class of its own. */
  private static ReleaseInstancesResult cleanUp(ReleaseClient client, List<InstanceRef> old) {
    return client.releaseInstances(
        ReleaseInstancesRequest.builder().instances(old).maxInstances(50).build());
  }

  private static List<InstanceRef> refs(List<SimulatedInstance> instances) {
    return instances.stream().map(instance -> instance.ref("tencent-cvm")).toList();
  }

  @Test
  void what_is_old_goes_and_nothing_else() {
    List<InstanceRef> old = refs(cloud.add(20, vm -> vm.region("ap-guangzhou").postpaid()));
    SimulatedInstance other = cloud.add(vm -> vm.region("ap-guangzhou").postpaid());
    try (ReleaseClient client = client()) {
      assertTrue(cleanUp(client, old).allGood());
    }
    assertTrue(old.stream().allMatch(ref -> cloud.ledger().isGone(ref.id())));
    assertFalse(cloud.ledger().isGone(other.id()));
  }

  @Test
  void a_lost_answer_is_not_answered_by_a_second_call_that_destroys() {
    List<InstanceRef> old = refs(cloud.add(1, vm -> vm.region("ap-guangzhou").prepaid()));
    cloud.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    try (ReleaseClient client = client()) {
      assertEquals(Verdict.RECYCLED, cleanUp(client, old).verdicts().get(0).verdict());
    }
    assertEquals(1, cloud.ledger().timesApplied(old.get(0).id()));
  }

  @Test
  void more_than_fifty_are_not_touched() {
    List<InstanceRef> all = refs(cloud.add(51, vm -> vm.region("ap-guangzhou").postpaid()));
    try (ReleaseClient client = client()) {
      assertFalse(cleanUp(client, all).allGood());
    }
    assertEquals(0, cloud.ledger().destructiveRequests().size());
  }
}
