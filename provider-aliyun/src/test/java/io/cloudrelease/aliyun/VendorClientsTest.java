package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DeleteInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.profile.DefaultProfile;
import io.cloudrelease.aliyun.AliyunEcs.Signature;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The vendor's two Java SDKs and we, asked for the same, put the same on the wire. ForceStop is
 * younger than both SDKs: it is the one parameter that only we send.
 */
class VendorClientsTest {
  private static final String ID_1 = "i-bp1aaaaaaaaaaaaaaaa1";
  private static final String ID_2 = "i-bp1aaaaaaaaaaaaaaaa2";
  private static final String SUCCESS = "{\"RequestId\":\"req-1\"}";
  private static final String FAILURE =
      "{\"RequestId\":\"req-2\",\"HostId\":\"h\",\"Code\":\"ChargeTypeViolation\","
          + "\"Message\":\"not yet expired\"}";
  private static final Credentials SESSION =
      Credentials.ofSession("AKIDEXAMPLE", "SECRETEXAMPLE", "STSTOKENEXAMPLE/+==");

  /** The parameters that V1 adds to every call, and no call has on its own. */
  private static final Set<String> COMMON =
      Set.of(
          "Action",
          "Version",
          "Format",
          "AccessKeyId",
          "SignatureMethod",
          "SignatureVersion",
          "SignatureNonce",
          "SignatureType",
          "Timestamp",
          "SecurityToken",
          "Signature");

  private LoopbackEcs cloud;

