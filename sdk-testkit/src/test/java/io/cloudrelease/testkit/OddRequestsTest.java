package io.cloudrelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.aliyun.AliyunCalls;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.TencentCalls;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.ZenlayerCalls;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are signed well and odd all the same are answered as the clouds answer them. */
class OddRequestsTest {
  private static final String DESCRIBE = "DescribeInstances";
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Offset':9223372036854775807}| ",
        "{'Offset':9223372036854775807,'Limit':100}| ",
        "{'Filters':[{'Name':'creation-start-time','Values':['tomorrow']}]}| InvalidParameterValue",
        "{'Filters':[{'Name':'creation-start-time','Values':[]}]}| InvalidParameterValue",
        "{'Filters':[{'Name':'creation-end-time'}]}| InvalidParameterValue",
        "{'Filters':[{'Name':'creation-start-time','Values':['2026-11-19 00:00:00']}]}| "
      })
  void on_tencent_cloud(String body, String code) {
    tencent.add(2, i -> i.region("ap-guangzhou"));
    JsonValue answer =
        TencentCalls.body(
            tencent.handle(
                TencentCalls.request(clock.instant(), DESCRIBE, body.replace('\'', '"'))));
    assertThat(answer.get("Error").text("Code")).isEqualTo(code == null ? "" : code);
    assertThat(answer.text("RequestId")).isNotEmpty();
    assertThat(tencent.ledger().requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeInstances, Filter.1.Key, CreationStartTime, Filter.1.Value, yesterday, InvalidParameter",
    "DescribeInstances, Filter.2.Key, CreationEndTime, Filter.2.Value, '', InvalidParameter",
    "DescribeInstances, PageNumber, 2147483647, PageSize, 100, ''",
    "DescribeDisks, MaxResults, many, RegionId, cn-hangzhou, InvalidParameter",
  })
  void on_alibaba_cloud(
      String action, String one, String value, String other, String more, String code) {
    assertThat(aliyun(action, one, value, other, more)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"page:-5", "page:4294967295", "page:99999999999", "page:", "something else"})
  void a_token_that_is_none(String token) {
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    assertThat(aliyun(DESCRIBE, "NextToken", Base64.getUrlEncoder().encodeToString(bytes)))
        .isEqualTo("InvalidParameter");
  }

  private String aliyun(String action, String... parameters) {
    aliyun.add(i -> i.region("cn-hangzhou"));
    Endpoint ecs = Endpoint.https("ecs.cn-hangzhou.aliyuncs.com");
    var all = AliyunCalls.parameters(parameters);
    all.put("RegionId", "cn-hangzhou");
    return AliyunCalls.body(
            aliyun.handle(AliyunCalls.v3(ecs, clock.instant(), "nonce", action, all)))
        .text("Code");
  }

  @Test
  void a_page_far_beyond_the_last_is_empty() {
    zenlayer.addZec(i -> i.name("edge"));
    assertThat(
            zenlayer("zec", DESCRIBE, "{\"pageNum\":9223372036854775807,\"pageSize\":1000}")
                .get("response")
                .get("dataSet")
                .items())
        .isEmpty();
  }

  @Test
  void a_key_that_is_switched_off_or_over_opens_nothing_however_it_is_shown() {
    zenlayer.addKey(zenlayer.account(), AccessKey.bearer("TOKEN").withDisabled(true));
    assertThat(bearer("TOKEN").text("code")).isEqualTo("AUTHFAILURE_INVALID_AUTHORIZATION");
    zenlayer.addKey(zenlayer.account(), AccessKey.bearer("TOKEN"));
    assertThat(bearer("TOKEN").text("code")).isEmpty();
    zenlayer.addKey(
        zenlayer.account(),
        AccessKey.session("AKIDEXAMPLE", "SECRETEXAMPLE", "SESSION", clock.instant()));
    assertThat(zenlayer("zec", DESCRIBE, "{}").text("code")).isEqualTo("AUTHFAILURE_TOKEN_EXPIRED");
  }

  private JsonValue bearer(String token) {
    HttpRequest signed = ZenlayerCalls.request(clock.instant(), "zec", DESCRIBE, "{}");
    return answer(with(signed, new Header("Authorization", "Bearer " + token)));
  }

  @Test
  void what_the_cloud_refuses_it_refuses_in_the_bin_too() {
    String id =
        zenlayer.addBmc(i -> i.state("RECYCLE").refusedWith("OPERATION_DENIED_LOCKED")).id();
    assertThat(
            zenlayer("bmc", "ReleaseInstances", "{\"instanceIds\":[\"" + id + "\"]}").text("code"))
        .isEqualTo("OPERATION_DENIED_LOCKED");
    assertThat(zenlayer.ledger().timesApplied(id)).isZero();
    assertThatThrownBy(() -> zenlayer.addZec(i -> i.protectedFromRelease()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refusedWith");
  }

  @Test
  void the_older_zec_takes_all_along_whatever_it_is_told() {
    String id = zenlayer.addZec(i -> i.disk("140000000000000001", false)).id();
    HttpRequest kept =
        ZenlayerCalls.request(
            clock.instant(),
            "zec",
            "ReleaseInstances",
            "{\"dependResource\":\"false\",\"instanceIds\":[\"" + id + "\"]}");
    answer(with(kept, new Header("X-ZC-Version", "2024-04-01")));
    assertThat(zenlayer.ledger().effects())
        .singleElement()
        .satisfies(effect -> assertThat(effect.toString()).contains("140000000000000001"));
  }

  private JsonValue zenlayer(String service, String action, String body) {
    return answer(ZenlayerCalls.request(clock.instant(), service, action, body));
  }

  private JsonValue answer(HttpRequest request) {
    return ZenlayerCalls.body(zenlayer.handle(request));
  }

  private static HttpRequest with(HttpRequest request, Header other) {
    List<Header> headers =
        Stream.concat(
                request.headers().stream().filter(h -> !h.name().equals(other.name())),
                Stream.of(other))
            .toList();
    return request.headers(headers);
  }
}
