package io.cloudrelease.examples;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import java.util.List;

/**
 * Tencent Cloud CVM: one step first. Pay-as-you-go instances are gone then; subscriptions are in
 * the recycle bin, from where they can be taken back, or destroyed with a second request.
 */
final class ReleaseOnTencent {

  private ReleaseOnTencent() {}

  /** Releases {@code ap-guangzhou:ins-1a2b3c4d} and the like, with keys from the environment. */
  public static void main(String[] args) {
    try (ReleaseClient client =
        ReleaseClient.builder().provider(TencentCvm.fromEnvironment()).build()) {
      ReleaseInstancesResult result = release(client, List.of(args));
      System.out.print(result.toTable());
      System.out.println("in the recycle bin: " + recycled(result));
    }
  }

  static ReleaseInstancesResult release(ReleaseClient client, List<String> regionsAndIds) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    regionsAndIds.forEach(id -> request.instance(TencentCvm.KIND + ':' + id));
    return client.releaseInstances(request.build());
  }

  static List<InstanceVerdict> recycled(ReleaseInstancesResult result) {
    return result.verdicts().stream().filter(v -> v.verdict() == Verdict.RECYCLED).toList();
  }

  /** What is in the bin goes for good: a decision of its own, so a request of its own. */
  static ReleaseInstancesResult destroy(ReleaseClient client, List<InstanceVerdict> recycled) {
    return client.releaseInstances(
        ReleaseInstancesRequest.builder()
            .instances(recycled.stream().map(InstanceVerdict::ref).toList())
            .goal(Goal.DESTROY)
            .build());
  }
}
