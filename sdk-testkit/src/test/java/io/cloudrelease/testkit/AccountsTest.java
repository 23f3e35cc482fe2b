package io.cloudrelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.aliyun.AliyunCalls;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.TencentCalls;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.ZenlayerCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final AccessKey KEY = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
  private static final Endpoint ECS = Endpoint.https("ecs.cn-hangzhou.aliyuncs.com");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private int nonce;

  private HttpRequest cvm(String action, String id) {
    String body = "{\"InstanceIds\":[\"" + id + "\"]}";
    return TencentCalls.request(clock.instant(), action, body);
  }

  private HttpRequest ecs(String action, String... parameters) {
    return AliyunCalls.v3(
        ECS, clock.instant(), "n" + ++nonce, action, AliyunCalls.parameters(parameters));
  }

  private HttpRequest zec(String body) {
    return ZenlayerCalls.request(clock.instant(), "zec", "DescribeInstances", body);
  }

  private static String body(SimulatedCloud cloud, HttpRequest request) {
    return cloud.handle(request).response().body().text();
  }

  private static HttpRequest with(HttpRequest request, Header header) {
    List<Header> headers = new ArrayList<>(request.headers());
    headers.add(header);
    return HttpRequest.of(request.method(), request.endpoint(), request.target())
        .headers(headers)
        .body(request.body())
        .with(request.timeout(), request.destructive());
  }

  @Test
  void an_unknown_key_is_told_so_by_each_cloud() {
    tencent.removeKey(KEY);
    zenlayer.removeKey(KEY);
    aliyun.removeKey(KEY);
    assertThat(body(tencent, cvm("DescribeInstances", "ins-1")))
        .contains("AuthFailure.SecretIdNotFound");
    assertThat(body(zenlayer, zec("{}"))).contains("AUTHFAILURE_SIGNATURE_FAILURE");
    assertThat(body(aliyun, ecs("DescribeInstances", "RegionId", "cn-hangzhou")))
        .contains("InvalidAccessKeyId.NotFound");
  }

  @Test
  void another_accounts_instances_are_not_there() {
    SimulatedAccount other = SimulatedAccount.named("other");
    String cvm = tencent.add(i -> i.account(other)).id();
    String ecs = aliyun.add(i -> i.account(other)).id();
    String zec = zenlayer.addZec(i -> i.account(other)).id();
    assertThat(body(tencent, cvm("TerminateInstances", cvm)))
        .contains("InvalidInstanceId.NotFound");
    assertThat(body(aliyun, ecs("DeleteInstances", "RegionId", "cn-hangzhou", "InstanceId.1", ecs)))
        .contains("InvalidInstanceId.NotFound");
    assertThat(body(zenlayer, zec("{\"instanceIds\":[\"" + zec + "\"]}")))
        .contains("\"totalCount\":0");
  }

  @Test
  void a_session_token_must_be_there_right_and_fresh() {
    AccessKey session =
        AccessKey.session(
            "AKIDEXAMPLE", "SECRETEXAMPLE", "TOKEN", Instant.parse("2026-11-20T09:00:00Z"));
    tencent.addKey(tencent.account(), session);
    HttpRequest bare = cvm("DescribeInstances", "ins-1");
    Header token = new Header("X-TC-Token", "TOKEN");
    assertThat(body(tencent, bare)).contains("AuthFailure.TokenFailure");
    assertThat(body(tencent, with(bare, new Header("X-TC-Token", "STALE"))))
        .contains("AuthFailure.TokenFailure");
    assertThat(body(tencent, with(bare, token))).contains("InstanceSet");
    clock.advance(Duration.ofHours(1));
    assertThat(body(tencent, with(cvm("DescribeInstances", "ins-1"), token)))
        .contains("AuthFailure.TokenFailure");

    aliyun.addKey(aliyun.account(), session);
    assertThat(body(aliyun, ecs("DescribeInstances", "RegionId", "cn-hangzhou")))
        .contains("MissingSecurityToken");
    Header stale = new Header("x-acs-security-token", "STALE");
    assertThat(body(aliyun, with(ecs("DescribeInstances", "RegionId", "cn-hangzhou"), stale)))
        .contains("InvalidSecurityToken.MismatchWithAccessKey");
  }

  @Test
  void a_bearer_token_stands_for_a_key() {
    zenlayer.addKey(zenlayer.account(), AccessKey.bearer("TOKEN"));
    HttpRequest signed = zec("{}");
    List<Header> headers = new ArrayList<>(signed.headers());
    headers.removeIf(h -> h.name().startsWith("X-ZC-S") || h.name().equals("Authorization"));
    headers.add(new Header("Authorization", "Bearer TOKEN"));
    HttpRequest bearer =
        HttpRequest.of("POST", signed.endpoint(), signed.target())
            .headers(headers)
            .body(signed.body())
            .with(signed.timeout(), false);
    assertThat(body(zenlayer, bearer)).contains("dataSet");
    assertThat(zenlayer.ledger().requests().get(0).account()).isEqualTo("main");
  }

  @Test
  void unpaid_and_unauthorized_accounts_release_nothing() {
    String cvm = tencent.add(i -> {}).id();
    String ecs = aliyun.add(i -> {}).id();
    tencent.account().unpaid(true);
    aliyun.account().unpaid(true);
    assertThat(body(tencent, cvm("TerminateInstances", cvm)))
        .contains("InvalidAccount.UnpaidOrder");
    assertThat(body(aliyun, ecs("DeleteInstances", "RegionId", "cn-hangzhou", "InstanceId.1", ecs)))
        .contains("InsufficientBalance");
    tencent.account().unpaid(false);
    tencent.addKey(tencent.account(), KEY.withMayRelease(false));
    assertThat(body(tencent, cvm("TerminateInstances", cvm))).contains("UnauthorizedOperation");
    assertThat(tencent.ledger().effects()).isEmpty();
    assertThat(aliyun.ledger().effects()).isEmpty();
  }

  @Test
  void limits_are_kept_for_each_account_and_lane() {
    aliyun.rateLimit("DescribeInstances", RateLimit.perSecond(1));
    assertThat(body(aliyun, ecs("DescribeInstances", "RegionId", "cn-hangzhou")))
        .contains("TotalCount");
    assertThat(body(aliyun, ecs("DescribeInstances", "RegionId", "cn-hangzhou")))
        .contains("Throttling.User");
    assertThat(body(aliyun, ecs("DescribeInstances", "RegionId", "cn-beijing")))
        .contains("TotalCount");
    zenlayer.rateLimit("DescribeInstances", RateLimit.perSecond(1));
    assertThat(body(zenlayer, zec("{}"))).contains("dataSet");
    SimulatedOutcome throttled = zenlayer.handle(zec("{}"));
    assertThat(throttled.response().status()).isEqualTo(429);
  }

  @Test
  void tencent_counts_by_access_host_whatever_the_region() {
    tencent.rateLimit("DescribeInstances", RateLimit.perSecond(1));
    assertThat(look("cvm.tencentcloudapi.com", "ap-guangzhou")).contains("InstanceSet");
    assertThat(look("cvm.tencentcloudapi.com", "ap-beijing")).contains("RequestLimitExceeded");
    assertThat(look("cvm.ap-beijing.tencentcloudapi.com", "ap-beijing")).contains("InstanceSet");
  }

  private String look(String host, String region) {
    return body(
        tencent,
        TencentCalls.request(
            Endpoint.https(host), clock.instant(), "DescribeInstances", region, "{}"));
  }

  @Test
  void ecs_tells_what_is_left_of_the_minute_where_that_is_wanted() {
    aliyun.rateLimit("DescribeInstances", RateLimit.perMinute(2));
    aliyun.rateHeader(true);
    aliyun.retryAfterHeader(true);
    clock.advance(Duration.ofSeconds(42));
    HttpResponse one = aliyun.handle(ecs("DescribeInstances", "RegionId", "cn-h")).response();
    assertThat(one.header("X-RateLimit-User-API")).contains("Remain:1,TimeLeft:18000");
    aliyun.handle(ecs("DescribeInstances", "RegionId", "cn-h"));
    HttpResponse three = aliyun.handle(ecs("DescribeInstances", "RegionId", "cn-h")).response();
    assertThat(three.body().text()).contains("Throttling.User");
    assertThat(three.header("X-RateLimit-User-API")).contains("Remain:0,TimeLeft:18000");
    assertThat(three.header("x-acs-retry-after")).contains("18000");
    assertThat(one.header("x-acs-retry-after")).isEmpty();
  }

  @Test
  void no_text_form_shows_a_secret() {
    AccessKey session = AccessKey.session("AKID", "SECRETSECRET", "TOKENTOKEN", Instant.MAX);
    tencent.addKey(tencent.account(), session);
    tencent.handle(with(cvm("DescribeInstances", "ins-1"), new Header("X-TC-Token", "TOKENTOKEN")));
    assertThat(session + " " + AccessKey.bearer("TOKENTOKEN") + tencent.ledger().requests())
        .doesNotContain("SECRETSECRET", "TOKENTOKEN", "Signature=");
  }

  @Test
  void many_threads_at_once_lose_nothing() throws InterruptedException {
    tencent.noRateLimit("TerminateInstances");
    List<String> ids = new ArrayList<>();
    tencent.add(200, i -> {}).forEach(i -> ids.add(i.id()));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    for (String id : ids) {
      pool.execute(() -> tencent.handle(cvm("TerminateInstances", id)));
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(tencent.ledger().requests()).hasSize(200);
    assertThat(ids).allMatch(id -> tencent.ledger().timesApplied(id) == 1);
  }
}
