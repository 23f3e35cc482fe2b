package io.cloudrelease.testkit.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SignatureVectors;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.wire.Percent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedAliyunTest {
  private static final Endpoint ECS = Endpoint.https("ecs.cn-hangzhou.aliyuncs.com");
  private static final Instant LATER = Instant.parse("2027-06-01T00:00:00Z");
  private static final Instant EARLIER = Instant.parse("2026-06-01T00:00:00Z");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedAliyun cloud = new SimulatedAliyun(clock);
  private int nonce;

  private JsonValue call(String action, SortedMap<String, String> parameters) {
    return AliyunCalls.body(
        cloud.handle(AliyunCalls.v3(ECS, clock.instant(), "nonce" + ++nonce, action, parameters)));
  }

  private SortedMap<String, String> deletion(String... ids) {
    SortedMap<String, String> parameters = AliyunCalls.parameters("RegionId", "cn-hangzhou");
    for (int i = 0; i < ids.length; i++) {
      parameters.put("InstanceId." + (i + 1), ids[i]);
    }
    return parameters;
  }

  private String delete(String... ids) {
    return call("DeleteInstances", deletion(ids)).text("Code");
  }

  private String delete(SortedMap<String, String> parameters, String... more) {
    parameters.putAll(AliyunCalls.parameters(more));
    return call("DeleteInstances", parameters).text("Code");
  }

  private JsonValue describe(String... more) {
    SortedMap<String, String> parameters = AliyunCalls.parameters(more);
    parameters.put("RegionId", "cn-hangzhou");
    return call("DescribeInstances", parameters);
  }

  private static String list(List<String> ids) {
    return ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
  }

  static Stream<JsonValue> vectors() throws IOException {
    return SignatureVectors.load("aliyun.json").stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_published_signature_is_accepted_and_a_changed_one_is_not(JsonValue vector) {
    JsonValue in = vector.get("inputs");
    String method = in.text("method");
    AccessKey key = AccessKey.of(in.text("access_key_id"), in.text("secret"));
    AliyunRequest right = new AliyunRequest(request(vector, method));
    AliyunRequest wrong = new AliyunRequest(request(vector, method.equals("GET") ? "POST" : "GET"));

    assertThat(right.accessKeyId()).isEqualTo(key.id());
    assertThat(right.token()).isEqualTo(in.text("token"));
    assertThatCode(() -> AliyunSignature.check(right, key)).doesNotThrowAnyException();
    assertThatThrownBy(() -> AliyunSignature.check(wrong, key))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.code()).isEqualTo("SignatureDoesNotMatch"));
  }

  private static HttpRequest request(JsonValue vector, String method) {
    JsonValue in = vector.get("inputs");
    SortedMap<String, String> query = new TreeMap<>();
    List<Header> headers = new ArrayList<>();
    if (vector.text("algorithm").equals("RPC-HMAC-SHA1")) {
      vector
          .get("intermediate")
          .get("signed_parameters")
          .members()
          .forEach((name, value) -> query.put(name, value.text()));
      query.put("Signature", vector.get("expected").text("signature"));
    } else {
      in.get("query").members().forEach((name, value) -> query.put(name, value.text()));
      vector
          .get("expected")
          .get("headers")
          .members()
          .forEach((name, value) -> headers.add(new Header(name, value.text())));
    }
    return HttpRequest.of(method, Endpoint.https(in.text("host")), "/?" + Percent.canonical(query))
        .headers(headers)
        .body(HttpBody.wrap(Base64.getDecoder().decode(in.text("body_base64"))))
        .with(Duration.ofSeconds(30), false);
  }

  @ParameterizedTest
  @CsvSource({"GET,false", "POST,false", "POST,true"})
  void the_older_signature_is_taken_in_query_and_form_and_answered_in_xml(
      String method, boolean form) {
    cloud.add(i -> i.name("a <b> & c*~ d").running());
    SortedMap<String, String> parameters =
        AliyunCalls.parameters(
            "RegionId", "cn-hangzhou", "InstanceName", "a <b> & c*~ d", "PageSize", "100");
    SimulatedOutcome outcome =
        cloud.handle(
            AliyunCalls.v1(method, form, clock.instant(), "n1", "DescribeInstances", parameters));
    assertThat(outcome.response().body().text())
        .startsWith("<?xml version='1.0' encoding='UTF-8'?><DescribeInstancesResponse><RequestId>")
        .contains("<TotalCount>1</TotalCount>")
        .contains("<Instances><Instance><InstanceId>i-bp1")
        .contains("<InstanceName>a &lt;b&gt; &amp; c*~ d</InstanceName>")
        .contains("<OperationLocks></OperationLocks>");
    assertThat(outcome.response().header("Content-Type")).contains("text/xml;charset=utf-8");
  }

  @Test
  void a_wrong_signature_is_told_in_xml_with_what_the_server_signed() {
    HttpRequest right =
        AliyunCalls.v1(
            "POST",
            false,
            clock.instant(),
            "n1",
            "DescribeInstances",
            AliyunCalls.parameters("RegionId", "cn-hangzhou"));
    HttpRequest wrong =
        HttpRequest.of("GET", right.endpoint(), right.target())
            .body(right.body())
            .with(right.timeout(), false);
    SimulatedOutcome outcome = cloud.handle(wrong);
    assertThat(outcome.response().status()).isEqualTo(400);
    assertThat(outcome.response().body().text())
        .contains("<Error><RequestId>")
        .contains("<HostId>ecs.cn-hangzhou.aliyuncs.com</HostId>")
        .contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void a_nonce_is_taken_once() {
    HttpRequest request =
        AliyunCalls.v3(
            ECS,
            clock.instant(),
            "same",
            "DescribeInstances",
            AliyunCalls.parameters("RegionId", "cn-hangzhou"));
    assertThat(AliyunCalls.body(cloud.handle(request)).text("Code")).isEmpty();
    assertThat(AliyunCalls.body(cloud.handle(request)).text("Code"))
        .isEqualTo("SignatureNonceUsed");
  }

  @Test
  void a_clock_more_than_fifteen_minutes_off_is_refused() {
    cloud.clockSkew(Duration.ofMinutes(-16));
    assertThat(describe().text("Code")).isEqualTo("InvalidTimeStamp.Expired");
    cloud.clockSkew(Duration.ofMinutes(14));
    assertThat(describe().text("Code")).isEmpty();
  }

  @Test
  void running_needs_force_and_what_is_released_vanishes() {
    String id = cloud.add(AliyunSpec::running).id();
    assertThat(delete(id)).isEqualTo("IncorrectInstanceStatus");
    assertThat(delete(deletion(id), "Force", "true")).isEmpty();
    assertThat(cloud.ledger().isLeaving(id)).isTrue();
    assertThat(delete(deletion(id), "Force", "true")).isEqualTo("IncorrectInstanceStatus");
    clock.advance(Duration.ofSeconds(10));
    assertThat(cloud.ledger().isGone(id)).isTrue();
    assertThat(delete(id)).isEqualTo("InvalidInstanceId.NotFound");
  }

  @Test
  void a_graceful_stop_takes_minutes() {
    String id = cloud.add(AliyunSpec::running).id();
    delete(deletion(id), "Force", "true", "ForceStop", "false");
    clock.advance(Duration.ofMinutes(1));
    assertThat(cloud.ledger().stateOf(id)).isEqualTo("Stopping");
    clock.advance(Duration.ofMinutes(2));
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void a_subscription_goes_after_its_end_only_and_only_when_asked() {
    String running = cloud.add(i -> i.prepaid(LATER)).id();
    String over = cloud.add(i -> i.prepaid(EARLIER)).id();
    assertThat(delete(deletion(running), "TerminateSubscription", "true"))
        .isEqualTo("ChargeTypeViolation");
    assertThat(delete(over)).isEqualTo("ChargeTypeViolation");
    assertThat(delete(deletion(over), "TerminateSubscription", "true")).isEmpty();
  }

  @Test
  void protection_locks_and_beginnings_are_refused() {
    String kept = cloud.add(i -> i.protectedFromRelease()).id();
    String locked = cloud.add(i -> i.locked("security")).id();
    String young = cloud.add(i -> i.state("Pending")).id();
    assertThat(delete(deletion(kept), "Force", "true"))
        .isEqualTo("InvalidOperation.DeletionProtection");
    assertThat(delete(young)).isEqualTo("IncorrectInstanceStatus.Initializing");
    cloud.securityLockRefuses(true);
    assertThat(delete(locked)).isEqualTo("InstanceLockedForSecurity");
    cloud.securityLockRefuses(false);
    assertThat(delete(locked)).isEmpty();
  }

  @Test
  void a_bad_id_refuses_the_batch() {
    String good = cloud.add(i -> {}).id();
    String far = cloud.add(i -> i.region("cn-beijing")).id();
    assertThat(delete(good, "i-none")).isEqualTo("InvalidInstanceIds.NotFound");
    assertThat(delete(good, far)).isEqualTo("InvalidParameter.CrossRegionNotSupport");
    assertThat(delete(far)).isEqualTo("InvalidInstanceId.NotFound");
    List<String> many = cloud.add(101, i -> {}).stream().map(SimulatedInstance::id).toList();
    assertThat(delete(many.toArray(new String[0])))
        .isEqualTo("InvalidParameter.TooManyInstanceIds");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void a_passed_dry_run_is_an_error_that_changes_nothing() {
    String id = cloud.add(i -> i.state("Pending")).id();
    assertThat(delete(deletion(id), "DryRun", "true")).isEqualTo("DRYRUN.SUCCESS");
    cloud.dryRunCode("DryRunOperation");
    assertThat(delete(deletion(id), "DryRun", "true")).isEqualTo("DryRunOperation");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void a_client_token_gives_the_first_result_again() {
    String id = cloud.add(i -> {}).id();
    SortedMap<String, String> parameters = deletion(id);
    parameters.put("ClientToken", "token-1");
    String first = call("DeleteInstances", parameters).text("RequestId");
    clock.advance(Duration.ofMinutes(1));
    assertThat(call("DeleteInstances", parameters).text("RequestId")).isEqualTo(first);
    assertThat(delete(parameters, "Force", "true")).isEqualTo("IdempotentParameterMismatch");
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    assertThat(delete(parameters)).isEqualTo("InvalidInstanceId.NotFound");
  }

  @Test
  void a_running_call_keeps_its_token_busy() {
    cloud.tokenRunning(Duration.ofSeconds(5));
    SortedMap<String, String> parameters = deletion(cloud.add(i -> {}).id());
    parameters.put("ClientToken", "token-1");
    assertThat(delete(parameters)).isEmpty();
    assertThat(delete(parameters)).isEqualTo("LastTokenProcessing");
    clock.advance(Duration.ofSeconds(5));
    assertThat(delete(parameters)).isEmpty();
  }

  @Test
  void a_page_shows_ten_and_an_empty_list_shows_nothing() {
    List<String> ids = cloud.add(100, i -> {}).stream().map(SimulatedInstance::id).toList();
    JsonValue few = describe("InstanceIds", list(ids));
    assertThat(few.get("Instances").get("Instance").items()).hasSize(10);
    assertThat(few.number("TotalCount", 0)).isEqualTo(100);
    assertThat(
            describe("InstanceIds", list(ids), "PageSize", "100")
                .get("Instances")
                .get("Instance")
                .items())
        .hasSize(100);
    assertThat(describe("InstanceIds", "[]").number("TotalCount", -1)).isZero();
    assertThat(describe("PageSize", "101").text("Code")).isEqualTo("InvalidParameter");
  }

  @Test
  void tokens_page_to_the_end() {
    cloud.add(25, i -> {});
    int seen = 0;
    int pages = 0;
    String token = "";
    do {
      JsonValue page =
          token.isEmpty()
              ? describe("MaxResults", "3")
              : describe("MaxResults", "3", "NextToken", token);
      seen += page.get("Instances").get("Instance").items().size();
      token = page.text("NextToken");
      pages++;
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(25);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void without_permission_looks_and_deletions_are_denied_and_say_so() {
    String id = cloud.add(i -> {}).id();
    AccessKey key = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    cloud.addKey(cloud.account(), key.withMayDescribe(false).withMayRelease(false));
    JsonValue denied = describe("InstanceIds", list(List.of(id)));
    assertThat(denied.text("Code")).isEqualTo("Forbidden.RAM");
    JsonValue detail = denied.get("AccessDeniedDetail");
    assertThat(detail.text("AuthAction")).isEqualTo("ecs:DescribeInstances");
    assertThat(detail.text("NoPermissionType")).isEqualTo("ImplicitDeny");
    assertThat(detail.text("PolicyType")).isEqualTo("AccountLevelIdentityBasedPolicy");
    cloud.denialsSay("ExplicitDeny", "ControlPolicy");
    JsonValue deletion = call("DeleteInstances", deletion(id));
    assertThat(deletion.text("Code")).isEqualTo("Forbidden.RAM");
    assertThat(deletion.get("AccessDeniedDetail").text("PolicyType")).isEqualTo("ControlPolicy");
    assertThat(deletion.toString()).doesNotContain(id);
  }

  @Test
  void a_key_that_is_limited_to_some_instances_is_denied_the_whole_batch() {
    String mine = cloud.add(i -> i.tag("team", "a")).id();
    String theirs = cloud.add(i -> i.tag("team", "b")).id();
    cloud.deniesReleases("AKIDEXAMPLE", i -> !i.tags().get("team").equals("a"));
    assertThat(delete(mine, theirs)).isEqualTo("Forbidden.RAM");
    assertThat(delete(theirs)).isEqualTo("Forbidden.RAM");
    assertThat(cloud.ledger().effects()).isEmpty();
    assertThat(delete(mine)).isEmpty();
    cloud.deniesReleases("AKIDEXAMPLE", i -> false);
    assertThat(delete(theirs)).isEmpty();
  }

  @Test
  void looks_of_a_limited_key_are_denied_or_cut() {
    String mine = cloud.add(i -> i.tag("team", "a")).id();
    String theirs = cloud.add(i -> i.tag("team", "b")).id();
    String both = list(List.of(mine, theirs));
    cloud.deniesLooks("AKIDEXAMPLE", i -> i.id().equals(theirs));
    assertThat(describe("InstanceIds", both).text("Code")).isEqualTo("Forbidden.RAM");
    assertThat(shown(describe("InstanceIds", list(List.of(mine))))).containsExactly(mine);
    cloud.deniesLooks("AKIDEXAMPLE", i -> false);
    cloud.hides("AKIDEXAMPLE", i -> i.id().equals(theirs));
    assertThat(shown(describe("InstanceIds", both))).containsExactly(mine);
    cloud.hides("AKIDEXAMPLE", i -> false);
    cloud.looksNeedTag("AKIDEXAMPLE", "team", "a");
    assertThat(describe("InstanceIds", list(List.of(mine))).text("Code"))
        .isEqualTo("Forbidden.RAM");
    assertThat(shown(describe("InstanceIds", both, "Tag.1.Key", "team", "Tag.1.Value", "a")))
        .containsExactly(mine);
  }

  @Test
  void a_release_under_force_may_be_refused_and_carried_out_all_the_same() {
    String gone = cloud.add(i -> i.running().refusedUnderForce(true)).id();
    assertThat(delete(gone)).isEqualTo("IncorrectInstanceStatus");
    assertThat(cloud.ledger().timesApplied(gone)).isZero();
    assertThat(delete(deletion(gone), "Force", "true")).isEqualTo("IncorrectInstanceStatus");
    assertThat(cloud.ledger().timesApplied(gone)).isEqualTo(1);
    String kept = cloud.add(i -> i.running().refusedUnderForce(false)).id();
    assertThat(delete(deletion(kept), "Force", "true")).isEqualTo("IncorrectInstanceStatus");
    assertThat(cloud.ledger().timesApplied(kept)).isZero();
    assertThat(delete(deletion(kept), "Force", "true")).isEmpty();
  }

  @Test
  void what_is_initializing_passes_and_looks_do_not_show_it() {
    String id = cloud.add(i -> i.running().initializing(Duration.ofSeconds(25))).id();
    assertThat(delete(deletion(id), "Force", "true"))
        .isEqualTo("IncorrectInstanceStatus.Initializing");
    assertThat(cloud.ledger().stateOf(id)).isEqualTo("Running");
    clock.advance(Duration.ofSeconds(25));
    assertThat(delete(deletion(id), "Force", "true")).isEmpty();
  }

  @Test
  void one_instance_may_break_every_call_that_names_it() {
    String good = cloud.add(i -> {}).id();
    String broken = cloud.add(i -> i.refusedWith("InternalError")).id();
    SimulatedOutcome outcome =
        cloud.handle(
            AliyunCalls.v3(ECS, clock.instant(), "n", "DeleteInstances", deletion(good, broken)));
    assertThat(outcome.response().status()).isEqualTo(500);
    assertThat(delete(broken)).isEqualTo("InternalError");
    assertThat(delete(good)).isEmpty();
  }

  @Test
  void a_region_that_does_not_exist_is_said() {
    String id = cloud.add(i -> {}).id();
    cloud.regions("cn-beijing", "cn-shanghai");
    assertThat(describe().text("Code")).isEqualTo("InvalidRegionId.NotFound");
    assertThat(delete(id)).isEqualTo("InvalidRegionId.NotFound");
    cloud.regions("cn-hangzhou");
    assertThat(delete(id)).isEmpty();
  }

  @Test
  void a_list_may_be_empty_once_repeat_a_row_and_lag_as_it_likes() {
    List<String> ids = cloud.add(3, i -> {}).stream().map(SimulatedInstance::id).toList();
    cloud.emptyLooks(1);
    cloud.repeatingLooks(1);
    assertThat(shown(describe("InstanceIds", list(ids)))).isEmpty();
    assertThat(shown(describe("InstanceIds", list(ids))))
        .containsExactly(ids.get(0), ids.get(1), ids.get(0));
    assertThat(shown(describe("InstanceIds", list(ids)))).containsExactlyElementsOf(ids);
    clock.advance(Duration.ofMinutes(1));
    delete(ids.get(0));
    clock.advance(Duration.ofMinutes(1));
    cloud.lookLags(look -> look % 2 == 0 ? Duration.ZERO : Duration.ofMinutes(4));
    assertThat(shown(describe("InstanceIds", list(ids)))).containsExactly(ids.get(1), ids.get(2));
    assertThat(shown(describe("InstanceIds", list(ids)))).containsExactlyElementsOf(ids);
  }

  @Test
  void a_name_is_shown_byte_by_byte() {
    byte[] name = {'a', '\n', 0x1b, (byte) 0xe4, (byte) 0xb8};
    String id = cloud.add(i -> i.rawName(name)).id();
    SimulatedOutcome json =
        cloud.handle(
            AliyunCalls.v3(
                ECS,
                clock.instant(),
                "n1",
                "DescribeInstances",
                AliyunCalls.parameters("RegionId", "cn-hangzhou")));
    SimulatedOutcome xml =
        cloud.handle(
            AliyunCalls.v1(
                "GET",
                false,
                clock.instant(),
                "n2",
                "DescribeInstances",
                AliyunCalls.parameters("RegionId", "cn-hangzhou")));
    for (SimulatedOutcome outcome : List.of(json, xml)) {
      String text =
          new String(
              outcome.response().body().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(text)
          .contains(new String(name, java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains(id)
          .doesNotContain("raw-name-of");
    }
  }

  private static List<String> shown(JsonValue answer) {
    return answer.get("Instances").get("Instance").items().stream()
        .map(item -> item.text("InstanceId"))
        .toList();
  }
}
