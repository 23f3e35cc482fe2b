package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose key it is the simulated cloud tells the vendor's own client as it tells ours. */
@Timeout(60)
class VendorIdentityTest {
  private final CloudsOverHttp clouds = CloudsOverHttp.start();

  @AfterEach
  void close() {
    clouds.close();
  }

  /** By the real host name, of which the vendor's client makes the scope it signs for. */
  private String caller(String secret) throws TencentCloudSDKException {
    ClientProfile profile = new ClientProfile();
    profile.getHttpProfile().setProtocol("http://");
    profile.getHttpProfile().setEndpoint("sts.tencentcloudapi.com");
    profile.getHttpProfile().setProxyHost(clouds.endpoint().host());
    profile.getHttpProfile().setProxyPort(clouds.endpoint().port());
    profile.getHttpProfile().setReadTimeout(10);
    Credential key = new Credential(clouds.tencent().credentials().accessKeyId(), secret);
    return new CommonClient("sts", "2018-08-13", key, "ap-guangzhou", profile)
        .call("GetCallerIdentity", "{}");
  }

  @Test
  void the_vendors_client_is_told_the_account_that_we_are_told() throws Exception {
    String answer = caller(clouds.tencent().credentials().secretKey().reveal());
    assertThat(JsonParser.parseString(answer).getAsJsonObject().getAsJsonObject("Response"))
        .satisfies(
            told -> {
              assertThat(told.get("AccountId").getAsString()).isEqualTo("100000000001");
              assertThat(told.get("Type").getAsString()).isEqualTo("CAMUser");
              assertThat(told.get("Arn").getAsString()).contains("100000000001");
            });
  }

  @Test
  void a_wrong_secret_is_refused() {
    assertThatThrownBy(() -> caller("another"))
        .isInstanceOf(TencentCloudSDKException.class)
        .satisfies(
            refused ->
                assertThat(((TencentCloudSDKException) refused).getErrorCode())
                    .isEqualTo("AuthFailure.SignatureFailure"));
  }
}
