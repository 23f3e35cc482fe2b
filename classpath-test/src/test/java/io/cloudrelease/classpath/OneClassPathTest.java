package io.cloudrelease.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttp;
import org.junit.jupiter.api.Test;

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
}
