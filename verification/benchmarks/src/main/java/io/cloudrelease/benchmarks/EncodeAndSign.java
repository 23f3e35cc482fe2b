package io.cloudrelease.benchmarks;

import com.tencentcloudapi.common.AbstractClient;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ReleaseBatch;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A signed request for 100 instances, from the list of ids on: ours, the vendors', and the two
 * digests and the one HMAC that every scheme needs, over the same body and nothing else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EncodeAndSign {
  private static final int SIZE = 100;

  private final Ours tencent = new Ours(Clouds.TENCENT);
  private final Ours zenlayer = new Ours(Clouds.ZENLAYER);
  private final Ours aliyun = new Ours(Clouds.ALIYUN);
  private final Bare bareTencent = new Bare(tencent);
  private final Bare bareZenlayer = new Bare(zenlayer);
  private final Bare bareAliyun = new Bare(aliyun);
  private final TencentSdk tencentSdk = new TencentSdk();
  private final TeaSdk teaSdk = new TeaSdk();
  private final ClassicSdk classicSdk = new ClassicSdk();

  @Benchmark
  public HttpRequest oursTencent() {
    return tencent.make();
  }

  @Benchmark
  public HttpRequest oursZenlayer() {
    return zenlayer.make();
  }

  @Benchmark
  public HttpRequest oursAliyun() {
    return aliyun.make();
  }

  @Benchmark
  public byte[] bareHashesTencent() throws Exception {
    return bareTencent.make();
  }

  @Benchmark
  public byte[] bareHashesZenlayer() throws Exception {
    return bareZenlayer.make();
  }

  @Benchmark
  public byte[] bareHashesAliyun() throws Exception {
    return bareAliyun.make();
  }

  @Benchmark
  public String sdkTencent() throws Throwable {
    return tencentSdk.make();
  }

  @Benchmark
  public String sdkAliyunTea() throws Exception {
    return teaSdk.make();
  }

  @Benchmark
  public Object sdkAliyunClassic() throws Exception {
    return classicSdk.make();
  }

  /** Ours, as the engine calls it. */
  static final class Ours {
    private final CloudProvider provider;
    private final ReleaseBatch batch;
    private final Credentials credentials = Clouds.credentials();
    // Each attempt gets another nonce and, once a second, another time.
    private final String nonce = "0123456789abcdef0123456789abcdef";

    Ours(Clouds cloud) {
      this.provider = cloud.provider();
      this.batch = cloud.batch(SIZE);
    }

    HttpRequest make() {
      return provider
          .signer()
          .sign(
              provider.encodeRelease(batch), credentials, new SigningContext(Instant.now(), nonce));
    }
  }

  /** What no signer can do without: body, canonical request's digest, signature. */
  static final class Bare {
    private final byte[] body;
    private final MessageDigest digest;
    private final Mac mac;

    Bare(Ours ours) {
      HttpRequest request = ours.make();
      this.body =
          request.body().bytes().length > 0
              ? request.body().bytes()
              : request.target().getBytes(StandardCharsets.US_ASCII);
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
        this.mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Clouds.KEY.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    byte[] make() {
      return mac.doFinal(digest.digest(digest.digest(body)));
    }

    int length() {
      return body.length;
    }
  }

  /** The vendor's own encoding, then its own signing method. */
  static final class TencentSdk {
    private static final String HOST = "cvm.tencentcloudapi.com";
    private final CvmClient client;
    private final MethodHandle sign;
    private final String[] ids = Fleet.tencent(SIZE).toArray(new String[0]);

    TencentSdk() {
      ClientProfile profile = new ClientProfile();
      profile.getHttpProfile().setEndpoint(HOST);
      client = new CvmClient(new Credential(Clouds.KEY_ID, Clouds.KEY), "ap-guangzhou", profile);
      try {
        Method method =
            AbstractClient.class.getDeclaredMethod("getAuthorization", HashMap.class, byte[].class);
        method.setAccessible(true);
        sign = MethodHandles.lookup().unreflect(method);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    String make() throws Throwable {
      TerminateInstancesRequest request = new TerminateInstancesRequest();
      request.setInstanceIds(ids);
      request.setReleaseAddress(false);
      request.setReleasePrepaidDataDisks(false);
      byte[] body = AbstractModel.toJsonString(request).getBytes(StandardCharsets.UTF_8);
      HashMap<String, String> headers = new HashMap<>();
      headers.put("Content-Type", "application/json; charset=utf-8");
      headers.put("Host", HOST);
      headers.put("X-TC-Action", "TerminateInstances");
      headers.put("X-TC-Timestamp", String.valueOf(System.currentTimeMillis() / 1000));
      headers.put("X-TC-Version", "2017-03-12");
      headers.put("X-TC-Region", "ap-guangzhou");
      return (String) sign.invoke((AbstractClient) client, headers, body);
    }
  }

  /** The steps of {@code Client.deleteInstances} and {@code callApi} up to the signature. */
  static final class TeaSdk {
    private final List<String> ids = Fleet.aliyun(SIZE);

    String make() throws Exception {
      Map<String, Object> query = new HashMap<>();
      query.put("RegionId", "cn-hangzhou");
      query.put("InstanceId", ids);
      query.put("Force", false);
      query.put("TerminateSubscription", false);
      query.put("DryRun", false);
      query.put("ClientToken", "0123456789abcdef0123456789abcdef");
      com.aliyun.tea.TeaRequest request = com.aliyun.tea.TeaRequest.create();
      request.method = "POST";
      request.pathname = "/";
      request.query = com.aliyun.openapiutil.Client.query(query);
      String payload =
          com.aliyun.openapiutil.Client.hexEncode(
              com.aliyun.openapiutil.Client.hash(new byte[0], "ACS3-HMAC-SHA256"));
      request.headers.put("host", "ecs.cn-hangzhou.aliyuncs.com");
      request.headers.put("x-acs-version", "2014-05-26");
      request.headers.put("x-acs-action", "DeleteInstances");
      request.headers.put("x-acs-date", com.aliyun.openapiutil.Client.getTimestamp());
      request.headers.put("x-acs-signature-nonce", com.aliyun.teautil.Common.getNonce());
      request.headers.put("accept", "application/json");
      request.headers.put("x-acs-content-sha256", payload);
      return com.aliyun.openapiutil.Client.getAuthorization(
          request, "ACS3-HMAC-SHA256", payload, Clouds.KEY_ID, Clouds.KEY);
    }
  }

  /** The vendor's own signing of its own request. */
  static final class ClassicSdk {
    private final List<String> ids = Fleet.aliyun(SIZE);
    private final com.aliyuncs.auth.Signer signer = new com.aliyuncs.auth.HmacSHA1Signer();
    private final com.aliyuncs.auth.AlibabaCloudCredentials credentials =
        new com.aliyuncs.auth.BasicCredentials(Clouds.KEY_ID, Clouds.KEY);
    private final com.aliyuncs.regions.ProductDomain domain =
        new com.aliyuncs.regions.ProductDomain("Ecs", "ecs.cn-hangzhou.aliyuncs.com");

    Object make() throws Exception {
      var request = new com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest();
      request.setSysRegionId("cn-hangzhou");
      request.setSysProtocol(com.aliyuncs.http.ProtocolType.HTTP);
      request.setInstanceIds(ids);
      request.setForce(false);
      request.setTerminateSubscription(false);
      request.setDryRun(false);
      request.setClientToken("0123456789abcdef0123456789abcdef");
      return request.signRequest(signer, credentials, com.aliyuncs.http.FormatType.JSON, domain);
    }
  }
}
