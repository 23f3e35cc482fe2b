package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.ShortWaits;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CleanupOverHttpTest {

  /** A client as in production, but for its key, its endpoint, and how late a cloud may be. */
  private static ReleaseClient client(CloudsOverHttp clouds) {
    CloudProvider tencent =
        TencentCvm.builder()
            .endpoint(clouds.endpoint().toString())
            .credentials(clouds.tencent().credentials())
            .build();
    return ReleaseClient.builder().provider(ShortWaits.on(tencent)).build();
  }

  /** The code under test; in your project it stands in a class of its own. */
  private static ReleaseInstancesResult cleanUp(ReleaseClient client, String ref) {
    return client.releaseInstances(ReleaseInstancesRequest.builder().instance(ref).build());
  }

  @Test
  void an_instance_is_released_over_http() {
    try (CloudsOverHttp clouds = CloudsOverHttp.start();
        ReleaseClient client = client(clouds)) {
      clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());

      assertTrue(cleanUp(client, "tencent-cvm:ap-guangzhou:ins-1a2b3c4d").allGood());

      assertTrue(clouds.tencent().ledger().isGone("ins-1a2b3c4d"));
    }
  }

  @Test
  void what_is_not_there_is_said_without_ten_seconds_of_waiting() {
    try (CloudsOverHttp clouds = CloudsOverHttp.start();
        ReleaseClient client = client(clouds)) {

      ReleaseInstancesResult result = cleanUp(client, "tencent-cvm:ap-guangzhou:ins-99999999");

      assertEquals(Verdict.NOT_FOUND, result.verdicts().get(0).verdict());
    }
  }
}
