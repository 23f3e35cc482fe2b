package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.tencent.TencentCvm;
import java.util.concurrent.Executors;

/** Another site, another host, a test double, threads of one's own. */
final class OwnEndpoint {

  static ReleaseClient client() {
    return ReleaseClient.builder()
        .provider(TencentCvm.builder().site(TencentCvm.Site.INTERNATIONAL).build())
        .provider(
            TencentCvm.builder()
                .name("tencent-test")
                .endpoint("http://wiremock:8080")
                .allowPlainHttp("wiremock")
                .build())
        .provider(AliyunEcs.builder().site(AliyunEcs.Site.VPC).build())
        .executor(Executors.newFixedThreadPool(8))
        .build();
  }
}
