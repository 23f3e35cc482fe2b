package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor's own client works against the simulated cloud, or the cloud is wrong. */
class VendorClientOnSimulatedCloudTest {
  private final SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
  private final WireMockFace face;

  VendorClientOnSimulatedCloudTest() {
    // The vendor's client derives the service in the scope from the host, which is an address here.
    cloud.anyCredentialScope(true);
    face = WireMockFace.of(cloud);
  }

  @AfterEach
  void close() {
    face.close();
  }

  private CvmClient client(String secret) {
    ClientProfile profile = new ClientProfile();
    profile.getHttpProfile().setProtocol("http://");
    profile.getHttpProfile().setEndpoint(face.endpoint().hostHeader());
    profile.getHttpProfile().setReadTimeout(10);
    return new CvmClient(
        new Credential(cloud.credentials().accessKeyId(), secret), "ap-guangzhou", profile);
  }

  private String secret() {
    return cloud.credentials().secretKey().reveal();
  }

  private static TerminateInstancesRequest terminate(String... ids) {
    TerminateInstancesRequest request = new TerminateInstancesRequest();
    request.setInstanceIds(ids);
    return request;
  }

  @Test
  void it_describes_and_terminates() throws TencentCloudSDKException {
    List<SimulatedInstance> two = cloud.add(2, i -> i.postpaid().name("web"));
    String first = two.get(0).id();
    DescribeInstancesRequest look = new DescribeInstancesRequest();
    look.setInstanceIds(new String[] {first, two.get(1).id()});

    DescribeInstancesResponse shown = client(secret()).DescribeInstances(look);
    assertThat(shown.getTotalCount()).isEqualTo(2);
    assertThat(shown.getInstanceSet()[0].getInstanceState()).isEqualTo("RUNNING");
    assertThat(shown.getInstanceSet()[0].getInstanceChargeType()).isEqualTo("POSTPAID_BY_HOUR");

    assertThat(client(secret()).TerminateInstances(terminate(first)).getRequestId()).isNotEmpty();
    assertThat(cloud.ledger().timesApplied(first)).isEqualTo(1);
    assertThat(cloud.ledger().timesApplied(two.get(1).id())).isZero();
  }

  @Test
  void it_reads_the_refusals_of_the_cloud() {
    String shielded = cloud.add(i -> i.postpaid().protectedFromRelease()).id();
    assertThatThrownBy(() -> client(secret()).TerminateInstances(terminate(shielded)))
        .isInstanceOfSatisfying(
            TencentCloudSDKException.class,
            e -> assertThat(e.getErrorCode()).isEqualTo("UnsupportedOperation.InstancesProtected"));
    assertThatThrownBy(() -> client(secret()).TerminateInstances(terminate("ins-99999999")))
        .isInstanceOfSatisfying(
            TencentCloudSDKException.class,
            e -> assertThat(e.getErrorCode()).isEqualTo("InvalidInstanceId.NotFound"));
    assertThatThrownBy(() -> client("wrong").TerminateInstances(terminate(shielded)))
        .isInstanceOfSatisfying(
            TencentCloudSDKException.class,
            e -> assertThat(e.getErrorCode()).isEqualTo("AuthFailure.SignatureFailure"));
    assertThat(cloud.ledger().timesApplied(shielded)).isZero();
  }
}
