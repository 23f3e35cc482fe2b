package io.cloudrelease.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.ShortWaits;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import okhttp3.OkHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application that holds the vendors' SDKs and ours: each of them really makes a call. */
class OneClassPathTest {

  @Test
  void okhttp_is_there_once_and_in_our_version() throws IOException {
    List<URL> homes =
        Collections.list(getClass().getClassLoader().getResources("okhttp3/OkHttpClient.class"));
    assertThat(homes).as("jars that hold OkHttpClient").hasSize(1);
    assertThat(OkHttp.VERSION).startsWith("5.");
  }

  @Test
  void okio_is_there_once() throws IOException {
    assertThat(Collections.list(getClass().getClassLoader().getResources("okio/Buffer.class")))
        .as("jars that hold okio.Buffer")
        .hasSize(1);
  }

  @Test
  void tencents_own_client_makes_its_call() throws Exception {
    try (Loopback cloud =
        Loopback.answering(
            "{\"Response\":{\"TotalCount\":0,\"InstanceSet\":[],\"RequestId\":\"r-1\"}}")) {
      ClientProfile profile = new ClientProfile();
      profile.getHttpProfile().setProtocol("http://");
      profile.getHttpProfile().setEndpoint(cloud.authority());
      CvmClient client = new CvmClient(new Credential("id", "key"), "ap-guangzhou", profile);

      var answer =
          client.DescribeInstances(
              new com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest());

      assertThat(answer.getRequestId()).isEqualTo("r-1");
      assertThat(cloud.methods()).containsExactly("POST");
    }
  }

  @Test
  void aliyuns_own_client_makes_its_call() throws Exception {
    try (Loopback cloud =
        Loopback.answering(
            "{\"RequestId\":\"r-2\",\"TotalCount\":0,\"Instances\":{\"Instance\":[]}}")) {
      Config config =
          new Config()
              .setAccessKeyId("id")
              .setAccessKeySecret("key")
              .setProtocol("HTTP")
              .setEndpoint(cloud.authority());
      com.aliyun.ecs20140526.Client client = new com.aliyun.ecs20140526.Client(config);

      var answer =
          client.describeInstances(
              new com.aliyun.ecs20140526.models.DescribeInstancesRequest()
                  .setRegionId("cn-hangzhou"));

      assertThat(answer.getBody().getRequestId()).isEqualTo("r-2");
      assertThat(cloud.methods()).containsExactly("POST");
    }
  }

  @Test
  void aliyuns_classic_client_makes_its_call() throws Exception {
    try (Loopback cloud =
        Loopback.answering(
            "{\"RequestId\":\"r-3\",\"TotalCount\":0,\"Instances\":{\"Instance\":[]}}")) {
      DefaultAcsClient client =
          new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou", "id", "key"));
      var request = new com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest();
      request.setSysProtocol(ProtocolType.HTTP);
      request.setSysEndpoint(cloud.authority());

      assertThat(client.getAcsResponse(request).getRequestId()).isEqualTo("r-3");
      assertThat(cloud.methods()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tencent-cvm:ap-guangzhou:ins-1a2b3c4d | {"Response":{"TotalCount":0,"InstanceSet":[],"RequestId":"r-4"}}
          aliyun-ecs:cn-hangzhou:i-bp1a2b3c4d5e6f7g8h9i | {"RequestId":"r-4","TotalCount":0,"Instances":{"Instance":[]}}
          zenlayer-zec:1234567890123456789 | {"requestId":"r-4","response":{"requestId":"r-4","totalCount":0,"dataSet":[]}}
          zenlayer-bmc:1234567890123456789 | {"requestId":"r-4","response":{"requestId":"r-4","totalCount":0,"dataSet":[]}}
          """)
  void our_client_makes_its_call(String ref, String answer) throws Exception {
    try (Loopback cloud = Loopback.answering(answer);
        ReleaseClient client =
            ReleaseClient.builder()
                .provider(ShortWaits.on(provider(ref.substring(0, ref.indexOf(':')), cloud)))
                .build()) {

      ReleaseInstancesResult result =
          client.releaseInstances(ReleaseInstancesRequest.builder().instance(ref).build());

      assertThat(result.verdicts())
          .extracting(InstanceVerdict::verdict)
          .as(result.toTable())
          .containsExactly(Verdict.NOT_FOUND);
      assertThat(cloud.methods()).isNotEmpty();
    }
  }

  /** As an application finds it: by its kind, through the service loader. */
  private static CloudProvider provider(String kind, Loopback cloud) {
    ProviderFactory factory =
        ServiceLoader.load(ProviderFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.kind().equals(kind))
            .findFirst()
            .orElseThrow();
    return factory.create(
        ProviderSettings.of(kind, variable -> "", Path.of("no-home"))
            .endpoint(Endpoint.parse("http://" + cloud.authority()))
            .credentials(CredentialsProvider.of(Credentials.ofKey("id", "key"))));
  }
}
