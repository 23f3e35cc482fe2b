package io.cloudrelease.testkit.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Goal;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.SignatureVectors;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedTencentTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  private JsonValue call(String action, String body) {
    return TencentCalls.body(cloud.handle(TencentCalls.request(clock.instant(), action, body)));
  }

  private JsonValue terminate(String... ids) {
    return call("TerminateInstances", "{\"InstanceIds\":" + TencentCalls.ids(List.of(ids)) + '}');
  }

  private JsonValue describe(String... ids) {
    return call(
        "DescribeInstances",
        "{\"InstanceIds\":" + TencentCalls.ids(List.of(ids)) + ",\"Limit\":100}");
  }

  private static String code(JsonValue response) {
    return response.get("Error").text("Code");
  }

  static Stream<JsonValue> vectors() throws IOException {
    return SignatureVectors.load("tencent.json").stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_published_signature_is_accepted_and_a_changed_one_is_not(JsonValue vector) {
    JsonValue in = vector.get("inputs");
    VirtualClock then =
        VirtualClock.at(Instant.ofEpochSecond(Long.parseLong(in.text("timestamp"))));
    SimulatedTencent fresh = new SimulatedTencent(then);
    String token = in.text("token");
    AccessKey key =
        token.isEmpty()
            ? AccessKey.of(in.text("access_key_id"), in.text("secret"))
            : AccessKey.session(in.text("access_key_id"), in.text("secret"), token, Instant.MAX);
    fresh.addKey(SimulatedAccount.named("vector"), key);

    HttpRequest right = SignatureVectors.request(vector);
    assertThat(code(TencentCalls.body(fresh.handle(right)))).doesNotStartWith("AuthFailure");

    List<Header> headers = new ArrayList<>(right.headers());
    headers.replaceAll(
        h ->
            h.name().equals("Authorization")
                ? new Header(h.name(), h.value().substring(0, h.value().length() - 1) + 'x')
                : h);
    HttpRequest wrong =
        HttpRequest.of("POST", right.endpoint(), "/")
            .headers(headers)
            .body(right.body())
            .with(right.timeout(), true);
    assertThat(code(TencentCalls.body(fresh.handle(wrong))))
        .isEqualTo("AuthFailure.SignatureFailure");
  }

  @Test
  void a_pay_as_you_go_instance_is_destroyed_by_one_call() {
    String id = cloud.add(i -> i.name("web")).id();

    assertThat(terminate(id).text("RequestId")).isNotEmpty();

    assertThat(cloud.ledger().stateOf(id)).isEqualTo("TERMINATING");
    assertThat(describe(id).get("InstanceSet").items().get(0).text("LatestOperationState"))
        .isEqualTo("OPERATING");
    assertThat(code(terminate(id))).isEqualTo("UnsupportedOperation.InstanceStateTerminating");
    clock.advance(Duration.ofSeconds(21));
    assertThat(cloud.ledger().isGone(id)).isTrue();
    assertThat(describe(id).get("InstanceSet").items()).isEmpty();
    assertThat(code(terminate(id))).isEqualTo("InvalidInstanceId.NotFound");
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
  }

  @Test
  void a_subscription_goes_to_the_bin_first_and_a_second_call_destroys_it() {
    String id = cloud.add(i -> i.prepaid(Instant.parse("2027-01-01T00:00:00Z"))).id();

    terminate(id);
    assertThat(cloud.ledger().isInRecycleBin(id)).isTrue();
    JsonValue shown = describe(id).get("InstanceSet").items().get(0);
    assertThat(shown.text("InstanceState")).isEqualTo("SHUTDOWN");
    assertThat(shown.text("IsolatedSource")).isEqualTo("MANMADE");
    assertThat(shown.text("ExpiredTime")).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(cloud.ledger().stepsBeyond(id, Goal.RELEASE)).isZero();

    terminate(id);
    assertThat(cloud.ledger().effects(id))
        .extracting(Effect::kind)
        .containsExactly(Effect.Kind.BINNED, Effect.Kind.DESTROYED);
    assertThat(cloud.ledger().stepsBeyond(id, Goal.RELEASE)).isEqualTo(1);
    assertThat(cloud.ledger().stepsBeyond(id, Goal.DESTROY)).isZero();
  }

  @Test
  void the_bin_empties_itself_after_seven_days() {
    String id = cloud.add(TencentSpec::prepaid).id();
    terminate(id);
    clock.advance(Duration.ofDays(6));
    assertThat(cloud.ledger().isInRecycleBin(id)).isTrue();
    clock.advance(Duration.ofDays(2));
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void one_bad_instance_refuses_the_whole_batch_unless_told_otherwise() {
    String good = cloud.add(i -> {}).id();
    String kept = cloud.add(i -> i.protectedFromRelease()).id();

    assertThat(code(terminate(good, kept))).isEqualTo("UnsupportedOperation.InstancesProtected");
    assertThat(cloud.ledger().timesApplied(good)).isZero();

    cloud.atomicity(Atomicity.EVERY_GOOD_ONE);
    assertThat(code(terminate(good, kept))).isEqualTo("UnsupportedOperation.InstancesProtected");
    assertThat(cloud.ledger().timesApplied(good)).isEqualTo(1);
    assertThat(cloud.ledger().timesApplied(kept)).isZero();
  }

  @Test
  void charge_types_do_not_mix() {
    String prepaid = cloud.add(TencentSpec::prepaid).id();
    String postpaid = cloud.add(TencentSpec::postpaid).id();
    assertThat(code(terminate(prepaid, postpaid)))
        .isEqualTo("UnsupportedOperation.InstanceMixedPricingModel");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,Pending",
    "ENTER_RESCUE_MODE,EnterRescueMode",
    "STOPPING,Stopping",
    "LAUNCH_FAILED,LaunchFailed"
  })
  void passing_states_are_refused_by_name(String state, String suffix) {
    String id = cloud.add(i -> i.state(state)).id();
    assertThat(code(terminate(id))).isEqualTo("UnsupportedOperation.InstanceState" + suffix);
  }

  @Test
  void an_instance_settles_by_itself() {
    String id = cloud.add(i -> i.state("PENDING").becomes("RUNNING", Duration.ofMinutes(1))).id();
    assertThat(code(terminate(id))).isEqualTo("UnsupportedOperation.InstanceStatePending");
    clock.advance(Duration.ofMinutes(1));
    assertThat(code(terminate(id))).isEmpty();
  }

  @Test
  void a_hundred_ids_without_a_limit_show_twenty() {
    List<String> ids = cloud.add(100, i -> {}).stream().map(SimulatedInstance::id).toList();
    String list = TencentCalls.ids(ids);
    JsonValue few = call("DescribeInstances", "{\"InstanceIds\":" + list + '}');
    assertThat(few.get("InstanceSet").items()).hasSize(20);
    assertThat(few.number("TotalCount", 0)).isEqualTo(100);
    assertThat(describe(ids.toArray(new String[0])).get("InstanceSet").items()).hasSize(100);
    List<String> tooMany = new ArrayList<>(ids);
    tooMany.add("ins-zzzzzzzz");
    assertThat(code(terminate(tooMany.toArray(new String[0]))))
        .isEqualTo("InvalidParameterValue.LimitExceeded");
  }

  @Test
  void another_region_sees_nothing() {
    String id = cloud.add(i -> i.region("ap-shanghai")).id();
    assertThat(describe(id).get("InstanceSet").items()).isEmpty();
    assertThat(code(terminate(id))).isEqualTo("InvalidInstanceId.NotFound");
  }

  @Test
  void a_clock_more_than_five_minutes_off_is_refused_and_told_in_the_date_header() {
    cloud.clockSkew(Duration.ofMinutes(6));
    SimulatedOutcome outcome =
        cloud.handle(TencentCalls.request(clock.instant(), "DescribeInstances", "{}"));
    assertThat(code(TencentCalls.body(outcome))).isEqualTo("AuthFailure.SignatureExpire");
    assertThat(outcome.response().date()).contains(Instant.parse("2026-11-20T08:06:00Z"));
  }

  @Test
  void an_eleventh_call_in_a_second_is_throttled() {
    String id = cloud.add(i -> i.protectedFromRelease()).id();
    for (int i = 0; i < 10; i++) {
      assertThat(code(terminate(id))).isEqualTo("UnsupportedOperation.InstancesProtected");
    }
    assertThat(code(terminate(id))).isEqualTo("RequestLimitExceeded");
    clock.advance(Duration.ofMillis(100));
    assertThat(code(terminate(id))).isEqualTo("UnsupportedOperation.InstancesProtected");
  }

  @Test
  void a_filter_and_the_unknown_parameter_are_understood() {
    cloud.add(i -> i.name("a").tag("env", "test"));
    String b = cloud.add(i -> i.name("b").tag("env", "live")).id();
    JsonValue found =
        call("DescribeInstances", "{\"Filters\":[{\"Name\":\"tag:env\",\"Values\":[\"live\"]}]}");
    assertThat(found.get("InstanceSet").items())
        .extracting(i -> i.text("InstanceId"))
        .containsExactly(b);
    assertThat(code(call("TerminateInstances", "{\"InstanceIds\":[\"ins-1\"],\"DryRun\":true}")))
        .isEqualTo("UnknownParameter");
  }

  @Test
  void a_key_that_is_limited_sees_a_cut_list_and_is_denied_the_rest_by_name() {
    String mine = cloud.add(i -> i.tag("team", "blue")).id();
    String other = cloud.add(i -> i.tag("team", "red")).id();
    AccessKey key = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    cloud.addKey(
        cloud.account(), key.withMayDescribeOnly(i -> "blue".equals(i.tags().get("team"))));
    JsonValue cut = describe(mine, other);
    assertThat(code(cut)).isEmpty();
    assertThat(cut.number("TotalCount", 0)).isEqualTo(1);

    cloud.addKey(cloud.account(), key.withMayReleaseOnly(i -> i.id().equals(mine)));
    cloud.atomicity(Atomicity.EVERY_GOOD_ONE);
    JsonValue denied = terminate(mine, other);
    assertThat(code(denied)).isEqualTo("UnauthorizedOperation");
    assertThat(denied.get("Error").text("Message"))
        .contains("(cvm:TerminateInstances)", ":instance/" + other + ") has no permission");
    assertThat(cloud.ledger().effects()).isEmpty();
    assertThat(code(terminate(mine))).isEmpty();

    cloud.addKey(cloud.account(), key.withMayRelease(false));
    assertThat(terminate(other).get("Error").text("Message")).contains(":instance/*)");
  }

  @Test
  void on_its_way_into_the_bin_an_instance_can_refuse_as_isolating() {
    cloud.refusesWhileIsolating(true);
    cloud.isolatingOperation("IsolateInstances");
    String id = cloud.add(TencentSpec::prepaid).id();
    terminate(id);
    JsonValue shown = describe(id).get("InstanceSet").items().get(0);
    assertThat(shown.text("InstanceState")).isEqualTo("SHUTDOWN");
    assertThat(shown.text("LatestOperation")).isEqualTo("IsolateInstances");
    assertThat(shown.text("LatestOperationState")).isEqualTo("OPERATING");
    assertThat(code(terminate(id))).isEqualTo("UnsupportedOperation.InstanceStateIsolating");
    clock.advance(Duration.ofSeconds(6));
    assertThat(code(terminate(id))).isEmpty();
    assertThat(cloud.ledger().stepsBeyond(id, Goal.RELEASE)).isEqualTo(1);
  }

  @Test
  void while_it_operates_a_second_call_is_told_so_with_the_ids() {
    cloud.busyWhileOperating(true);
    String id = cloud.add(TencentSpec::prepaid).id();
    terminate(id);
    JsonValue busy = terminate(id);
    assertThat(code(busy)).isEqualTo("OperationDenied.InstanceOperationInProgress");
    assertThat(busy.get("Error").text("Message")).contains("`['" + id + "']` already has");
  }

  @Test
  void pay_as_you_go_can_stay_two_hours_in_the_bin() {
    cloud.postpaidGoesToBin(true);
    String id = cloud.add(TencentSpec::postpaid).id();
    terminate(id);
    clock.advance(Duration.ofMinutes(119));
    assertThat(cloud.ledger().isInRecycleBin(id)).isTrue();
    clock.advance(Duration.ofMinutes(2));
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void what_was_shut_down_for_arrears_is_not_in_the_bin_and_can_be_terminated() {
    String id = cloud.add(i -> i.postpaid().state("SHUTDOWN").isolatedSource("ARREAR")).id();
    assertThat(cloud.ledger().isInRecycleBin(id)).isFalse();
    terminate(id);
    clock.advance(Duration.ofMinutes(1));
    assertThat(cloud.ledger().isGone(id)).isTrue();
    assertThat(cloud.ledger().stepsBeyond(id, Goal.RELEASE)).isZero();
  }

  @Test
  void a_region_that_does_not_exist_is_a_wrong_value_for_looks_and_calls_alike() {
    cloud.unknownRegions("ap-guangzhou");
    String id = cloud.add(i -> {}).id();
    for (JsonValue answer : List.of(describe(id), terminate(id))) {
      assertThat(code(answer)).isEqualTo("InvalidParameterValue");
      assertThat(answer.get("Error").text("Message")).contains("Region").doesNotContain(id);
    }
  }
}
