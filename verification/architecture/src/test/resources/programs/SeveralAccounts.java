package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.tencent.TencentCvm;

/** Two accounts of one cloud, and another cloud. */
final class SeveralAccounts {

  public static void main(String[] refs) {
    try (ReleaseClient client =
        ReleaseClient.builder()
            .provider(TencentCvm.fromEnvironment())
            .provider(
                TencentCvm.builder()
                    .name("tencent-prod")
                    .credentials(Credentials.ofKey(System.getenv("ID"), System.getenv("KEY")))
                    .build())
            .provider(AliyunEcs.fromEnvironment())
            .build()) {
      ReleaseInstancesRequest request =
          ReleaseInstancesRequest.builder()
              .instance("tencent-cvm:ap-guangzhou:ins-1a2b3c4d")
              .instance("tencent-prod:ap-guangzhou:ins-9z8y7x6w")
              .build();
      System.out.print(client.releaseInstances(request).toJson());
    }
  }
}
