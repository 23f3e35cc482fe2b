package io.cloudrelease.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.AliyunCalls;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.TencentCalls;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.ZenlayerCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
    return TencentCalls.request(
        face.endpoint(),
        CLOCK.instant(),
        "TerminateInstances",
        "ap-guangzhou",
        "{\"InstanceIds\":[\"" + id + "\"]}");
  }

  private static HttpResponse send(HttpRequest request) throws IOException {
    return RawHttp.send(request, Duration.ofSeconds(10));
  }

  private HttpRequest here(HttpRequest request) {
    return new HttpRequest(
        request.method(),
        face.endpoint(),
        request.target(),
        request.headers(),
        request.body(),
        request.timeout(),
        request.destructive());
  }

  @Test
  void each_cloud_gets_its_own_requests() throws Exception {
    String cvm = tencent.add(i -> {}).id();
    String zec = zenlayer.addZec(i -> {}).id();
    String ecs = aliyun.add(i -> {}).id();

    assertThat(send(terminate(cvm)).body().text()).contains("RequestId").doesNotContain("Error");
    assertThat(
            send(ZenlayerCalls.request(
                    face.endpoint(),
                    CLOCK.instant(),
                    "zec",
                    "ReleaseInstances",
                    "{\"instanceIds\":[\"" + zec + "\"]}",
                    "AKIDEXAMPLE"))
                .status())
        .isEqualTo(200);
    assertThat(
            send(AliyunCalls.v3(
                    face.endpoint(),
                    CLOCK.instant(),
                    "n1",
                    "DeleteInstances",
                    AliyunCalls.parameters("RegionId", "cn-hangzhou", "InstanceId.1", ecs)))
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
            here(
                AliyunCalls.v1(
                    method,
                    form,
                    CLOCK.instant(),
                    "n1",
                    "DescribeInstances",
                    AliyunCalls.parameters(
                        "RegionId", "cn-hangzhou", "InstanceName", "a b*c~d+é"))));
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

  @Test
  void a_request_for_nobody_is_told_so() throws Exception {
    HttpRequest request =
        new HttpRequest(
            "GET",
            face.endpoint(),
            "/nothing",
            List.of(),
            HttpBody.empty(),
            Duration.ofSeconds(1),
            false);
    assertThat(send(request).status()).isEqualTo(404);
  }

  @Test
  void several_faces_can_stand_side_by_side() {
    SimulatedCloud other = new SimulatedTencent(CLOCK);
    try (WireMockFace second = WireMockFace.of(other)) {
      assertThat(second.endpoint().port()).isNotEqualTo(face.endpoint().port());
    }
  }
}
