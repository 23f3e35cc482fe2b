package io.cloudrelease.testkit.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Goal;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SignatureVectors;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedZenlayerTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedZenlayer cloud = new SimulatedZenlayer(clock);

  private JsonValue call(String service, String action, String body) {
    return ZenlayerCalls.body(
        cloud.handle(ZenlayerCalls.request(clock.instant(), service, action, body)));
  }

  private JsonValue release(String service, String... ids) {
    return call(service, "ReleaseInstances", "{\"instanceIds\":" + list(ids) + '}');
  }

  private JsonValue terminate(String service, String id) {
    return call(service, "TerminateInstance", "{\"instanceId\":\"" + id + "\"}");
  }

  private JsonValue describe(String service, String... ids) {
    String body = "{\"pageSize\":100,\"instanceIds\":" + list(ids) + '}';
    return call(service, "DescribeInstances", body).get("response");
  }

  private static String list(String... ids) {
    return Stream.of(ids).map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
  }

  static Stream<JsonValue> vectors() throws IOException {
    return SignatureVectors.load("zenlayer.json").stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_published_signature_is_accepted_and_a_changed_one_is_not(JsonValue vector) {
    JsonValue in = vector.get("inputs");
    long seconds = in.number("timestamp", 1_700_000_000);
    SimulatedZenlayer fresh =
        new SimulatedZenlayer(VirtualClock.at(Instant.ofEpochSecond(seconds)));
    boolean bearer = vector.text("algorithm").equals("BEARER");
    AccessKey key =
        bearer
            ? AccessKey.bearer(in.text("token"))
            : AccessKey.of(in.text("access_key_id"), in.text("secret"));
    fresh.addKey(SimulatedAccount.named("vector"), key);

    HttpRequest right = SignatureVectors.request(vector);
    String code = ZenlayerCalls.body(fresh.handle(right)).text("code");
    if (!code.equals("AUTHFAILURE_UNAUTHORIZED_OPERATION")) {
      // That code also says that a version does not exist; it comes after the signature's check.
      assertThat(code).doesNotStartWith("AUTHFAILURE");
    }

    List<Header> headers = new ArrayList<>(right.headers());
    headers.replaceAll(
        h ->
            h.name().equals("Authorization")
                ? new Header(h.name(), h.value().substring(0, h.value().length() - 1) + 'x')
                : h);
    HttpRequest wrong =
        HttpRequest.of("POST", right.endpoint(), right.target())
            .headers(headers)
            .body(right.body())
            .with(right.timeout(), true);
    SimulatedOutcome refused = fresh.handle(wrong);
    assertThat(refused.response().status()).isEqualTo(401);
    assertThat(ZenlayerCalls.body(refused).text("code"))
        .isEqualTo(bearer ? "AUTHFAILURE_INVALID_AUTHORIZATION" : "AUTHFAILURE_SIGNATURE_FAILURE");
  }

  @Test
  void zec_releases_for_good_on_an_account_without_a_bin() {
    String id = cloud.addZec(i -> i.name("edge")).id();
    JsonValue answer = release("zec", id);
    assertThat(answer.get("response").text("requestId")).isEqualTo(answer.text("requestId"));
    assertThat(cloud.ledger().stateOf(id)).isEqualTo("RELEASING");
    clock.advance(Duration.ofSeconds(30));
    assertThat(cloud.ledger().isGone(id)).isTrue();
    assertThat(release("zec", id).text("code")).isEqualTo("INVALID_INSTANCE_NOT_FOUND");
  }

  @Test
  void zec_with_a_bin_destroys_at_the_second_call() {
    cloud.account().recycleBin(true);
    String id = cloud.addZec(i -> {}).id();
    release("zec", id);
    assertThat(release("zec", id).get("response").get("instanceIds").items()).hasSize(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(cloud.ledger().isInRecycleBin(id)).isTrue();
    release("zec", id);
    assertThat(cloud.ledger().effects(id))
        .extracting(Effect::kind)
        .containsExactly(Effect.Kind.BINNED, Effect.Kind.DESTROYED);
    assertThat(cloud.ledger().stepsBeyond(id, Goal.RELEASE)).isEqualTo(1);
  }

  @Test
  void zec_lists_the_failed_ids_in_a_good_answer() {
    String good = cloud.addZec(i -> {}).id();
    String busy = cloud.addZec(i -> i.state("DEPLOYING")).id();
    JsonValue answer = release("zec", good, busy, "77");
    assertThat(answer.get("response").get("instanceIds").items())
        .extracting(JsonValue::text)
        .containsExactly(busy, "77");
    assertThat(cloud.ledger().timesApplied(good)).isEqualTo(1);
    assertThat(cloud.ledger().requests("ReleaseInstances").get(0).appliedTo())
        .containsExactly(good);
  }

  @Test
  void zec_takes_dependants_along_unless_told_to_keep_them() {
    String a = cloud.addZec(i -> i.disk("disk-a", false).publicAddress("203.0.113.1")).id();
    String b = cloud.addZec(i -> i.disk("disk-b", false)).id();
    release("zec", a);
    call("zec", "ReleaseInstances", "{\"instanceIds\":[\"" + b + "\"],\"dependResource\":false}");
    assertThat(cloud.ledger().effects(a).get(0).alsoReleased())
        .containsExactly("disk-a", "203.0.113.1");
    assertThat(cloud.ledger().effects(a).get(0).options())
        .containsEntry("dependResource", "default");
    assertThat(cloud.ledger().effects(b).get(0).alsoReleased()).isEmpty();
  }

  @Test
  void bmc_goes_through_the_bin() {
    String id = cloud.addBmc(i -> {}).id();
    assertThat(release("bmc", id).text("code")).isEqualTo("OPERATION_DENIED_INSTANCE_NOT_RECYCLED");
    terminate("bmc", id);
    clock.advance(Duration.ofSeconds(10));
    assertThat(describe("bmc", id).get("dataSet").items().get(0).text("instanceStatus"))
        .isEqualTo("RECYCLE");
    assertThat(terminate("bmc", id).text("code")).isEqualTo("OPERATION_DENIED_INSTANCE_RECYCLED");
    release("bmc", id);
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void bmc_empties_its_bin_after_a_day() {
    String id = cloud.addBmc(i -> {}).id();
    terminate("bmc", id);
    clock.advance(Duration.ofHours(25));
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void terminating_a_bmc_subscription_only_switches_its_renewal_off() {
    String id = cloud.addBmc(i -> i.prepaid(Instant.parse("2026-12-01T00:00:00Z"))).id();
    assertThat(terminate("bmc", id).text("code")).isEmpty();
    assertThat(terminate("bmc", id).text("code")).isEmpty();
    JsonValue shown = describe("bmc", id).get("dataSet").items().get(0);
    assertThat(shown.text("instanceStatus")).isEqualTo("RUNNING");
    assertThat(shown.isTrue("autoRenew")).isFalse();
    assertThat(cloud.ledger().effects(id))
        .extracting(Effect::kind)
        .containsExactly(Effect.Kind.RENEWAL_OFF);
    clock.advance(Duration.ofDays(11));
    assertThat(cloud.ledger().isInRecycleBin(id)).isTrue();

    cloud.prepaidRefused(true);
    String other = cloud.addBmc(i -> i.prepaid(Instant.parse("2027-12-01T00:00:00Z"))).id();
    assertThat(terminate("bmc", other).text("code"))
        .isEqualTo("OPERATION_DENIED_INSTANCE_SUBSCRIPTION");
  }

  @ParameterizedTest
  @CsvSource({
    "CREATING,OPERATION_DENIED_INSTANCE_CREATING",
    "INSTALLING,OPERATION_DENIED_INSTANCE_STATUS_INSTALLING",
    "RECYCLE,OPERATION_DENIED_INSTANCE_RECYCLED",
    "CREATE_FAILED,''"
  })
  void bmc_states_decide(String state, String code) {
    String id = cloud.addBmc(i -> i.state(state)).id();
    assertThat(terminate("bmc", id).text("code")).isEqualTo(code);
    assertThat(cloud.ledger().isGone(id)).isEqualTo(code.isEmpty());
  }

  @Test
  void a_page_shows_twenty_and_an_empty_list_filters_nothing() {
    List<String> ids = cloud.addVm(100, i -> {}).stream().map(SimulatedInstance::id).toList();
    String body = "{\"instanceIds\":" + list(ids.toArray(new String[0])) + '}';
    JsonValue page = call("vm", "DescribeInstances", body).get("response");
    assertThat(page.get("dataSet").items()).hasSize(20);
    assertThat(page.number("totalCount", 0)).isEqualTo(100);
    assertThat(describe("vm").get("dataSet").items()).hasSize(100);
    assertThat(describe("zec").get("dataSet").items()).isEmpty();
  }

  @Test
  void a_key_without_rights_sees_nothing_and_releases_nothing() {
    String id = cloud.addZec(i -> {}).id();
    AccessKey key = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    cloud.addKey(cloud.account(), key.withMayDescribe(false));
    assertThat(describe("zec", id).get("dataSet").items()).isEmpty();
    assertThat(release("zec", id).text("code")).isEqualTo("INVALID_INSTANCE_NOT_FOUND");
    cloud.addKey(cloud.account(), key.withMayRelease(false));
    assertThat(release("zec", id).text("code")).isEqualTo("AUTHFAILURE_UNAUTHORIZED_OPERATION");
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void an_action_of_another_product_does_not_exist() {
    String id = cloud.addZec(i -> {}).id();
    assertThat(terminate("zec", id).text("code")).isEqualTo("AUTHFAILURE_UNAUTHORIZED_OPERATION");
    assertThat(terminate("bmc", id).text("code")).isEqualTo("INVALID_INSTANCE_NOT_FOUND");
  }

  @Test
  void vm_refuses_what_is_prepaid_unless_it_was_never_created() {
    Instant end = Instant.parse("2027-12-01T00:00:00Z");
    String id = cloud.addVm(i -> i.prepaid(end)).id();
    assertThat(terminate("vm", id).text("code"))
        .isEqualTo("OPERATION_DENIED_INSTANCE_SUBSCRIPTION");
    String failed = cloud.addVm(i -> i.prepaid(end).state("CREATE_FAILED")).id();
    assertThat(terminate("vm", failed).text("code")).isEmpty();
    assertThat(cloud.ledger().effects(id)).isEmpty();
  }

  @Test
  void a_key_that_is_limited_sees_less_and_its_whole_batch_is_denied_for_one() {
    String mine = cloud.addZec(i -> i.resourceGroup("rg-1")).id();
    String other = cloud.addZec(i -> i.resourceGroup("rg-2")).id();
    AccessKey key = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    cloud.addKey(
        cloud.account(), key.withMayDescribeOnly(i -> i.note("resourceGroupId").equals("rg-1")));
    assertThat(describe("zec", mine, other).number("totalCount", 0)).isEqualTo(1);
    assertThat(release("zec", other).text("code")).isEqualTo("INVALID_INSTANCE_NOT_FOUND");

    cloud.addKey(cloud.account(), key.withMayReleaseOnly(i -> i.id().equals(mine)));
    JsonValue denied = release("zec", mine, other);
    assertThat(denied.text("code")).isEqualTo("AUTHFAILURE_UNAUTHORIZED_OPERATION");
    assertThat(denied.text("message")).doesNotContain(other);
    assertThat(cloud.ledger().effects()).isEmpty();
    release("zec", mine);
    assertThat(cloud.ledger().timesApplied(mine)).isEqualTo(1);
  }

  @Test
  void a_fault_can_answer_200_with_a_code_and_lose_a_row_of_a_page() {
    String a = cloud.addBmc(i -> {}).id();
    String b = cloud.addBmc(i -> {}).id();
    cloud.faults(
        new FaultScript()
            .first(SimulatedCall::destructive, Fault.code(200, "INTERNAL_SERVER_ERROR", "oops"))
            .first(call -> !call.destructive(), Fault.repeatedRow()));
    SimulatedOutcome outcome =
        cloud.handle(
            ZenlayerCalls.request(
                clock.instant(), "bmc", "TerminateInstance", "{\"instanceId\":\"" + a + "\"}"));
    assertThat(outcome.response().status()).isEqualTo(200);
    assertThat(ZenlayerCalls.body(outcome).text("code")).isEqualTo("INTERNAL_SERVER_ERROR");
    JsonValue page = describe("bmc", a, b);
    assertThat(page.number("totalCount", 0)).isEqualTo(2);
    assertThat(page.get("dataSet").items())
        .extracting(i -> i.text("instanceId"))
        .containsExactly(a, a);
  }
}
