package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCallTest {
  private static final String ID = "5A6C7D8E-0000-1111-2222-333344445555";

  private final CloudProvider ecs = AliyunEcs.create(Ecs.settings());

  @Test
  void a_release_without_powers_says_no_to_all_of_them() {
    ApiRequest request = ecs.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a", "i-b"));
    assertThat(Ecs.decoded(request.query()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "RegionId", "cn-hangzhou",
                "InstanceId.1", "i-a",
                "InstanceId.2", "i-b",
                "Force", "false",
                "TerminateSubscription", "false",
                "DryRun", "false",
                "ClientToken", Ecs.TOKEN));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/");
    assertThat(request.endpoint()).isEqualTo(Endpoint.https("ecs.cn-hangzhou.aliyuncs.com"));
    assertThat(request.action()).isEqualTo("DeleteInstances");
    assertThat(request.version()).isEqualTo("2014-05-26");
    assertThat(request.region()).isEqualTo("cn-hangzhou");
    assertThat(request.contentType()).isEmpty();
    assertThat(request.body()).isEqualTo(HttpBody.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                       false, none,  false",
    "FORCE,                                    true,  false, false",
    "FORCE FORCE_STOP,                         true,  true,  false",
    "FORCE_STOP,                               false, none,  false",
    "TERMINATE_SUBSCRIPTION,                   false, none,  true",
    "FORCE TERMINATE_SUBSCRIPTION,             true,  false, true",
    "RESEND_WHEN_UNCHANGED,                    false, none,  false"
  })
  void each_power_is_sent_as_it_was_granted(
      String granted, String force, String forceStop, String terminate) {
    Power[] powers =
        granted.isEmpty()
            ? new Power[0]
            : Arrays.stream(granted.split(" ")).map(Power::valueOf).toArray(Power[]::new);
    for (boolean dryRun : new boolean[] {false, true}) {
      Intent intent = Ecs.intent(dryRun, powers);
      Map<String, String> sent = Ecs.decoded(ecs.encodeRelease(Ecs.batch(intent, "i-a")).query());
      assertThat(sent).containsEntry("Force", force);
      assertThat(sent.getOrDefault("ForceStop", "none")).isEqualTo(forceStop);
      assertThat(sent).containsEntry("TerminateSubscription", terminate);
      assertThat(sent).containsEntry("DryRun", Boolean.toString(dryRun));
      assertThat(sent).doesNotContainValue("");
    }
  }

  @Test
  void names_stand_in_the_order_that_is_signed_whatever_was_granted() {
    for (Intent intent :
        List.of(
            Ecs.intent(false),
            Ecs.intent(true, Power.FORCE),
            Ecs.intent(false, Power.FORCE, Power.FORCE_STOP, Power.TERMINATE_SUBSCRIPTION))) {
      String query = ecs.encodeRelease(Ecs.batch(intent, "i-a", "i-b")).query();
      assertThat(Arrays.stream(query.split("&")).map(pair -> pair.split("=")[0])).isSorted();
    }
  }

  @Test
  void a_hundred_ids_go_out_once_each_sorted_as_text() {
    String[] ids = IntStream.rangeClosed(1, 100).mapToObj(i -> "i-" + i).toArray(String[]::new);
    String query = ecs.encodeRelease(Ecs.batch(Ecs.intent(true), ids)).query();
    Map<String, String> sent = Ecs.decoded(query);
    for (int i = 1; i <= 100; i++) {
      assertThat(sent).containsEntry("InstanceId." + i, "i-" + i);
    }
    assertThat(sent).hasSize(100 + 5);
    List<String> names =
        Arrays.stream(query.split("&")).map(pair -> pair.substring(0, pair.indexOf('='))).toList();
    assertThat(names).isSorted();
    assertThat(names)
        .containsSubsequence(
            "InstanceId.1", "InstanceId.10", "InstanceId.100", "InstanceId.11", "InstanceId.2");
  }

  @Test
  void an_odd_token_stays_one_value() {
    ReleaseBatch batch = Ecs.batch(Ecs.intent(false), "i-a");
    ReleaseBatch odd =
        new ReleaseBatch(
            batch.region(),
            batch.step(),
            batch.instances(),
            batch.intent(),
            "a&Force=true *~+\u00e9");
    assertThat(ecs.encodeRelease(odd).query())
        .startsWith("ClientToken=a%26Force%3Dtrue%20%2A~%2B%C3%A9&DryRun=false&Force=false&");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"RequestId\":\"" + ID + "\"}",
        " \r\n\t{\"RequestId\" : \"" + ID + "\", \"Unknown\": [1, {\"x\": null}]}\n",
        "\ufeff{\"RequestId\":\"" + ID + "\"}",
        "{\"requestId\":\"" + ID + "\"}",
        "<?xml version='1.0' encoding='UTF-8'?><DeleteInstancesResponse><RequestId>"
            + ID
            + "</RequestId></DeleteInstancesResponse>",
        "\ufeff<DeleteInstancesResponse>\n  <RequestId>\n"
            + ID
            + "\n</RequestId>\n</DeleteInstancesResponse>\n"
      })
  void a_success_is_read_whatever_its_form(String body) {
    ReleaseAnswer answer = read(Ecs.intent(false), Ecs.answer(200, body));
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.requestId()).isEqualTo(ID);
    assertThat(answer.refusedIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"RequestId\":\""
            + ID
            + "\",\"HostId\":\"ecs.aliyuncs.com\",\"Code\":\"Throttling\","
            + "\"Message\":\"slow down\",\"Recommend\":\"https://x\",\"AccessDeniedDetail\":{}}",
        "{\"requestId\":\"" + ID + "\",\"code\":\"Throttling\",\"message\":\"slow down\"}",
        "<?xml version=\"1.0\"?><Error><RequestId>"
            + ID
            + "</RequestId><HostId>h</HostId>"
            + "<Code>Throttling</Code><Message><![CDATA[slow down]]></Message></Error>"
      })
  void an_error_is_read_whatever_its_form(String body) {
    CloudFailure failure = failure(Ecs.intent(false), Ecs.answer(400, body));
    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.code()).isEqualTo("Throttling");
    assertThat(failure.message()).isEqualTo("slow down");
    assertThat(failure.requestId()).isEqualTo(ID);
  }

  @Test
  void entities_of_the_language_are_read_and_no_others() {
    String code = "<Error><Code>Throttling</Code><Message>a &lt; b &amp; c&#33;</Message></Error>";
    assertThat(failure(Ecs.intent(false), Ecs.answer(400, code)).message()).isEqualTo("a < b & c!");
    for (String hostile :
        List.of(
            "<!DOCTYPE e [<!ENTITY x SYSTEM"
                + " \"file:///etc/passwd\">]><Error><Code>&x;</Code></Error>",
            "<!DOCTYPE e [<!ENTITY x \"Throttling\">]><Error><Code>&x;</Code></Error>",
            "<!DOCTYPE e SYSTEM"
                + " \"http://127.0.0.1:1/e.dtd\"><Error><Code>Throttling</Code></Error>",
            "<Error><Code>&undeclared;</Code></Error>",
            "<a>".repeat(5000) + "</a>".repeat(5000))) {
      assertThat(failure(Ecs.intent(false), Ecs.answer(400, hostile)).code()).isEmpty();
    }
  }

  @Test
  void a_message_that_names_ids_of_the_batch_blames_them() {
    String body = "{\"RequestId\":\"r\",\"Code\":\"X\",\"Message\":\"no [i-b, i-bb] here\"}";
    ReleaseBatch batch = Ecs.batch(Ecs.intent(false), "i-a", "i-b", "i-bbb");
    assertThat(ecs.readRelease(batch, Ecs.answer(404, body)).failure().orElseThrow().culprits())
        .containsExactly("i-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DryRunOperation", "DRYRUN.SUCCESS", "dryrunoperation", "DryRun.Success"})
  void both_codes_of_a_passed_dry_run_are_understood(String code) {
    String body = "{\"RequestId\":\"r\",\"Code\":\"" + code + "\",\"Message\":\"would have\"}";
    CloudFailure failure = failure(Ecs.intent(true), Ecs.answer(400, body));
    assertThat(rule(failure).category()).isEqualTo(ErrorCategory.DRY_RUN_PASSED);
    assertThat(rule(failure).applied()).isEqualTo(Applied.NO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "Whatever", ""})
  void the_text_of_a_passed_dry_run_is_understood_under_any_code(String code) {
    String body =
        "{\"RequestId\":\"r\",\"Code\":\""
            + code
            + "\",\"Message\":\"Request validation has been passed with DryRun flag set.\"}";
    CloudFailure passed = failure(Ecs.intent(true), Ecs.answer(400, body));
    assertThat(rule(passed).category()).isEqualTo(ErrorCategory.DRY_RUN_PASSED);
    // Only where a dry run was asked for.
    CloudFailure real = failure(Ecs.intent(false), Ecs.answer(400, body));
    assertThat(rule(real).category()).isEqualTo(ErrorCategory.UNKNOWN);
  }

  @Test
  void a_state_that_is_refused_under_force_may_have_been_released_all_the_same() {
    String body =
        "{\"RequestId\":\"r\",\"Code\":\"IncorrectInstanceStatus\",\"Message\":\"is Stopped\"}";
    CloudFailure plain = failure(Ecs.intent(false), Ecs.answer(403, body));
    assertThat(rule(plain).applied()).isEqualTo(Applied.NO);
    assertThat(rule(plain).hint()).contains("FORCE");
    CloudFailure forced = failure(Ecs.intent(false, Power.FORCE), Ecs.answer(403, body));
    assertThat(forced.code()).isEqualTo("IncorrectInstanceStatus.UnderForce");
    assertThat(forced.message()).isEqualTo("is Stopped");
    assertThat(rule(forced).applied()).isEqualTo(Applied.MAYBE);
    assertThat(rule(forced).remedy()).isEqualTo(Remedy.LOOK_FIRST);
    assertThat(rule(forced).hint()).doesNotContain("FORCE");
    // A dry run releases nothing, and what is only beginning passes.
    CloudFailure dry = failure(Ecs.intent(true, Power.FORCE), Ecs.answer(403, body));
    assertThat(rule(dry).applied()).isEqualTo(Applied.NO);
    CloudFailure young =
        failure(
            Ecs.intent(false, Power.FORCE),
            Ecs.answer(403, body.replace("Status\"", "Status.Initializing\"")));
    assertThat(young.code()).isEqualTo("IncorrectInstanceStatus.Initializing");
    assertThat(rule(young).applied()).isEqualTo(Applied.NO);
  }

  @ParameterizedTest
  @CsvSource({
    "ImplicitDeny, AccountLevelIdentityBasedPolicy,       INSTANCE, grant ecs",
    "ExplicitDeny, AccountLevelIdentityBasedPolicy,       INSTANCE, wrote that policy",
    "ImplicitDeny, ResourceGroupLevelIdentityBasedPolicy, INSTANCE, grant ecs",
    "ExplicitDeny, ControlPolicy,                         INSTANCE, wrote that policy",
    "ImplicitDeny, ControlPolicy,                         ACCOUNT,  keeps the resource directory",
    "'',           '',                                    INSTANCE, grant ecs"
  })
  void a_denial_is_about_an_instance_unless_no_instance_escapes_it(
      String type, String policy, Scope scope, String advice) {
    String json =
        "{\"RequestId\":\"r\",\"Code\":\"Forbidden.RAM\",\"Message\":\""
            + "m".repeat(600)
            + "\",\"AccessDeniedDetail\":{\"NoPermissionType\":\""
            + type
            + "\",\"PolicyType\":\""
            + policy
            + "\"}}";
    String xml =
        "<Error><RequestId>r</RequestId><Code>Forbidden.RAM</Code><AccessDeniedDetail>"
            + "<NoPermissionType>"
            + type
            + "</NoPermissionType><PolicyType>"
            + policy
            + "</PolicyType></AccessDeniedDetail></Error>";
    for (String body : List.of(json, xml, json.replace("AccessDenied", "accessDenied"))) {
      CloudFailure failure = failure(Ecs.intent(false), Ecs.answer(403, body));
      assertThat(rule(failure).category()).isEqualTo(ErrorCategory.FORBIDDEN);
      assertThat(rule(failure).scope()).isEqualTo(scope);
      // What no grant lifts is not answered by one.
      assertThat(rule(failure).hint()).contains(advice);
      assertThat(rule(failure).hint().contains("grant ecs")).isEqualTo(advice.equals("grant ecs"));
      assertThat(failure.code()).startsWith("Forbidden.RAM");
      assertThat(failure.message()).contains(type, policy);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409})
  void an_error_without_its_code_is_not_understood(int status) {
    for (String body :
        List.of(
            "{\"RequestId\":\"r\",\"HostId\":\"h\",\"Message\":\"m\"}",
            "{\"RequestId\":\"r\",\"C0de\":\"Throttling\"}",
            "{\"RequestId\":\"r\"}",
            "{\"Code\":{\"x\":1},\"RequestId\":\"r\"}")) {
      assertMaybe(failure(Ecs.intent(false), Ecs.answer(status, body)));
    }
  }

  @Test
  void an_error_is_read_although_its_text_is_not_quite_text() {
    byte[] body =
        "{\"RequestId\":\"r\",\"Code\":\"Throttling\",\"Message\":\"a\n?\"}"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xe4;
    for (int status : new int[] {300, 400}) {
      HttpResponse response = HttpResponse.of(status, List.of(), HttpBody.wrap(body));
      assertThat(failure(Ecs.intent(false), response).code()).isEqualTo("Throttling");
    }
  }

  @Test
  void a_dry_run_that_is_answered_with_success_is_a_fault_to_look_into() {
    CloudFailure failure =
        failure(Ecs.intent(true), Ecs.answer(200, "{\"RequestId\":\"" + ID + "\"}"));
    assertThat(failure.code()).isEqualTo("AcceptedDryRun");
    assertThat(failure.requestId()).isEqualTo(ID);
    assertMaybe(failure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{}",
        "[]",
        "null",
        "{\"RequestId\":\"\"}",
        "{\"RequestId\":null}",
        "{\"RequestId\":\"r\"",
        "{\"RequestId\":\"r\"}{}",
        "<html><body>ok</body></html>",
        "<DeleteInstancesResponse><RequestId>r</RequestId>",
        "<DeleteInstancesResponse/>",
        "ok",
        "{\"RequestId\":\"r\",\"Code\":\"Throttling\",\"Message\":\"in a 200\"}",
        "{\"RequestId\":\"r\",\"HostId\":\"h\",\"Message\":\"its code is cut out\"}",
        "{\"RequestId\":\"r\",\"hostId\":\"h\",\"C0de\":\"Throttling\"}",
        "{\"RequestId\":\"r\",\"ErrorCode\":\"Throttling\"}",
        "{\"RequestId\":\"r\",\"Error\":{\"Kind\":\"Throttling\"}}",
        "{\"RequestId\":\"r\",\"Recommend\":\"https://x\"}",
        "{\"RequestId\":\"r\",\"AccessDeniedDetail\":{\"PolicyType\":\"x\"}}",
        "{\"RequestId\":\"r\",\"TotalCount\":0,\"Instances\":{\"Instance\":[]}}",
        "{\"RequestId\":\"r\",\"InstanceResponses\":{\"InstanceResponse\":[]}}",
        "{\"RequestId\":{\"x\":\"r\"}}",
        "{\"RequestId\":\"r\u0001\"}",
        "<Error><RequestId>r</RequestId></Error>",
        "<DescribeInstancesResponse><RequestId>r</RequestId></DescribeInstancesResponse>",
        "<DeleteInstancesResponse><RequestId>r\u0001</RequestId></DeleteInstancesResponse>"
      })
  void a_2xx_that_is_not_the_documented_answer_may_have_been_applied(String body) {
    CloudFailure failure = failure(Ecs.intent(false), Ecs.answer(200, body));
    assertThat(failure.code()).isEmpty();
    assertMaybe(failure);
  }

  @ParameterizedTest
  @CsvSource({
    "302,UNKNOWN,MAYBE,LOOK_FIRST",
    "400,UNKNOWN,MAYBE,LOOK_FIRST",
    "403,UNKNOWN,MAYBE,LOOK_FIRST",
    "408,UNKNOWN,MAYBE,LOOK_FIRST",
    "429,THROTTLED,NO,RETRY",
    "500,UNAVAILABLE,MAYBE,RETRY",
    "502,UNAVAILABLE,MAYBE,RETRY",
    "503,UNAVAILABLE,MAYBE,RETRY"
  })
  void a_gateway_page_keeps_its_status_and_its_request_id(
      int status, ErrorCategory category, Applied applied, Remedy remedy) {
    CloudFailure failure =
        failure(
            Ecs.intent(false),
            Ecs.answer(
                status,
                "<!DOCTYPE html><html><head><title>Bad Gateway</title></head></html>",
                new Header("Content-Type", "text/html"),
                new Header("X-Acs-Request-Id", ID)));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).isEmpty();
    assertThat(failure.requestId()).isEqualTo(ID);
    assertThat(failure.message()).contains("text/html");
    assertThat(rule(failure).category()).isEqualTo(category);
    assertThat(rule(failure).applied()).isEqualTo(applied);
    assertThat(rule(failure).remedy()).isEqualTo(remedy);
  }

  @Test
  void a_refused_signature_does_not_bring_the_token_into_the_message() {
    String v1 =
        "Specified signature is not matched with our calculation. server string to sign is:"
            + "POST&%2F&AccessKeyId%3DAK%26SecurityToken%3DCANARY";
    String v3 =
        "Specified signature does not match our calculation. server StringToSign is [ACS3], server"
            + " CanonicalRequest is [POST x-acs-security-token:CANARY]";
    for (String message :
        List.of(
            v1,
            v3,
            "x-acs-security-token:CANARY",
            "?SecurityToken=CANARY",
            "canonical CANARY",
            "SecurityToken=CANARY")) {
      String body = "{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"" + message + "\"}";
      CloudFailure failure = failure(Ecs.intent(false), Ecs.answer(400, body));
      assertThat(failure.toString()).doesNotContain("CANARY").contains("SignatureDoesNotMatch");
    }
  }

  @Test
  void what_only_errors_have_makes_no_success_even_empty_but_an_empty_text_does_no_harm() {
    for (String value : List.of("[]", "{}", "\"x\"", "0")) {
      String body = "{\"RequestId\":\"r\",\"Message\":" + value + "}";
      assertThat(read(Ecs.intent(false), Ecs.answer(200, body)).failure()).as(body).isPresent();
    }
    for (String value : List.of("\"\"", "null")) {
      String body = "{\"RequestId\":\"r\",\"Message\":" + value + "}";
      assertThat(read(Ecs.intent(false), Ecs.answer(200, body)).failure()).as(body).isEmpty();
    }
  }

  @Test
  void a_code_is_one_of_the_list_from_status_300_on() {
    String body = "{\"RequestId\":\"r\",\"Code\":\"Throttling\",\"Message\":\"m\"}";
    assertThat(failure(Ecs.intent(false), Ecs.answer(300, body)).code()).isEqualTo("Throttling");
    assertThat(failure(Ecs.intent(false), Ecs.answer(299, body)).code()).isEmpty();
  }

  @Test
  void the_message_of_a_denial_is_cut_at_300_characters_and_each_detail_at_60() {
    assertThat(denied("m".repeat(300), "a".repeat(60)))
        .isEqualTo("m".repeat(300) + " (AuthAction " + "a".repeat(60) + ")");
    assertThat(denied("m".repeat(301), "a".repeat(61)))
        .isEqualTo("m".repeat(300) + "... (AuthAction " + "a".repeat(60) + "...)");
  }

  private String denied(String message, String action) {
    String body =
        "{\"RequestId\":\"r\",\"Code\":\"Forbidden.RAM\",\"Message\":\""
            + message
            + "\",\"AccessDeniedDetail\":{\"AuthAction\":\""
            + action
            + "\"}}";
    return failure(Ecs.intent(false), Ecs.answer(403, body)).message();
  }

  @Test
  void random_bytes_are_never_a_success_and_never_throw() {
    java.util.Random random = new java.util.Random(7);
    String alphabet = "<>{}[]\"':,/&;!?-= \u0000\ufeffRequestId";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder(i % 2 == 0 ? "<" : "{");
      for (int n = random.nextInt(40); n > 0; n--) {
        body.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      HttpResponse response = Ecs.answer(200, body.toString());
      assertThat(read(Ecs.intent(false), response).failure()).as(body.toString()).isPresent();
      assertThat(ecs.readLook(Ecs.query("i-a"), response).failure()).isPresent();
    }
  }

  private ReleaseAnswer read(Intent intent, HttpResponse response) {
    return ecs.readRelease(Ecs.batch(intent, "i-a", "i-b"), response);
  }

  private CloudFailure failure(Intent intent, HttpResponse response) {
    return read(intent, response).failure().orElseThrow();
  }

  private ErrorRule rule(CloudFailure failure) {
    return ecs.facts().errors().match(failure.status(), failure.code());
  }

  private void assertMaybe(CloudFailure failure) {
    assertThat(rule(failure).category()).isEqualTo(ErrorCategory.UNKNOWN);
    assertThat(rule(failure).applied()).isEqualTo(Applied.MAYBE);
    assertThat(rule(failure).remedy()).isEqualTo(Remedy.LOOK_FIRST);
  }
}
