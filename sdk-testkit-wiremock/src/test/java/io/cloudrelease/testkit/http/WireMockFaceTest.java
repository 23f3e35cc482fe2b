package io.cloudrelease.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WireMockFaceTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private final SimulatedTencent tencent = new SimulatedTencent(CLOCK);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(CLOCK);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(CLOCK);
  private final WireMockFace face = WireMockFace.of(tencent, zenlayer, aliyun);

  @AfterEach
  void close() {
    face.close();
  }

  private HttpRequest terminate(String id) {
    return PlainCalls.tencent(
        face.endpoint(),
        CLOCK.instant(),
        "TerminateInstances",
        "{\"InstanceIds\":[\"" + id + "\"]}");
  }

  private static HttpResponse send(HttpRequest request) throws IOException {
    return RawHttp.send(request, Duration.ofSeconds(10));
  }

  @Test
  void each_cloud_gets_its_own_requests() throws Exception {
    String cvm = tencent.add(i -> {}).id();
    zenlayer.addKey(zenlayer.account(), AccessKey.bearer("BEAREREXAMPLE"));
    String zec = zenlayer.addZec(i -> {}).id();
    String ecs = aliyun.add(i -> {}).id();

    assertThat(send(terminate(cvm)).body().text()).contains("RequestId").doesNotContain("Error");
    assertThat(
            send(PlainCalls.zenlayer(
                    face.endpoint(),
                    "BEAREREXAMPLE",
                    "ReleaseInstances",
                    "{\"instanceIds\":[\"" + zec + "\"]}"))
                .status())
        .isEqualTo(200);
    assertThat(
            send(PlainCalls.aliyun(
                    face.endpoint(),
                    "POST",
                    true,
                    CLOCK.instant(),
                    "DeleteInstances",
                    Map.of("RegionId", "cn-hangzhou", "InstanceId.1", ecs)))
                .status())
        .isEqualTo(200);
    assertThat(tencent.ledger().timesApplied(cvm)).isEqualTo(1);
    assertThat(zenlayer.ledger().timesApplied(zec)).isEqualTo(1);
    assertThat(aliyun.ledger().timesApplied(ecs)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"GET,false", "POST,false", "POST,true"})
  void the_older_aliyun_signature_survives_the_wire(String method, boolean form) throws Exception {
    aliyun.add(i -> i.name("a b*c~d+é"));
    HttpResponse answer =
        send(
            PlainCalls.aliyun(
                face.endpoint(),
                method,
                form,
                CLOCK.instant(),
                "DescribeInstances",
                Map.of("RegionId", "cn-hangzhou", "InstanceName", "a b*c~d+é")));
    assertThat(answer.body().text()).contains("<TotalCount>1</TotalCount>");
    assertThat(answer.header("Content-Type")).contains("text/xml;charset=utf-8");
  }

  @Test
  void the_date_header_is_the_clouds_clock() throws Exception {
    tencent.clockSkew(Duration.ofHours(1));
    HttpResponse answer = send(terminate("ins-1"));
    assertThat(answer.body().text()).contains("AuthFailure.SignatureExpire");
    assertThat(answer.headers()).filteredOn(h -> h.name().equals("Date")).hasSize(1);
    Instant hourAhead = CLOCK.instant().plus(Duration.ofHours(1));
    assertThat(answer.date().orElseThrow())
        .isBetween(hourAhead.minusSeconds(20), hourAhead.plusSeconds(1));
  }

  static Stream<Fault> cuts() {
    return Stream.of(Fault.dropped(), Fault.truncated(), Fault.hang(), Fault.slow(SLOW));
  }

  private static final Duration SLOW = Duration.ofSeconds(60);

  @ParameterizedTest
  @MethodSource("cuts")
  void an_answer_that_does_not_arrive_is_an_io_error_and_the_effect_is_real(Fault fault) {
    String id = tencent.add(i -> {}).id();
    tencent.faults(new FaultScript().first(SimulatedCall::destructive, fault.afterEffect()));
    assertThatThrownBy(() -> RawHttp.send(terminate(id), Duration.ofMillis(400)))
        .isInstanceOf(IOException.class);
    assertThat(tencent.ledger().timesApplied(id)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_spoiled_answer_arrives_as_it_is(Fault fault, int status) throws Exception {
    String id = tencent.add(i -> {}).id();
    tencent.faults(new FaultScript().first(SimulatedCall::destructive, fault));
    assertThat(send(terminate(id)).status()).isEqualTo(status);
    assertThat(tencent.ledger().timesApplied(id)).isZero();
    assertThat(tencent.ledger().requests()).hasSize(1);
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(Fault.gateway(502), 502),
        Arguments.of(Fault.gateway(408), 408),
        Arguments.of(Fault.retryAfter(503, Duration.ZERO), 503),
        Arguments.of(Fault.redirect(307), 307),
        Arguments.of(Fault.emptyAnswer(), 200),
        Arguments.of(Fault.noContent(), 204),
        Arguments.of(Fault.garbage(), 200),
        Arguments.of(Fault.challenge(), 403));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "Application/JSON; Charset=UTF-8",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded;charset=utf-8"
      })
  void a_content_type_reaches_the_brain_as_it_was_signed(String type) throws Exception {
    HttpRequest request =
        HttpRequest.of("POST", face.endpoint(), "/")
            .headers(
                List.of(
                    new Header("X-TC-Action", "DescribeInstances"),
                    new Header("Content-Type", type)))
            .body(HttpBody.utf8("a=1&b=%7E+*"))
            .with(Duration.ofSeconds(1), false);
    send(request);
    HttpRequest seen = tencent.ledger().requests().get(0).call().request();
    assertThat(seen.header("Content-Type")).contains(type);
    assertThat(seen.header("Host")).contains(face.endpoint().hostHeader());
    assertThat(seen.body()).isEqualTo(request.body());
  }

  @Test
  void a_request_through_a_proxy_reaches_the_brain_as_well() throws Exception {
    HttpRequest signed =
        PlainCalls.tencent(
            Endpoint.https("cvm.tencentcloudapi.com"), CLOCK.instant(), "DescribeInstances", "{}");
    List<Header> headers = new ArrayList<>(signed.headers());
    headers.add(new Header("Host", "cvm.tencentcloudapi.com"));
    String id = tencent.add(i -> {}).id();
    HttpResponse answer =
        RawHttp.send(
            HttpRequest.of("POST", face.endpoint(), "/")
                .headers(headers)
                .body(signed.body())
                .with(signed.timeout(), false),
            "http://cvm.tencentcloudapi.com/",
            Duration.ofSeconds(5));
    assertThat(answer.body().text()).contains(id);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /__admin/mappings",
    "PUT, /__admin/files/written.txt",
    "POST, /__admin/shutdown",
    "GET, /__admin/mappings"
  })
  void nobody_has_the_server_do_anything_else(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.of(method, face.endpoint(), path)
            .body(HttpBody.utf8("{\"request\":{},\"response\":{\"status\":204}}"))
            .with(Duration.ofSeconds(5), false);
    assertThat(send(request).status()).isEqualTo(401);
    each_cloud_gets_its_own_requests();
  }

  static List<String> addresses() {
    List<String> addresses = new ArrayList<>(List.of("127.0.0.1", "0.0.0.0", "localhost"));
    if (hasIpv6()) {
      addresses.addAll(List.of("::1", "[::1]", "::"));
    }
    return addresses;
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void it_is_found_where_it_listens(String address) throws Exception {
    try (WireMockFace there = WireMockFace.builder(tencent).bindAddress(address).start()) {
      HttpRequest request =
          HttpRequest.of("GET", there.endpoint(), "/nothing").with(Duration.ofSeconds(5), false);
      assertThat(send(request).status()).isEqualTo(404);
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  @Test
  void a_request_for_nobody_is_told_so() throws Exception {
    HttpRequest request =
        HttpRequest.of("GET", face.endpoint(), "/nothing").with(Duration.ofSeconds(1), false);
    assertThat(send(request).status()).isEqualTo(404);
  }

  @Test
  void a_broken_off_answer_has_its_head_and_half_of_its_body() {
    tencent.faults(new FaultScript().first(call -> true, Fault.truncated()));
    assertThatThrownBy(() -> send(terminate("ins-1")))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("the answer broke off after [1-9][0-9]* of [1-9][0-9]*");
  }

  @Test
  void an_idle_connection_is_closed_without_a_word() throws Exception {
    try (WireMockFace hasty =
            WireMockFace.builder(tencent).idleTimeout(Duration.ofMillis(200)).start();
        Socket socket = new Socket("127.0.0.1", hasty.endpoint().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET /nobody HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      byte[] all = socket.getInputStream().readAllBytes();
      assertThat(new String(all, UTF_8)).startsWith("HTTP/1.1 404").doesNotContain("close");
    }
  }

  @Test
  void an_answer_is_compressed_for_who_accepts_that() throws Exception {
    tencent.add(20, i -> {});
    HttpRequest plain =
        PlainCalls.tencent(face.endpoint(), CLOCK.instant(), "DescribeInstances", "{}");
    List<Header> headers = new ArrayList<>(plain.headers());
    headers.add(new Header("Accept-Encoding", "gzip"));
    HttpResponse answer =
        send(
            HttpRequest.of("POST", plain.endpoint(), "/")
                .headers(headers)
                .body(plain.body())
                .with(plain.timeout(), false));
    assertThat(answer.header("Content-Encoding")).contains("gzip");
    byte[] body =
        new GZIPInputStream(new ByteArrayInputStream(answer.body().bytes())).readAllBytes();
    assertThat(new String(body, UTF_8)).isEqualTo(sameWithoutId(send(plain), body));
  }

  /** The plain answer differs from the compressed one in its request id only. */
  private static String sameWithoutId(HttpResponse plain, byte[] other) {
    String text = plain.body().text();
    String otherText = new String(other, UTF_8);
    int id = text.lastIndexOf("\"RequestId\"");
    return text.substring(0, id) + otherText.substring(otherText.lastIndexOf("\"RequestId\""));
  }

  @Test
  void it_speaks_tls_when_told_to() throws Exception {
    try (WireMockFace secure = WireMockFace.builder(tencent).https().start()) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      Endpoint endpoint = secure.httpsEndpoint();
      HttpsURLConnection connection =
          (HttpsURLConnection) new URL(endpoint + "/nobody").openConnection();
      connection.setSSLSocketFactory(context.getSocketFactory());
      connection.setHostnameVerifier((host, session) -> true);
      assertThat(connection.getResponseCode()).isEqualTo(404);
    }
    assertThatThrownBy(face::httpsEndpoint).isInstanceOf(IllegalStateException.class);
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void several_faces_can_stand_side_by_side() {
    SimulatedCloud other = new SimulatedTencent(CLOCK);
    try (WireMockFace second = WireMockFace.of(other)) {
      assertThat(second.endpoint().port()).isNotEqualTo(face.endpoint().port());
    }
  }
}
