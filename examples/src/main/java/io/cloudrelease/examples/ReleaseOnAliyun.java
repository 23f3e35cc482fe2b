package io.cloudrelease.examples;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.util.List;

/**
 * Alibaba Cloud ECS: the cloud's own dry run first, the release only if all of it passed. Running
 * instances need the power {@code FORCE}, and a release is final.
 */
final class ReleaseOnAliyun {

  private ReleaseOnAliyun() {}

  /** Releases {@code cn-hangzhou:i-bp1...} and the like, with keys from the environment. */
  public static void main(String[] args) {
    try (ReleaseClient client =
        ReleaseClient.builder().provider(AliyunEcs.fromEnvironment()).build()) {
      System.out.print(releaseIfAllMayGo(client, List.of(args)).toTable());
    }
  }

  /** The result of the dry run when anything is in the way, else that of the release. */
  static ReleaseInstancesResult releaseIfAllMayGo(
      ReleaseClient client, List<String> regionsAndIds) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder().grant(Power.FORCE);
    regionsAndIds.forEach(id -> request.instance(AliyunEcs.KIND + ':' + id));
    ReleaseInstancesResult checked = client.releaseInstances(request.dryRun(true).build());
    return checked.allGood() ? client.releaseInstances(request.dryRun(false).build()) : checked;
  }
}
