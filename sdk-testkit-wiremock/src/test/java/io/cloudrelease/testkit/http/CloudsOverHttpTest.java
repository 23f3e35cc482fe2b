package io.cloudrelease.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudsOverHttpTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");

  /** How long a terminated instance is still shown. */
  private Duration shownFor(CloudsOverHttp clouds) throws IOException {
    String id = clouds.tencent().add(i -> i.postpaid()).id();
    call(clouds, "TerminateInstances", id);
    Duration passed = Duration.ZERO;
    while (call(clouds, "DescribeInstances", id).contains(id)) {
      Duration step = Duration.ofMillis(100);
      clock.advance(step);
      passed = passed.plus(step);
    }
    return passed;
  }

  private String call(CloudsOverHttp clouds, String action, String id) throws IOException {
    HttpRequest request =
        PlainCalls.tencent(
            clouds.endpoint(), clock.instant(), action, "{\"InstanceIds\":[\"" + id + "\"]}");
    return RawHttp.send(request, Duration.ofSeconds(10)).body().text();
  }

  @Test
  void what_is_released_is_shown_for_a_moment_only() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      assertThat(shownFor(clouds)).isEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void or_for_as_long_as_on_the_real_cloud() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).realTransitions().start()) {
      assertThat(shownFor(clouds)).isEqualTo(Duration.ofSeconds(20));
    }
  }

  @Test
  void a_time_that_a_test_sets_itself_is_kept() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      clouds.tencent().terminating(Duration.ofSeconds(1));
      assertThat(shownFor(clouds)).isEqualTo(Duration.ofSeconds(1));
    }
  }

  private String answer(HttpRequest request) throws IOException {
    return RawHttp.send(request, Duration.ofSeconds(10)).body().text();
  }

  private HttpRequest sts(CloudsOverHttp clouds, String action) {
    return PlainCalls.tencent(
        clouds.endpoint(), clock.instant(), PlainCalls.FIRST, "sts", "ap-guangzhou", action, "{}");
  }

  private HttpRequest whoOnTencent(CloudsOverHttp clouds) {
    return sts(clouds, "GetCallerIdentity");
  }

  private HttpRequest whoOnAliyun(CloudsOverHttp clouds) {
    return PlainCalls.aliyun(
        clouds.endpoint(),
        "POST",
        true,
        clock.instant(),
        "GetCallerIdentity",
        Map.of("Version", "2015-04-01", "Format", "JSON"));
  }

  private static HttpRequest whoOnZenlayer(CloudsOverHttp clouds) {
    return PlainCalls.zenlayer(
        clouds.endpoint(), "zbc", "BEAREREXAMPLE", "DescribeCustomerBalance", "{}");
  }

  @Test
  void whose_keys_they_are_is_told_at_the_same_endpoint() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      clouds.zenlayer().addKey(clouds.zenlayer().account(), AccessKey.bearer("BEAREREXAMPLE"));

      assertThat(answer(whoOnTencent(clouds))).contains("\"AccountId\":\"100000000001\"");
      assertThat(answer(whoOnAliyun(clouds))).contains("\"AccountId\":\"1234567890123456\"");
      assertThat(answer(whoOnZenlayer(clouds))).contains("\"accountUid\":\"100001\"");
    }
  }

  @Test
  void a_key_that_was_taken_away_or_switched_off_is_nobodys() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      clouds.tencent().removeKey(PlainCalls.FIRST);
      clouds.aliyun().addKey(clouds.aliyun().account(), PlainCalls.FIRST.withDisabled(true));

      assertThat(answer(whoOnTencent(clouds))).contains("AuthFailure.SecretIdNotFound");
      assertThat(answer(whoOnAliyun(clouds))).contains("InvalidAccessKeyId.NotFound");
      assertThat(answer(whoOnZenlayer(clouds))).contains("AUTHFAILURE_INVALID_ACCESS_KEY");
    }
  }

  @Test
  void without_more_ado_all_regions_exist() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      HttpRequest look =
          PlainCalls.tencent(
              clouds.endpoint(),
              clock.instant(),
              PlainCalls.FIRST,
              "cvm",
              "ap-atlantis",
              "DescribeInstances",
              "{}");
      assertThat(answer(look)).contains("\"TotalCount\":0");
    }
  }

  @Test
  void a_role_that_is_given_out_may_call_the_cloud() throws Exception {
    try (CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start()) {
      Instant end = clock.instant().plus(Duration.ofHours(1));
      AccessKey role = AccessKey.session("ROLE1", "ROLESECRET1", "ROLETOKEN1", end);
      assertThat(answer(sts(clouds, "AssumeRole"))).contains("\"TmpSecretId\":\"ROLE1\"");

      HttpRequest look =
          PlainCalls.tencent(
              clouds.endpoint(),
              clock.instant(),
              role,
              "cvm",
              "ap-guangzhou",
              "DescribeInstances",
              "{}");
      assertThat(answer(look)).contains("\"TotalCount\":0");
    }
  }
}