  @BeforeEach
  void start() throws IOException {
    cloud = new LoopbackEcs();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void v3_delete_means_the_same_as_the_tea_sdk_s() throws Exception {
    cloud.answers(200, SUCCESS);
    String requestId = tea().deleteInstances(teaDelete()).getBody().getRequestId();
    LoopbackEcs.Seen theirs = cloud.seen();
    HttpResponse answer = send(Signature.V3, true);
    LoopbackEcs.Seen ours = cloud.seen();

    assertThat(requestId).isEqualTo("req-1");
    assertThat(read(answer).requestId()).isEqualTo("req-1");
    assertSameCall(ours, theirs);
    assertSameV3Headers(ours, theirs);
  }

  @Test
  void v3_describe_means_the_same_as_the_tea_sdk_s() throws Exception {
    String shown =
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[{\"InstanceId\":\""
            + ID_1
            + "\",\"RegionId\":\"cn-hangzhou\",\"Status\":\"Stopped\",\"OperationLocks\":"
            + "{\"LockReason\":[{\"LockReason\":\"security\"}]}}]}}";
    cloud.answers(200, shown);
    DescribeInstancesRequest request =
        new DescribeInstancesRequest()
            .setRegionId("cn-hangzhou")
            .setInstanceIds("[\"" + ID_1 + "\",\"" + ID_2 + "\"]")
            .setMaxResults(100);
    var listed = tea().describeInstances(request).getBody().getInstances().getInstance();
    LoopbackEcs.Seen theirs = cloud.seen();
    CloudProvider ecs = ecs(Signature.V3);
    HttpResponse answer = send(ecs, ecs.encodeLook(Ecs.query(ID_1, ID_2)));
    LoopbackEcs.Seen ours = cloud.seen();

    var snapshot = ecs.readLook(Ecs.query(ID_1, ID_2), answer).snapshots().get(0);
    assertThat(snapshot.ref().id()).isEqualTo(listed.get(0).getInstanceId());
    assertThat(snapshot.state()).isEqualTo(listed.get(0).getStatus());
    assertThat(snapshot.attribute("LockReason"))
        .isEqualTo(listed.get(0).getOperationLocks().getLockReason().get(0).getLockReason());
    assertSameCall(ours, theirs);
    assertSameV3Headers(ours, theirs);
  }

  @Test
  void v1_delete_means_the_same_as_the_classic_sdk_s() throws Exception {
    cloud.answers(200, SUCCESS);
    String requestId = classic().getAcsResponse(classicDelete()).getRequestId();
    LoopbackEcs.Seen theirs = cloud.seen();
    HttpResponse answer = send(Signature.V1, true);
    LoopbackEcs.Seen ours = cloud.seen();

    assertThat(requestId).isEqualTo("req-1");
    assertThat(read(answer).requestId()).isEqualTo("req-1");
    assertSameCall(ours, theirs);
    Map<String, String> our = only(Ecs.decoded(ours.query()), COMMON);
    Map<String, String> their = only(Ecs.decoded(theirs.query()), COMMON);
    // The SDK names an empty type; ours leaves out what is empty.
    assertThat(their.remove("SignatureType")).isIn("", null);
    assertThat(our.keySet()).isEqualTo(their.keySet());
    for (String each : List.of("SignatureNonce", "Timestamp", "Signature")) {
      assertThat(our.remove(each)).isNotEmpty();
      assertThat(their.remove(each)).isNotEmpty();
    }
    assertThat(our).isEqualTo(their);
  }

  @Test
  void v1_describe_means_the_same_as_the_classic_sdk_s() throws Exception {
    cloud.answers(200, "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[]}}");
    var request = new com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest();
    toLoopback(request);
    request.setInstanceIds("[\"" + ID_1 + "\",\"" + ID_2 + "\"]");
    request.setMaxResults(100);
    assertThat(classic().getAcsResponse(request).getInstances()).isEmpty();
    LoopbackEcs.Seen theirs = cloud.seen();
    CloudProvider ecs = ecs(Signature.V1);
    HttpResponse answer = send(ecs, ecs.encodeLook(Ecs.query(ID_1, ID_2)));
    assertThat(ecs.readLook(Ecs.query(ID_1, ID_2), answer).complete()).isTrue();
    assertSameCall(cloud.seen(), theirs);
  }

  @Test
  void an_error_says_the_same_to_all_three() throws Exception {
    cloud.answers(403, FAILURE);
    assertThatThrownBy(() -> tea().deleteInstances(teaDelete()))
        .isInstanceOfSatisfying(
            TeaException.class, e -> assertThat(e.getCode()).isEqualTo("ChargeTypeViolation"));
    assertThatThrownBy(() -> classic().getAcsResponse(classicDelete()))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> {
              assertThat(e.getErrCode()).isEqualTo("ChargeTypeViolation");
              assertThat(e.getRequestId()).isEqualTo("req-2");
            });
    for (Signature signature : Signature.values()) {
      var failure = read(send(signature, false)).failure().orElseThrow();
      assertThat(failure.status()).isEqualTo(403);
      assertThat(failure.code()).isEqualTo("ChargeTypeViolation");
      assertThat(failure.message()).isEqualTo("not yet expired");
      assertThat(failure.requestId()).isEqualTo("req-2");
    }
  }

  /** Method, path, body and the action's own parameters. */
  private static void assertSameCall(LoopbackEcs.Seen ours, LoopbackEcs.Seen theirs) {
    Map<String, String> our = Ecs.decoded(ours.query());
    Map<String, String> their = Ecs.decoded(theirs.query());
    our.remove("ForceStop");
    our.keySet().removeAll(COMMON);
    their.keySet().removeAll(COMMON);
    assertThat(our).isEqualTo(their);
    assertThat(ours.method()).isEqualTo(theirs.method()).isEqualTo("POST");
    assertThat(ours.path()).isEqualTo(theirs.path()).isEqualTo("/");
    assertThat(ours.body()).isEqualTo(theirs.body()).isEmpty();
  }

  private static void assertSameV3Headers(LoopbackEcs.Seen ours, LoopbackEcs.Seen theirs) {
    Map<String, String> our = acs(ours);
    Map<String, String> their = acs(theirs);
    for (String each : List.of("x-acs-date", "x-acs-signature-nonce")) {
      assertThat(our.remove(each)).isNotEmpty();
      assertThat(their.remove(each)).isNotEmpty();
    }
    // Optional beside the key id in Authorization, and left out here.
    their.remove("x-acs-accesskey-id");
    their.remove("x-acs-credentials-provider");
    assertThat(our).isEqualTo(their);
    for (String each : List.of("host", "accept")) {
      assertThat(ours.headers().get(each)).as(each).isEqualTo(theirs.headers().get(each));
    }
    assertThat(form(ours)).isEqualTo(form(theirs));
  }

  /** Authorization without what differs by time, nonce and the optional header. */
  private static String form(LoopbackEcs.Seen seen) {
    return seen.headers()
        .get("authorization")
        .replace("x-acs-accesskey-id;", "")
        .replace("x-acs-credentials-provider;", "")
        .replaceFirst("Signature=[0-9a-f]{64}$", "Signature=64 hex digits");
  }

  private static Map<String, String> acs(LoopbackEcs.Seen seen) {
    Map<String, String> headers = new TreeMap<>(seen.headers());
    headers.keySet().removeIf(name -> !name.startsWith("x-acs-"));
    return headers;
  }

  private static Map<String, String> only(Map<String, String> all, Set<String> names) {
    Map<String, String> some = new TreeMap<>(all);
    some.keySet().retainAll(names);
    return some;
  }

  private Client tea() throws Exception {
    return new Client(
        new Config()
            .setAccessKeyId(SESSION.accessKeyId())
            .setAccessKeySecret(SESSION.secretKey().reveal())
            .setSecurityToken(SESSION.token().orElseThrow().reveal())
            .setRegionId("cn-hangzhou")
            .setProtocol("http")
            .setEndpoint("127.0.0.1:" + cloud.port()));
  }

  private static DeleteInstancesRequest teaDelete() {
    return new DeleteInstancesRequest()
        .setRegionId("cn-hangzhou")
        .setInstanceId(List.of(ID_1, ID_2))
        .setForce(true)
        .setTerminateSubscription(false)
        .setDryRun(false)
        .setClientToken(Ecs.TOKEN);
  }

  private DefaultAcsClient classic() {
    DefaultProfile profile =
        DefaultProfile.getProfile(
            "cn-hangzhou",
            SESSION.accessKeyId(),
            SESSION.secretKey().reveal(),
            SESSION.token().orElseThrow().reveal());
    DefaultAcsClient client = new DefaultAcsClient(profile);
    client.setAutoRetry(false);
    return client;
  }

  private void toLoopback(RpcAcsRequest<?> request) {
    request.setSysMethod(MethodType.POST);
    request.setSysRegionId("cn-hangzhou");
    // Without it the SDK goes to the real cloud.
    request.setSysEndpoint("127.0.0.1:" + cloud.port());
  }

  private com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest classicDelete() {
    var request = new com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest();
    toLoopback(request);
    request.setInstanceIds(List.of(ID_1, ID_2));
    request.setForce(true);
    request.setTerminateSubscription(false);
    request.setDryRun(false);
    request.setClientToken(Ecs.TOKEN);
    return request;
  }

  private CloudProvider ecs(Signature signature) {
    return AliyunEcs.create(
        Ecs.settings()
            .endpoint(Endpoint.parse("http://127.0.0.1:" + cloud.port()))
            .credentials(CredentialsProvider.of(SESSION)),
        AliyunOptions.defaults().withSignature(signature));
  }

  private HttpResponse send(Signature signature, boolean force) throws Exception {
    Intent intent = force ? Ecs.intent(false, Power.FORCE) : Ecs.intent(false);
    CloudProvider ecs = ecs(signature);
    return send(ecs, ecs.encodeRelease(Ecs.batch(intent, ID_1, ID_2)));
  }

  private io.cloudrelease.spi.ReleaseAnswer read(HttpResponse answer) {
    return ecs(Signature.V3).readRelease(Ecs.batch(Ecs.intent(false), ID_1, ID_2), answer);
  }

  private HttpResponse send(CloudProvider ecs, ApiRequest request) throws Exception {
    HttpRequest signed =
        ecs.signer()
            .sign(
                request, SESSION, new SigningContext(Ecs.NOW, "0123456789abcdef0123456789abcdef"));
    var sent =
        java.net.http.HttpRequest.newBuilder(URI.create(signed.endpoint() + signed.target()))
            .method(
                signed.method(),
                java.net.http.HttpRequest.BodyPublishers.ofByteArray(signed.body().bytes()));
    signed.headers().forEach(header -> sent.header(header.name(), header.value()));
    var answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(sent.build(), BodyHandlers.ofString());
    return Ecs.answer(answer.statusCode(), answer.body());
  }
}
