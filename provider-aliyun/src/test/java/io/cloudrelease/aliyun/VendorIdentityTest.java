package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import java.nio.charset.StandardCharsets;
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

  private String caller(String secret) throws ClientException {
    CommonRequest request = new CommonRequest();
    request.setSysMethod(MethodType.POST);
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysDomain(clouds.endpoint().hostHeader());
    request.setSysVersion("2015-04-01");
    request.setSysAction("GetCallerIdentity");
    DefaultAcsClient client =
        new DefaultAcsClient(
            DefaultProfile.getProfile(
                "cn-hangzhou", clouds.aliyun().credentials().accessKeyId(), secret));
    client.setAutoRetry(false);
    try {
      return client.getCommonResponse(request).getData();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void the_vendors_client_is_told_the_account_that_we_are_told() throws Exception {
    String answer = caller(clouds.aliyun().credentials().secretKey().reveal());
    JsonValue told = JsonValue.parse(answer.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(told.text("AccountId")).isEqualTo("1234567890123456");
    assertThat(told.text("IdentityType")).isEqualTo("RAMUser");
    assertThat(told.text("Arn")).isEqualTo("acs:ram::1234567890123456:user/release");
  }

  @Test
  void a_wrong_secret_is_refused() {
    assertThatThrownBy(() -> caller("another"))
        .isInstanceOf(ClientException.class)
        .satisfies(
            refused ->
                assertThat(((ClientException) refused).getErrCode())
                    .isEqualTo("SignatureDoesNotMatch"));
  }
}
