package io.cloudrelease.benchmarks;

import com.aliyun.ecs20140526.models.DeleteInstancesRequest;
import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import java.util.List;
import java.util.Locale;

/** The vendors' SDKs as their documents show them, each with one client that is kept. */
final class Sdks {
  private Sdks() {}

  private static String scheme(String server) {
    return server.substring(0, server.indexOf(':'));
  }

  private static String hostAndPort(String server) {
    return server.substring(server.indexOf("//") + 2);
  }

  static final class Tencent implements Candidate {
    private final CvmClient client;
    private final String[] ids;

    Tencent(String server, int size) {
      ClientProfile profile = new ClientProfile();
      profile.getHttpProfile().setProtocol(scheme(server) + "://");
      profile.getHttpProfile().setEndpoint(hostAndPort(server));
      client = new CvmClient(new Credential("AKIDEXAMPLE", "SECRET"), "ap-guangzhou", profile);
      ids = Fleet.tencent(size).toArray(new String[0]);
    }

    @Override
    public void call() throws Exception {
      TerminateInstancesRequest request = new TerminateInstancesRequest();
      request.setInstanceIds(ids);
      request.setReleaseAddress(false);
      request.setReleasePrepaidDataDisks(false);
      if (client.TerminateInstances(request).getRequestId().isEmpty()) {
        throw new IllegalStateException("no request id");
      }
    }
  }

  static final class Tea implements Candidate {
    private final com.aliyun.ecs20140526.Client client;
    private final List<String> ids;

    Tea(String server, int size) throws Exception {
      client =
          new com.aliyun.ecs20140526.Client(
              new Config()
                  .setAccessKeyId("AKIDEXAMPLE")
                  .setAccessKeySecret("SECRET")
                  .setProtocol(scheme(server).toUpperCase(Locale.ROOT))
                  .setEndpoint(hostAndPort(server)));
      ids = Fleet.aliyun(size);
    }

    @Override
    public void call() throws Exception {
      var answer =
          client.deleteInstances(
              new DeleteInstancesRequest()
                  .setRegionId("cn-hangzhou")
                  .setInstanceId(ids)
                  .setForce(false)
                  .setTerminateSubscription(false)
                  .setDryRun(false)
                  .setClientToken("0123456789abcdef0123456789abcdef"));
      if (answer.getBody().getRequestId().isEmpty()) {
        throw new IllegalStateException("no request id");
      }
    }
  }

  static final class Classic implements Candidate {
    private final DefaultAcsClient client =
        new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou", "AKIDEXAMPLE", "SECRET"));
    private final String server;
    private final List<String> ids;

    Classic(String server, int size) {
      this.server = server;
      this.ids = Fleet.aliyun(size);
    }

    @Override
    public void call() throws Exception {
      var request = new com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest();
      request.setSysRegionId("cn-hangzhou");
      request.setSysProtocol(
          scheme(server).equals("https") ? ProtocolType.HTTPS : ProtocolType.HTTP);
      request.setSysEndpoint(hostAndPort(server));
      request.setInstanceIds(ids);
      request.setForce(false);
      request.setTerminateSubscription(false);
      request.setDryRun(false);
      request.setClientToken("0123456789abcdef0123456789abcdef");
      if (client.getAcsResponse(request).getRequestId().isEmpty()) {
        throw new IllegalStateException("no request id");
      }
    }
  }
}
