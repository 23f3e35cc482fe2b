package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.Language;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's own client and ours against one server: the same calls, field by field. */
class VendorWireTest {

  record Seen(String method, String target, Map<String, String> headers, byte[] body) {
    JsonObject json() {
      return JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    String header(String name) {
      return headers.getOrDefault(name, "(none)");
    }
  }

  private static final Credentials KEY = Credentials.ofSession("AKIDX", "SECRETX", "TOKENX+/=");

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> headers.put(name, String.join(" & ", values)));
          seen.add(
              new Seen(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  headers,
                  exchange.getRequestBody().readAllBytes()));
          byte[] answer =
              "{\"Response\":{\"TotalCount\":0,\"InstanceSet\":[],\"RequestId\":\"r-1\"}}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private CvmClient vendor() {
    ClientProfile profile = new ClientProfile();
    profile.setLanguage(Language.ZH_CN);
    profile.getHttpProfile().setProtocol("http://");
    profile.getHttpProfile().setEndpoint(host());
    profile.getHttpProfile().setReadTimeout(10);
    return new CvmClient(new Credential("AKIDX", "SECRETX", "TOKENX+/="), "ap-guangzhou", profile);
  }

  private CloudProvider provider() {
    return TencentCvm.create(
        Fixtures.SETTINGS
            .endpoint(Endpoint.parse("http://" + host()))
            .credentials(CredentialsProvider.of(KEY)),
        TencentOptions.defaults().language("zh-CN"));
  }

  /** Puts our signed request on the wire with the JDK's client, byte for byte. */
  private Seen send(HttpRequest request) throws Exception {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.endpoint() + request.target()))
            .method(
                request.method(),
                java.net.http.HttpRequest.BodyPublishers.ofByteArray(request.body().bytes()));
    for (Header header : request.headers()) {
      builder.header(header.name(), header.value());
    }
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    client.send(builder.build(), BodyHandlers.discarding());
    return seen.take();
  }

  private Seen ours(ApiRequest call) throws Exception {
    CloudProvider provider = provider();
    return send(provider.signer().sign(call, provider.credentials().resolve(), Fixtures.CONTEXT));
  }

  @ParameterizedTest
  @EnumSource(Collateral.class)
  void a_release_is_what_the_vendors_client_sends(Collateral collateral) throws Exception {
    TerminateInstancesRequest request = new TerminateInstancesRequest();
    request.setInstanceIds(new String[] {"ins-1", "ins-2"});
    request.setReleaseAddress(collateral == Collateral.RELEASE);
    request.setReleasePrepaidDataDisks(collateral == Collateral.RELEASE);
    assertThat(vendor().TerminateInstances(request).getRequestId()).isEqualTo("r-1");
    Seen theirs = seen.take();
    Seen ours =
        ours(
            provider()
                .encodeRelease(
                    Fixtures.batch(
                        Fixtures.intent(Goal.RELEASE, collateral),
                        Fixtures.REGION,
                        "ins-1",
                        "ins-2")));
    assertSameMeaning(ours, theirs);
  }

  @Test
  void a_look_is_what_the_vendors_client_sends() throws Exception {
    DescribeInstancesRequest request = new DescribeInstancesRequest();
    request.setInstanceIds(new String[] {"ins-1", "ins-2"});
    request.setOffset(0L);
    request.setLimit(100L);
    assertThat(vendor().DescribeInstances(request).getTotalCount()).isZero();
    Seen theirs = seen.take();
    assertSameMeaning(ours(provider().encodeLook(Fixtures.query("ins-1", "ins-2"))), theirs);
  }

  private void assertSameMeaning(Seen ours, Seen theirs) {
    assertThat(ours.json()).isEqualTo(theirs.json());
    assertThat(ours.method()).isEqualTo(theirs.method()).isEqualTo("POST");
    assertThat(ours.target()).isEqualTo(theirs.target()).isEqualTo("/");
    for (String name :
        new String[] {
          "Host", "X-TC-Action", "X-TC-Version", "X-TC-Region", "X-TC-Token", "X-TC-Language"
        }) {
      assertThat(ours.header(name)).as(name).isEqualTo(theirs.header(name)).isNotEqualTo("(none)");
    }
    assertThat(ours.header("Content-Type")).isEqualTo("application/json");
    assertThat(theirs.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(ours.header("X-TC-Timestamp")).isEqualTo("1760000000");
    assertThat(theirs.header("X-TC-Timestamp")).containsOnlyDigits().hasSize(10);
    assertThat(ours.headers().keySet().stream().filter(n -> n.startsWith("X-")))
        .allSatisfy(name -> assertThat(theirs.headers()).containsKey(name));
  }

  /** Their service name is the host's first label ({@code 127} here); ours is what we say. */
  @Test
  void what_the_vendors_client_signed_on_the_wire_we_sign_alike() throws Exception {
    TerminateInstancesRequest request = new TerminateInstancesRequest();
    request.setInstanceIds(new String[] {"ins-1", "\u672a \"\u547d\u540d\""});
    vendor().TerminateInstances(request);
    Seen theirs = seen.take();
    ApiRequest same =
        ApiRequest.of("POST", Endpoint.parse("http://" + host()), "/")
            .action("TerminateInstances", "2017-03-12")
            .region("ap-guangzhou")
            .body(theirs.header("Content-Type"), HttpBody.wrap(theirs.body()));
    Instant at = Instant.ofEpochSecond(Long.parseLong(theirs.header("X-TC-Timestamp")));
    assertThat(
            new Tc3Signer("127")
                .withoutAction()
                .sign(same, KEY, new SigningContext(at, "unused"))
                .header("Authorization"))
        .hasValue(theirs.header("Authorization"));
  }
}
