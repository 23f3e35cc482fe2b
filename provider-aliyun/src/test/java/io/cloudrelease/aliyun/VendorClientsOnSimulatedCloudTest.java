package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DeleteInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.http.WireMockFace;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor's own clients, new and classic, work against the simulated cloud, or it is wrong. */
class VendorClientsOnSimulatedCloudTest {
  private static final String REGION = "cn-hangzhou";

  private final SimulatedAliyun cloud = new SimulatedAliyun(InstantSource.system());
  private final WireMockFace face = WireMockFace.of(cloud);

  @AfterEach
  void close() {
    face.close();
  }

  private String secret() {
    return cloud.credentials().secretKey().reveal();
  }

  private Client tea(String secret) throws Exception {
    return new Client(
        new Config()
            .setAccessKeyId(cloud.credentials().accessKeyId())
            .setAccessKeySecret(secret)
            .setRegionId(REGION)
            .setProtocol("http")
            .setEndpoint(face.endpoint().hostHeader()));
  }

  private static DeleteInstancesRequest delete(String... ids) {
    return new DeleteInstancesRequest()
        .setRegionId(REGION)
        .setInstanceId(List.of(ids))
        .setForce(true);
  }

  private DefaultAcsClient classic(String secret) {
    DefaultAcsClient client =
        new DefaultAcsClient(
            DefaultProfile.getProfile(REGION, cloud.credentials().accessKeyId(), secret));
    client.setAutoRetry(false);
    return client;
  }

  private com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest classicDelete(String... ids) {
    var request = new com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest();
    request.setSysMethod(MethodType.POST);
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysRegionId(REGION);
    request.setSysEndpoint(face.endpoint().hostHeader());
    request.setInstanceIds(List.of(ids));
    request.setForce(true);
    return request;
  }

  @Test
  void the_new_client_describes_and_deletes() throws Exception {
    List<SimulatedInstance> two = cloud.add(2, i -> i.region(REGION).name("web"));
    String first = two.get(0).id();

    var shown =
        tea(secret())
            .describeInstances(
                new DescribeInstancesRequest()
                    .setRegionId(REGION)
                    .setInstanceIds("[\"" + first + "\"]")
                    .setMaxResults(100));
    var items = shown.getBody().getInstances().getInstance();
    assertThat(items).hasSize(1);
    assertThat(items.get(0).getInstanceId()).isEqualTo(first);
    assertThat(items.get(0).getStatus()).isEqualTo("Stopped");

    assertThat(tea(secret()).deleteInstances(delete(first)).getBody().getRequestId()).isNotEmpty();
    assertThat(cloud.ledger().timesApplied(first)).isEqualTo(1);
    assertThat(cloud.ledger().timesApplied(two.get(1).id())).isZero();
  }

  @Test
  void the_new_client_reads_the_refusals_of_the_cloud() throws Exception {
    String shielded = cloud.add(i -> i.region(REGION).protectedFromRelease()).id();
    assertThatThrownBy(() -> tea(secret()).deleteInstances(delete(shielded)))
        .isInstanceOfSatisfying(
            TeaException.class,
            e -> assertThat(e.getCode()).isEqualTo("InvalidOperation.DeletionProtection"));
    assertThatThrownBy(() -> tea("wrong").deleteInstances(delete(shielded)))
        .isInstanceOfSatisfying(
            TeaException.class, e -> assertThat(e.getCode()).isEqualTo("SignatureDoesNotMatch"));
    assertThat(cloud.ledger().timesApplied(shielded)).isZero();
  }

  @Test
  void the_classic_client_deletes() throws ClientException {
    String id = cloud.add(i -> i.region(REGION)).id();
    assertThat(classic(secret()).getAcsResponse(classicDelete(id)).getRequestId()).isNotEmpty();
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
  }

  @Test
  void the_classic_client_reads_the_refusals_of_the_cloud() {
    String shielded = cloud.add(i -> i.region(REGION).protectedFromRelease()).id();
    assertThatThrownBy(() -> classic(secret()).getAcsResponse(classicDelete(shielded)))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("InvalidOperation.DeletionProtection"));
    assertThatThrownBy(() -> classic("wrong").getAcsResponse(classicDelete(shielded)))
        // How this client words SignatureDoesNotMatch when the cloud signed the same string as it.
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("SDK.InvalidAccessKeySecret"));
    assertThat(cloud.ledger().timesApplied(shielded)).isZero();
  }
}
