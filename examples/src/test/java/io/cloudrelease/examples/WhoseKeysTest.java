package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The account is told over HTTP, at the one endpoint that all simulated clouds share. */
class WhoseKeysTest {
  private final CloudsOverHttp clouds = CloudsOverHttp.start();
  private final String endpoint = clouds.endpoint().toString();

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void each_account_learns_its_id() {
    var zenlayer = clouds.zenlayer().credentials();
    try (ReleaseClient client =
        ReleaseClient.builder()
            .provider(
                TencentCvm.builder()
                    .endpoint(endpoint)
                    .credentials(clouds.tencent().credentials())
                    .build())
            .provider(
                AliyunEcs.builder()
                    .endpoint(endpoint)
                    .credentials(clouds.aliyun().credentials())
                    .build())
            .provider(ZenlayerZec.builder().endpoint(endpoint).credentials(zenlayer).build())
            .provider(ZenlayerBmc.builder().endpoint(endpoint).credentials(zenlayer).build())
            .provider(ZenlayerVm.builder().endpoint(endpoint).credentials(zenlayer).build())
            .build()) {
      assertThat(client.whoAmI("tencent-cvm").accountId()).isEqualTo("100000000001");
      assertThat(client.whoAmI("aliyun-ecs").accountId()).isEqualTo("1234567890123456");
      assertThat(client.whoAmI("zenlayer-zec").accountId()).isEqualTo("100001");
      assertThat(client.whoAmI("zenlayer-bmc").accountId()).isEqualTo("100001");
      assertThat(client.whoAmI("zenlayer-vm").accountId()).isEqualTo("100001");
    }
  }

  @Test
  void a_key_of_another_account_is_not_taken_for_one_of_ours() {
    AccessKey theirs = AccessKey.of("AKIDTHEIRS", "SECRETTHEIRS");
    clouds.tencent().addKey(SimulatedAccount.named("others"), theirs);
    try (ReleaseClient client =
        ReleaseClient.builder()
            .provider(
                TencentCvm.builder().endpoint(endpoint).credentials(theirs.credentials()).build())
            .build()) {
      assertThatThrownBy(() -> client.whoAmI("tencent-cvm"))
          .isInstanceOf(ConfigurationException.class);
    }
  }
}
